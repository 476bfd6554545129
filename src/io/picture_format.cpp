#include "io/picture_format.hpp"

#include <algorithm>
#include <array>

namespace millrace {
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

// A WebP is at most 16383 pixels wide and high, and has 8 bits; only its length needs a look.
PictureLayout webp_layout(ByteReader bytes) {
  constexpr std::uint64_t kFlags = 20;
  constexpr unsigned kAnimated = 2;
  PictureLayout layout{.complete = bytes.fits(8, bytes.little_endian(4, 4))};
  if (has_text(bytes, 12, "VP8X"sv) && (bytes.u8(kFlags) & kAnimated) != 0) {
    layout.refusal = "it is an animated WebP, which is not read yet; save a frame of it as a picture";
  }
  return layout;
}

constexpr std::array kFormats = {
    PictureFormat{"JPEG", [](ByteReader b) { return has_text(b, 0, "\xff\xd8\xff"sv); }, jpeg_layout},
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

}  // namespace millrace
