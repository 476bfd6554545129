#include "io/picture_extension.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace millrace {
namespace {

constexpr std::array<std::string_view, 7> kExtensions = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"};

}  // namespace

bool is_picture_extension(std::string_view extension) {
  std::string lower(extension);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(kExtensions.begin(), kExtensions.end(), lower) != kExtensions.end();
}

std::string picture_extensions() {
  std::string all;
  for (const std::string_view extension : kExtensions) all.append(all.empty() ? "" : " ").append(extension);
  return all;
}

}  // namespace millrace
