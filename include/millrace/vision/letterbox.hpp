#pragma once

#include "millrace/vision/box.hpp"
#include "millrace/vision/image.hpp"

namespace millrace {

/// How a picture is fitted into a model's input: scaled by `gain`, centred, the rest padded with grey (114).
/// left + resized.width + right is the output's width, top + resized.height + bottom its height.
struct Letterbox {
  Size source;   ///< the picture
  Size resized;  ///< the picture after scaling
  double gain = 1;
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  Size output() const noexcept { return {left + resized.width + right, top + resized.height + bottom}; }
};

/// Which padding the way back subtracts: YOLOv5 the unrounded one, Ultralytics v8 and later the rounded one.
enum class UnpadRule { kExact, kRounded };

/// Fits `source` into exactly `target`, as YOLOv5's letterbox(auto=False) does. Both must be at least 1x1
/// (else Error kInvalidArgument); a side never becomes smaller than one pixel.
Letterbox fit_letterbox(Size source, Size target);

/// The same with padding only up to a multiple of `stride`, as letterbox(auto=True) does.
Letterbox fit_letterbox_to_stride(Size source, Size target, int stride = 32);

/// Scales (bilinear, OpenCV's fixed point) and pads `picture` into `out`, whose size must be `fit.output()`.
void apply_letterbox(ImageView picture, const Letterbox& fit, MutableImageView out);

/// A box in the model's input pixels as a box in the picture's pixels, clipped to the picture.
Box undo_letterbox(const Box& box, const Letterbox& fit, UnpadRule rule);

}  // namespace millrace
