#pragma once

#include <cstdint>
#include <memory>

#include "millrace/vision/image.hpp"

namespace millrace::vision {

/// The rows of a picture scaled to another size, byte for byte as OpenCV 4's cv::resize with INTER_LINEAR gives them for
/// 8-bit pictures: 11-bit fixed-point weights, edge pixels repeated, and the mean of 2x2 pixels where both sides are
/// halved exactly. YOLO models are trained and evaluated on exactly these bytes; float arithmetic leads to different
/// boxes. A picture of that size already is given as it is. Thread-compatible.
///
/// Example: `const auto rows = resized_rows(picture, {640, 360}); for (int y = 0; y < 360; ++y) rows->write(y, row);`
class ResizedRows {
 public:
  virtual ~ResizedRows() = default;

  /// Writes row `y`, 3 bytes for each pixel. Going down costs least: each source row is then scaled only once. `out` must
  /// not be in the source.
  virtual void write(int y, std::uint8_t* out) = 0;
};

/// Both sizes must be at least 1x1 and `source` must have pixels (else Error kInvalidArgument). It must outlive the rows.
std::unique_ptr<ResizedRows> resized_rows(ImageView source, Size target);

}  // namespace millrace::vision
