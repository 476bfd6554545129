#include "cli/input_files.hpp"

#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

#include <sys/stat.h>

namespace millrace::cli {
namespace {

namespace fs = std::filesystem;

// Where in protobuf's bytes an ONNX model names a file with its weights: the entry {"location": NAME} of a tensor's
// external_data, field by field. A file that only looks so is protected for nothing.
std::vector<std::string> external_data_of(std::string_view model) {
  constexpr std::string_view kLocation = "\x0A\x08location\x12";
  std::vector<std::string> names;
  for (std::size_t at = 0; (at = model.find(kLocation, at)) != std::string_view::npos;) {
    at += kLocation.size();
    std::size_t length = 0;  // a varint of one or two bytes: no path is longer
    for (unsigned shift = 0; at < model.size() && shift < 14; shift += 7) {
      const auto byte = static_cast<unsigned char>(model[at++]);
      length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) break;
    }
    if (std::string name(model.substr(at, length)); names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

// Nothing of a folder or a pipe.
std::string content_of(const fs::path& path) {
  std::error_code unknown;
  if (!fs::is_regular_file(path, unknown)) return {};
  std::string content(static_cast<std::size_t>(fs::file_size(path)), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(file.gcount()));
  return content;
}

}  // namespace

void InputFiles::add(const fs::path& file) {
  struct stat status = {};
  if (stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
    files_.try_emplace({status.st_dev, status.st_ino}, file.string());
  }
}

void InputFiles::add_model(const fs::path& model) {
  add(model);
  for (const char* extension : {".bin", ".pdiparams", ".yaml"}) add(fs::path(model).replace_extension(extension));
  add(model.parent_path() / "metadata.yaml");
  if (model.extension() == ".xml") return;
  for (const std::string& name : external_data_of(content_of(model))) add(model.parent_path() / name);
}

std::optional<std::string> InputFiles::same_as(const fs::path& file) const {
  struct stat status = {};
  if (stat(file.c_str(), &status) != 0) return std::nullopt;
  const auto found = files_.find({status.st_dev, status.st_ino});
  return found == files_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace millrace::cli
