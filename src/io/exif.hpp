#pragma once

#include "io/byte_reader.hpp"

namespace millrace::io {

/// The orientation that EXIF data give, 1 to 8; 1, upright, where they give none. `exif` begins with the header of a TIFF.
int exif_orientation(ByteReader exif);

}  // namespace millrace::io
