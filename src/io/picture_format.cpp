#include "io/picture_format.hpp"

#include <algorithm>
#include <array>

namespace millrace::io {
namespace {

using namespace std::string_view_literals;

bool has_text(ByteReader bytes, std::uint64_t position, std::string_view text) {
  return bytes.fits(position, text.size()) &&
         std::equal(text.begin(), text.end(), bytes.data() + position,
                    [](char wanted, std::uint8_t byte) { return static_cast<std::uint8_t>(wanted) == byte; });
}

bool is_tiff(ByteReader bytes) {
  return has_text(bytes, 0, "II*\0"sv) || has_text(bytes, 0, "MM\0*"sv) || has_text(bytes, 0, "II+\0"sv) ||
         has_text(bytes, 0, "MM\0+"sv);
}

constexpr std::array kFormats = {
    PictureFormat{"JPEG", [](ByteReader b) { return has_text(b, 0, "\xff\xd8\xff"sv); }, nullptr},
    PictureFormat{"PNG", [](ByteReader b) { return has_text(b, 0, "\x89PNG\r\n\x1a\n"sv); }, png_layout},
    PictureFormat{"BMP", [](ByteReader b) { return has_text(b, 0, "BM"sv); }, bmp_layout},
    PictureFormat{"TIFF", is_tiff, tiff_layout},
    PictureFormat{"WebP", [](ByteReader b) { return has_text(b, 0, "RIFF"sv) && has_text(b, 8, "WEBP"sv); },
                  webp_layout},
};

}  // namespace

const PictureFormat* find_picture_format(ByteReader bytes) {
  const auto* const found = std::find_if(kFormats.begin(), kFormats.end(),
                                         [&](const PictureFormat& format) { return format.matches(bytes); });
  return found == kFormats.end() ? nullptr : found;
}

}  // namespace millrace::io
