#pragma once

#include <array>

#include "millrace/vision/image.hpp"
#include "millrace/vision/letterbox.hpp"
#include "millrace/vision/pixel_type.hpp"

namespace millrace::vision {

/// A model's picture input: [height, width, 3] numbers of one type, in the order BGR, without gaps. They are the values
/// of an 8-bit picture, 0 to 255; in types other than u8, less `mean`.
struct PictureTensor {
  void* data = nullptr;
  Size size = {};
  PixelType type = PixelType::kU8;
  std::array<float, 3> mean = {};  ///< of blue, green and red; what it leaves is rounded to the type
};

/// millrace::apply_letterbox() into a tensor, whatever its type. Errors as there.
void apply_letterbox(ImageView picture, const Letterbox& fit, const PictureTensor& out);

}  // namespace millrace::vision
