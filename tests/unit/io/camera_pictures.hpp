#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/png_checksum.hpp"
#include "unit/io/sample_pictures.hpp"

namespace millrace {

/// EXIF data with this orientation, 1 to 8.
inline Bytes exif_of(std::uint8_t orientation) {
  return {'M', 'M',  0, 0x2A, 0, 0, 0, 8,                        // header of a TIFF
          0,   1,                                                // one entry
          1,   0x12, 0, 3,    0, 0, 0, 1, 0, orientation, 0, 0,  // Orientation, SHORT, one value
          0,   0,    0, 0};                                      // no further directory
}

inline void append(Bytes& bytes, std::string_view text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
}

inline void append(Bytes& bytes, const Bytes& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

inline void append_big_endian(Bytes& bytes, std::size_t number, unsigned count) {
  for (unsigned i = count; i-- > 0;) bytes.push_back(static_cast<std::uint8_t>(number >> 8U * i));
}

inline void append_little_endian(Bytes& bytes, std::size_t number, unsigned count) {
  for (unsigned i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(number >> 8U * i));
}

/// The JPEG with EXIF data put in.
inline Bytes jpeg_with_orientation(Bytes jpeg, std::uint8_t orientation) {
  Bytes segment{0xFF, 0xE1, 0x00, 0x22};  // of 34 bytes
  append(segment, std::string_view("Exif\0\0", 6));
  append(segment, exif_of(orientation));
  jpeg.insert(jpeg.begin() + 2, segment.begin(), segment.end());
  return jpeg;
}

/// The PNG with a chunk eXIf after its header.
inline Bytes png_with_orientation(Bytes png, std::uint8_t orientation) {
  Bytes content;
  append(content, "eXIf");
  append(content, exif_of(orientation));
  Bytes chunk;
  append_big_endian(chunk, content.size() - 4, 4);
  append(chunk, content);
  append_big_endian(chunk, png_checksum(content), 4);
  png.insert(png.begin() + 33, chunk.begin(), chunk.end());
  return png;
}

/// The lossless WebP with a chunk EXIF behind its picture.
inline Bytes webp_with_orientation(const Bytes& webp, Size size, std::uint8_t orientation, std::string_view name = {}) {
  Bytes chunks;
  append(chunks, "WEBPVP8X");
  append_little_endian(chunks, 10, 4);
  append_little_endian(chunks, 8, 4);  // has EXIF data
  append_little_endian(chunks, static_cast<std::size_t>(size.width - 1), 3);
  append_little_endian(chunks, static_cast<std::size_t>(size.height - 1), 3);
  chunks.insert(chunks.end(), webp.begin() + 12, webp.end());
  const Bytes exif = exif_of(orientation);
  append(chunks, "EXIF");
  append_little_endian(chunks, name.size() + exif.size(), 4);
  append(chunks, name);
  append(chunks, exif);
  Bytes file;
  append(file, "RIFF");
  append_little_endian(file, chunks.size(), 4);
  append(file, chunks);
  return file;
}

/// An entry of a little-endian TIFF's directory: numbers of a type, or where they are.
inline void append_tiff_entry(Bytes& tiff, unsigned tag, unsigned type, std::size_t count, std::size_t value) {
  append_little_endian(tiff, tag, 2);
  append_little_endian(tiff, type, 2);
  append_little_endian(tiff, count, 4);
  append_little_endian(tiff, value, 4);
}

/// A TIFF of these pixels in BGR, with this orientation, in one strip that may declare more rows.
inline Bytes tiff_with_orientation(const cv::Mat& pixels, std::uint8_t orientation,
                                   std::optional<std::size_t> rows_per_strip = std::nullopt) {
  constexpr std::size_t kEntries = 10;
  constexpr std::size_t kBits = 8 + 2 + 12 * kEntries + 4;  // where the bits of the three channels stand
  constexpr std::size_t kPixels = kBits + 6;
  const auto width = static_cast<std::size_t>(pixels.cols);
  const auto height = static_cast<std::size_t>(pixels.rows);
  Bytes tiff{'I', 'I', 42, 0, 8, 0, 0, 0, kEntries, 0};
  const auto entry = [&](unsigned tag, std::size_t count, std::size_t value) {
    append_tiff_entry(tiff, tag, count == 3 ? 3 : 4, count, value);  // SHORT or LONG
  };
  entry(256, 1, width);
  entry(257, 1, height);
  entry(258, 3, kBits);
  entry(259, 1, 1);  // no compression
  entry(262, 1, 2);  // RGB
  entry(273, 1, kPixels);
  entry(274, 1, orientation);
  entry(277, 1, 3);
  entry(278, 1, rows_per_strip.value_or(height));
  entry(279, 1, 3 * width * height);
  append_little_endian(tiff, 0, 4);
  for (int channel = 0; channel < 3; ++channel) append_little_endian(tiff, 8, 2);
  for (int y = 0; y < pixels.rows; ++y) {
    for (int x = 0; x < pixels.cols; ++x) {
      const auto& bgr = pixels.at<cv::Vec3b>(y, x);
      append(tiff, Bytes{bgr[2], bgr[1], bgr[0]});
    }
  }
  return tiff;
}

inline Bytes from_hex(std::string_view hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

/// A JPEG of 8x8 pixels of 0 % cyan, 78 % magenta, 90 % yellow, 8 % black, stored inverted as Adobe's programs do it.
inline constexpr std::string_view kAdobeCmyk =
    "ffd8ffee000e41646f626500640000000000ffdb0043000302020302020303030304030304050805050404050a070706080c0a0c0c0b0a0b"
    "0b0d0e12100d0e110e0b0b1016101113141515150c0f171816141812141514ffc000140800080008044311004d11005911004b1100ffc400"
    "1500010100000000000000000000000000000908ffc40014100100000000000000000000000000000000ffda000e0443004d0059004b0000"
    "3f0054d1e0ec23afffd9";

/// A JPEG of 40x40 grey pixels, coded arithmetically.
inline constexpr std::string_view kArithmetic =
    "ffd8ffe000104a46494600010100000100010000ffdb00430006040506050406060506070706080a100a0a09090a140e0f0c101714181817"
    "1416161a1d251f1a1b231c1616202c20232627292a29191f2d302d283025282928ffc9000b080028002801011100ffcc000600101005ffda"
    "0008010100003f00ff006d9fe0a9010f117e197f322b10579baedefd7a80be3b12c0866746980a654177a21e466e9138a4175df8de4d396c"
    "3b744d65a5360d3df2d39bb969ec052ee6f287ad71e1e61cb4ce198073e3e5d3ca1edc567b346441f9f7124e6dab000988e6061eda2b4e2e"
    "3f85196477ed0133280a98a9f6bbd943b4b685f97cd3bf4d2ca36e100df7c375292db7626605bfa2de628555fc798ddcfac8d7cef2e2b0b0"
    "55c585544c0b0678b43a6eac0ec953062eee5e9958244ef28258c2031f6148aaed4d51b12b7cb9ad16b526ff007151b0515065e1345129a7"
    "3eb650ef0a6289cf6ecad2557b0f8bac2625c5e32431cd162224fcc4b091d463a1178bddb82331703131f06e89064b166a3b65f57016517c"
    "cb1e6b840833568059b2188fa9f2e2ca3b3adaf31e1295d382a10b566668a1df81e860b2a8bf1d4c3944a68318c547b1067f871ffcc837d6"
    "8efdb12b05f92cabe8d811950241824dd6456407fa7ccf07f490dc6cb2a63842da61df41abeec19656c45499d09015e4c7dff8cf83991df1"
    "471df9bbf17c59db2bcd7bf4804faacbbdab7aaac3b850d30cd8e43ccc6be97976618263e2cc939491e403e18402650a92de1d93152238f0"
    "003a45e505f904368e545dc33a7c62c41cb443458a164b76b13bb1cfa378582bf0d9927ec5691aab36d7f38e4b9fd0566e6d8f7574d2dc3d"
    "83e8035077bae7c312509966b39ec828c155eb88d03656871d93e6ee35abc388cacbbcf27282ed7d3195f8432b6d3dc6a19364ee7ac58ce9"
    "e8db63fd11c2c4489d50b9852e41505b72bbf8e4b763cb35abc3664e8112249bb125a06326bfe6c51d6c7527941958cd78f149674b4ebb86"
    "696303e325f27d696f809689de22fc212e23456daf9c02e7892ce56196f8840940ae3eba432bb12b7bb4f639a706d11e05b0f50fd040252c"
    "0a1af12fc918f345878e6476416b0e2c17c264386794a9df6407edef8146ff00ed0c0ff91f57835aa259cf3fbbc642061f89a15b8bf2abf2"
    "3e3913b99c953de5b63ef027eff1df62b19cbd7857898671e386334814eb44f7a61a1f9ee89f34e8a346398591ff005b6800d2fa312e2615"
    "21603744a8b579ec7c2d0b1511d7b2bd1235a197b3bedd15681c22c2d99523dccef8c24cdf387bcaeacb61a1dfbac021e09118059d6c68ea"
    "1f12e443b817c1eceea1324de5068507623d7a87e97ebca87f1fe36d74645b7a80a2ac64336af5fb2e1be1c8e76affd9";

/// The same with the inks transformed to YCCK.
inline constexpr std::string_view kAdobeYcck =
    "ffd8ffee000e41646f626500640000000002ffdb0043000302020302020303030304030304050805050404050a070706080c0a0c0c0b0a0b"
    "0b0d0e12100d0e110e0b0b1016101113141515150c0f171816141812141514ffdb00430103040405040509050509140d0b0d141414141414"
    "1414141414141414141414141414141414141414141414141414141414141414141414141414141414141414ffc000140800080008040111"
    "00021101031101041100ffc4001500010100000000000000000000000000000609ffc40014100100000000000000000000000000000000ff"
    "c4001501010100000000000000000000000000000809ffc40014110100000000000000000000000000000000ffda000e0401000211031104"
    "00003f005641a77a8ebfffd9";

}  // namespace millrace
