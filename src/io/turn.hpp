#pragma once

#include "io/pixel_pool.hpp"
#include "millrace/vision/image.hpp"

namespace millrace::io {

/// The size of a picture of this EXIF orientation (1 to 8) once it stands upright, and the reverse.
Size upright(Size size, int orientation);

/// The picture turned and mirrored so that it stands upright.
Image turned_upright(Image picture, int orientation, const PixelPool& pool);

}  // namespace millrace::io
