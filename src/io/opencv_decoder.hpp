#pragma once

#include <cstdint>
#include <span>

#include "io/pixel_pool.hpp"
#include "millrace/io/picture_reader.hpp"

namespace millrace::io {

/// A PNG, BMP, TIFF or WebP decoded by OpenCV: the pixels of cv2.imread(path), on which the models were trained. PNG and
/// TIFF come upright. Throws std::bad_alloc.
PictureOrReason decode_with_opencv(std::span<const std::uint8_t> bytes, const PixelPool& pool);

}  // namespace millrace::io
