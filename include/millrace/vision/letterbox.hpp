#pragma once

#include <cstdint>

#include "millrace/vision/box.hpp"
#include "millrace/vision/image.hpp"

namespace millrace {

/// The grey padding that YOLO models are trained with.
constexpr std::uint8_t kLetterboxGrey = 114;

/// How a picture is fitted into a model's input: scaled by `gain`, the rest padded. A stretched one (FitRule::kStretch)
/// has no padding; its sides are scaled independently, and `gain` is the smaller of the two scales.
/// left + resized.width + right is the output's width, top + resized.height + bottom its height.
struct Letterbox {
  Size source;   ///< the picture
  Size resized;  ///< the picture after scaling
  double gain = 1;
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
  std::uint8_t pad_value = kLetterboxGrey;  ///< value of each channel of the padding

  Size output() const noexcept { return {left + resized.width + right, top + resized.height + bottom}; }
};

/// How to place a picture in the model's input. kCentre: keeps the aspect ratio, padded on both sides. kTopLeft: the
/// same with all padding on the right and below. kStretch: fills the whole input, changing the aspect ratio.
enum class FitRule { kCentre, kTopLeft, kStretch };

/// Which padding to subtract on the way back: YOLOv5 takes the unrounded one, Ultralytics v8 and later the rounded one.
/// They differ by up to 3/4 of an input pixel, more in pixels of a picture that was scaled down. A stretched picture
/// has no padding but two gains.
enum class UnpadRule { kExact, kRounded, kStretched };

/// The way back from the model's input to the picture: subtract `x` and `y`, then divide by the gains.
struct Unpad {
  double x = 0;  ///< padding on the left, in input pixels
  double y = 0;  ///< padding at the top
  double gain_x = 1;
  double gain_y = 1;
};

/// Fits `source` into exactly `target`, as YOLOv5's letterbox(auto=False) does. Both must be at least 1x1
/// (else Error kInvalidArgument); a side never becomes smaller than one pixel. An odd pixel of padding goes to the
/// right and to the bottom.
///
/// Example: `fit_letterbox({1280, 720}, {640, 640})` scales to 640x360 and pads 140 rows above and below.
Letterbox fit_letterbox(Size source, Size target);

/// Fits `source` into exactly `target` by the given rule; kCentre is fit_letterbox(). kTopLeft truncates fractions of
/// pixels, as YOLOX does. Errors as above.
Letterbox fit_picture(FitRule rule, Size source, Size target);

/// Like fit_letterbox(), but pads only up to a multiple of `stride` (at least 1, else Error kInvalidArgument), as
/// letterbox(auto=True) does: the output may be smaller than `target`.
Letterbox fit_letterbox_to_stride(Size source, Size target, int stride = 32);

/// Scales (bilinear, OpenCV's fixed point) and pads `picture` into `out`. `fit` comes from one of the functions above;
/// `picture` must have the size `fit.source` and `out` the size `fit.output()`, and both must have pixels, else Error
/// kInvalidArgument.
void apply_letterbox(ImageView picture, const Letterbox& fit, MutableImageView out);

/// The padding and gains for undo_letterbox(). As both families do on the way back, it computes the gain between the
/// picture and the padded input; with padding to a stride that may differ slightly from `fit.gain`. Throws Error
/// kInvalidArgument for a fit without a picture or an output, such as a default-constructed one.
Unpad unpad_of(const Letterbox& fit, UnpadRule rule);

/// Maps a box from the model's input pixels to the picture's pixels, clipped to the picture. Errors as unpad_of().
Box undo_letterbox(const Box& box, const Letterbox& fit, UnpadRule rule);

}  // namespace millrace
