#include "millrace/vision/letterbox.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string>

#include "millrace/base/error.hpp"
#include "millrace/vision/resize.hpp"

namespace millrace {
namespace {

constexpr int kPadValue = 114;

void require_pixels(Size size, const char* what) {
  if (size.width >= 1 && size.height >= 1) return;
  throw Error(ErrorCode::kInvalidArgument,
              std::string("letterbox: ") + what + " is " + to_string(size) + "; at least 1x1 is needed");
}

void require_size(Size given, Size wanted, const char* what) {
  if (given == wanted) return;
  throw Error(ErrorCode::kInvalidArgument, std::string("letterbox: ") + what + " is " + to_string(given) +
                                               "; this fit wants " + to_string(wanted) +
                                               " (call fit_letterbox for this picture)");
}

/// The scale at which `source` just fits into `target`.
double gain_between(Size source, Size target) {
  return std::min(static_cast<double>(target.height) / source.height, static_cast<double>(target.width) / source.width);
}

// A half goes to the even neighbour, as Python's round() does it: 1024x500 at 0.625 is 312 rows high, not 313.
int scaled(int length, double gain) {
  return std::max(1, static_cast<int>(std::nearbyint(length * gain)));
}

// Half of the padding for the left or the top. The tenth is YOLOv5's: it sends a half pixel to the other side.
int leading_pad(int padding) {
  return static_cast<int>(std::nearbyint(padding / 2.0 - 0.1));
}

Letterbox scale_to_fit(Size source, Size target) {
  require_pixels(source, "the picture");
  require_pixels(target, "the model's input");
  const double gain = gain_between(source, target);
  return {.source = source, .resized = {scaled(source.width, gain), scaled(source.height, gain)}, .gain = gain};
}

void split_padding(Letterbox& fit, int horizontal, int vertical) {
  fit.left = leading_pad(horizontal);
  fit.right = horizontal - fit.left;
  fit.top = leading_pad(vertical);
  fit.bottom = vertical - fit.top;
}

void fill(std::uint8_t* pixels, int count) {
  std::memset(pixels, kPadValue, static_cast<std::size_t>(count) * 3);
}

void pad(const Letterbox& fit, MutableImageView out) {
  const int last_row = out.height - fit.bottom;
  for (int y = 0; y < out.height; ++y) {
    std::uint8_t* row = out.row(y);
    if (y < fit.top || y >= last_row) {
      fill(row, out.width);
    } else {
      fill(row, fit.left);
      fill(row + std::ptrdiff_t{3} * (out.width - fit.right), fit.right);
    }
  }
}

void copy(ImageView from, MutableImageView to) {
  for (int y = 0; y < from.height; ++y) std::memcpy(to.row(y), from.row(y), static_cast<std::size_t>(from.width) * 3);
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

Letterbox fit_letterbox_to_stride(Size source, Size target, int stride) {
  if (stride < 1) {
    throw Error(ErrorCode::kInvalidArgument,
                "letterbox: the stride is " + std::to_string(stride) + "; at least 1 is needed (models use 32)");
  }
  Letterbox fit = scale_to_fit(source, target);
  split_padding(fit, (target.width - fit.resized.width) % stride, (target.height - fit.resized.height) % stride);
  return fit;
}

void apply_letterbox(ImageView picture, const Letterbox& fit, MutableImageView out) {
  require_size(picture.size(), fit.source, "the picture");
  require_size(out.size(), fit.output(), "the output");
  pad(fit, out);
  const MutableImageView inside{out.row(fit.top) + std::ptrdiff_t{3} * fit.left, fit.resized.width, fit.resized.height,
                                out.stride};
  if (fit.resized == fit.source) {
    copy(picture, inside);
  } else {
    resize_bilinear(picture, inside);
  }
}

Unpad unpad_of(const Letterbox& fit, UnpadRule rule) {
  const Size output = fit.output();
  const double gain = gain_between(fit.source, output);
  if (rule == UnpadRule::kRounded) return {static_cast<double>(fit.left), static_cast<double>(fit.top), gain};
  return {(output.width - fit.source.width * gain) / 2, (output.height - fit.source.height * gain) / 2, gain};
}

Box undo_letterbox(const Box& box, const Letterbox& fit, UnpadRule rule) {
  const Unpad unpad = unpad_of(fit, rule);
  return {to_picture(box.x1, unpad.x, unpad.gain, fit.source.width),
          to_picture(box.y1, unpad.y, unpad.gain, fit.source.height),
          to_picture(box.x2, unpad.x, unpad.gain, fit.source.width),
          to_picture(box.y2, unpad.y, unpad.gain, fit.source.height)};
}

}  // namespace millrace
