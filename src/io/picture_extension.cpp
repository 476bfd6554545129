#include "io/picture_extension.hpp"

#include <algorithm>
#include <array>

#include "base/letter_case.hpp"

namespace millrace {
namespace {

constexpr std::array<std::string_view, 7> kExtensions = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"};

}  // namespace

bool is_picture_extension(std::string_view extension) {
  return std::ranges::find(kExtensions, lower_case(extension)) != kExtensions.end();
}

std::string picture_extensions() {
  std::string all;
  for (const std::string_view extension : kExtensions) all.append(all.empty() ? "" : " ").append(extension);
  return all;
}

}  // namespace millrace
