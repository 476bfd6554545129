#pragma once

#include "millrace/vision/image.hpp"

namespace millrace::vision {

/// Scales `source` to the size of `target`, byte for byte as OpenCV 4's cv::resize with INTER_LINEAR does on 8-bit
/// pictures: 11-bit fixed-point weights, edge pixels repeated, and the mean of 2x2 pixels where both sides are halved
/// exactly. YOLO models are trained and evaluated on exactly these bytes; float arithmetic leads to different boxes.
/// Both pictures must be at least 1x1 and have pixels (else Error kInvalidArgument), and must not overlap in memory.
/// Bytes between `target`'s rows (stride gaps) stay unchanged.
///
/// Example: `Image half({640, 360}); resize_bilinear(picture, half.view());`
void resize_bilinear(ImageView source, MutableImageView target);

}  // namespace millrace::vision
