#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "unit/io/sample_pictures.hpp"

namespace millrace {

/// The JPEG with an EXIF orientation (1 to 8) put in.
inline Bytes with_orientation(Bytes jpeg, std::uint8_t orientation) {
  const Bytes app1{0xFF, 0xE1, 0x00, 0x22, 'E', 'x', 'i', 'f', 0, 0,                  // segment of 34 bytes
                   'M',  'M',  0x00, 0x2A, 0,   0,   0,   8,                          // TIFF header
                   0,    1,                                                           // one entry
                   0x01, 0x12, 0,    3,    0,   0,   0,   1,   0, orientation, 0, 0,  // Orientation, SHORT, one value
                   0,    0,    0,    0};                                              // no further directory
  jpeg.insert(jpeg.begin() + 2, app1.begin(), app1.end());
  return jpeg;
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

/// The same with the inks transformed to YCCK.
inline constexpr std::string_view kAdobeYcck =
    "ffd8ffee000e41646f626500640000000002ffdb0043000302020302020303030304030304050805050404050a070706080c0a0c0c0b0a0b"
    "0b0d0e12100d0e110e0b0b1016101113141515150c0f171816141812141514ffdb00430103040405040509050509140d0b0d141414141414"
    "1414141414141414141414141414141414141414141414141414141414141414141414141414141414141414ffc000140800080008040111"
    "00021101031101041100ffc4001500010100000000000000000000000000000609ffc40014100100000000000000000000000000000000ff"
    "c4001501010100000000000000000000000000000809ffc40014110100000000000000000000000000000000ffda000e0401000211031104"
    "00003f005641a77a8ebfffd9";

}  // namespace millrace
