#include "io/picture_extension.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "base/letter_case.hpp"

namespace millrace::io {
namespace {

// The ones that can be written come first.
constexpr std::array<std::string_view, 10> kExtensions = {".jpg", ".jpeg", ".png",  ".bmp", ".webp",
                                                          ".tif", ".tiff", ".jfif", ".jpe", ".mpo"};
constexpr std::span kWritten = std::span(kExtensions).first<7>();

bool is_among(std::span<const std::string_view> extensions, std::string_view extension) {
  return std::ranges::find(extensions, base::lower_case(extension)) != extensions.end();
}

}  // namespace

bool is_picture_extension(std::string_view extension) {
  return is_among(kExtensions, extension);
}

bool is_written_extension(std::string_view extension) {
  return is_among(kWritten, extension);
}

std::string picture_extensions() {
  return fmt::format("{}", fmt::join(kExtensions, " "));
}

std::string written_extensions() {
  return fmt::format("{}", fmt::join(kWritten, " "));
}

}  // namespace millrace::io
