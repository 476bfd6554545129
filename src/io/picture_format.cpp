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

// The first chunk holds the size: of the canvas (VP8X), of a lossless picture (VP8L) or of a lossy one (VP8).
PictureLayout webp_layout(ByteReader bytes) {
  constexpr std::uint64_t kContent = 20;
  constexpr unsigned kAnimated = 2;
  constexpr std::uint64_t kSide = 0x3FFF;
  PictureLayout layout{.complete = bytes.fits(8, bytes.little_endian(4, 4))};
  if (has_text(bytes, 12, "VP8X"sv)) {
    layout.width = bytes.little_endian(kContent + 4, 3) + 1;
    layout.height = bytes.little_endian(kContent + 7, 3) + 1;
    if ((bytes.u8(kContent) & kAnimated) != 0) {
      layout.refusal = "it is an animated WebP, which is not read yet; save a frame of it as a picture";
    }
  } else if (has_text(bytes, 12, "VP8L"sv)) {
    const std::uint64_t sides = bytes.little_endian(kContent + 1, 4);
    layout.width = (sides & kSide) + 1;
    layout.height = (sides >> 14U & kSide) + 1;
  } else {
    layout.width = bytes.little_endian(kContent + 6, 2) & kSide;
    layout.height = bytes.little_endian(kContent + 8, 2) & kSide;
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

}  // namespace millrace::io
