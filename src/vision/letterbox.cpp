#include "millrace/vision/letterbox.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "vision/require_picture.hpp"
#include "vision/resize.hpp"

namespace millrace {
namespace {

void require_pixels(Size size, const char* what) {
  if (size.width >= 1 && size.height >= 1) return;
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("letterbox: {} is {}; at least 1x1 is needed", what, to_string(size)));
}

/// The scale at which `source` just fits into `target`.
double gain_between(Size source, Size target) {
  return std::min(static_cast<double>(target.height) / source.height, static_cast<double>(target.width) / source.width);
}

// Rounds halves to even, as Python's round() does: 1024x500 at 0.625 is 312 rows high, not 313.
int scaled(int length, double gain) {
  return std::max(1, static_cast<int>(std::nearbyint(length * gain)));
}

// Half of the padding, for the left or the top. YOLOv5 subtracts 0.1 too, which moves an odd pixel to the other side.
int leading_pad(int padding) {
  return static_cast<int>(std::nearbyint(padding / 2.0 - 0.1));
}

void require_sizes(Size source, Size target) {
  require_pixels(source, "the picture");
  require_pixels(target, "the model's input");
}

Letterbox scale_to_fit(Size source, Size target) {
  require_sizes(source, target);
  const double gain = gain_between(source, target);
  return {.source = source, .resized = {scaled(source.width, gain), scaled(source.height, gain)}, .gain = gain};
}

void split_padding(Letterbox& fit, int horizontal, int vertical) {
  fit.left = leading_pad(horizontal);
  fit.right = horizontal - fit.left;
  fit.top = leading_pad(vertical);
  fit.bottom = vertical - fit.top;
}

void fill(std::uint8_t* pixels, int count, std::uint8_t value) {
  std::memset(pixels, value, static_cast<std::size_t>(count) * 3);
}

void pad(const Letterbox& fit, MutableImageView out) {
  const int last_row = out.height - fit.bottom;
  for (int y = 0; y < out.height; ++y) {
    std::uint8_t* row = out.row(y);
    if (y < fit.top || y >= last_row) {
      fill(row, out.width, fit.pad_value);
    } else {
      fill(row, fit.left, fit.pad_value);
      fill(row + std::ptrdiff_t{3} * (out.width - fit.right), fit.right, fit.pad_value);
    }
  }
}

Letterbox fit_top_left(Size source, Size target) {
  require_sizes(source, target);
  const double gain = gain_between(source, target);
  const auto cut = [gain](int length) { return std::max(1, static_cast<int>(length * gain)); };
  const Size resized{cut(source.width), cut(source.height)};
  return {.source = source,
          .resized = resized,
          .gain = gain,
          .right = target.width - resized.width,
          .bottom = target.height - resized.height};
}

Letterbox stretch(Size source, Size target) {
  require_sizes(source, target);
  return {.source = source, .resized = target, .gain = gain_between(source, target)};
}

float to_picture(float value, double padding, double gain, int limit) {
  return static_cast<float>(std::clamp((value - padding) / gain, 0.0, static_cast<double>(limit)));
}

}  // namespace

Letterbox fit_letterbox(Size source, Size target) {
  Letterbox fit = scale_to_fit(source, target);
  split_padding(fit, target.width - fit.resized.width, target.height - fit.resized.height);
  return fit;
}

Letterbox fit_picture(FitRule rule, Size source, Size target) {
  switch (rule) {
    case FitRule::kTopLeft: return fit_top_left(source, target);
    case FitRule::kStretch: return stretch(source, target);
    case FitRule::kCentre: break;
  }
  return fit_letterbox(source, target);
}

Letterbox fit_letterbox_to_stride(Size source, Size target, int stride) {
  if (stride < 1) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("letterbox: the stride is {}; at least 1 is needed (models use 32)", stride));
  }
  Letterbox fit = scale_to_fit(source, target);
  split_padding(fit, (target.width - fit.resized.width) % stride, (target.height - fit.resized.height) % stride);
  return fit;
}

void apply_letterbox(ImageView picture, const Letterbox& fit, MutableImageView out) {
  vision::require_fit(picture, fit, out.size());
  vision::require_picture(out, "letterbox: the output");
  pad(fit, out);
  const auto rows = vision::resized_rows(picture, fit.resized);
  for (int y = 0; y < fit.resized.height; ++y) rows->write(y, out.row(fit.top + y) + std::ptrdiff_t{3} * fit.left);
}

Unpad unpad_of(const Letterbox& fit, UnpadRule rule) {
  const Size output = fit.output();
  require_sizes(fit.source, output);
  if (rule == UnpadRule::kStretched) {
    return {.gain_x = static_cast<double>(output.width) / fit.source.width,
            .gain_y = static_cast<double>(output.height) / fit.source.height};
  }
  const double gain = gain_between(fit.source, output);
  if (rule == UnpadRule::kRounded) return {static_cast<double>(fit.left), static_cast<double>(fit.top), gain, gain};
  return {(output.width - fit.source.width * gain) / 2, (output.height - fit.source.height * gain) / 2, gain, gain};
}

Box undo_letterbox(const Box& box, const Letterbox& fit, UnpadRule rule) {
  const Unpad unpad = unpad_of(fit, rule);
  return {to_picture(box.x1, unpad.x, unpad.gain_x, fit.source.width),
          to_picture(box.y1, unpad.y, unpad.gain_y, fit.source.height),
          to_picture(box.x2, unpad.x, unpad.gain_x, fit.source.width),
          to_picture(box.y2, unpad.y, unpad.gain_y, fit.source.height)};
}

}  // namespace millrace
