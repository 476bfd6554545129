#include "io/output_place.hpp"

#include <string>
#include <system_error>

#include "base/parse_number.hpp"

namespace millrace::io {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // as in Linux

std::optional<fs::path> next_link(const fs::path& path) {
  std::error_code error;
  const fs::path to = fs::read_symlink(path, error);
  if (error) return std::nullopt;
  return to.is_absolute() ? to : path.parent_path() / to;
}

std::optional<int> number(const std::string& text) {
  const auto value = base::parse_number<int>(text);
  return value && *value >= 0 ? value : std::nullopt;
}

// The folder in which Linux lists this process's open files; nothing on other systems.
bool is_descriptor_folder(const fs::path& folder) {
  std::error_code unknown;
  return fs::equivalent(folder, "/proc/self/fd", unknown) && !unknown;
}

}  // namespace

std::optional<int> own_descriptor(const fs::path& path) {
  std::optional<fs::path> place = path;
  for (int links = 0; place && links < kMostLinks; ++links) {
    if (is_descriptor_folder(place->parent_path())) return number(place->filename().string());
    place = next_link(*place);
  }
  return std::nullopt;
}

fs::path followed(const fs::path& path) {
  fs::path place = path;
  for (int links = 0; links < kMostLinks; ++links) {
    const std::optional<fs::path> next = next_link(place);
    if (!next) break;
    place = *next;
  }
  return place;
}

}  // namespace millrace::io
