#include "vision/picture_tensor.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "vision/pixel_numbers.hpp"
#include "vision/require_picture.hpp"
#include "vision/resize.hpp"

namespace millrace::vision {
namespace {

constexpr std::size_t kColours = 3;

/// What a tensor of u8 is.
MutableImageView bytes_of(const PictureTensor& tensor) {
  return {static_cast<std::uint8_t*>(tensor.data), tensor.size.width, tensor.size.height,
          tensor.size.width * static_cast<std::ptrdiff_t>(kColours)};
}

/// Each row of the tensor is first put together in bytes, padding included, and then turned into numbers.
template <class Number>
void write_rows(ImageView picture, const Letterbox& fit, const PictureTensor& out) {
  require_fit(picture, fit, out.size);
  require_picture(bytes_of(out), "letterbox: the output");
  const std::size_t length = static_cast<std::size_t>(out.size.width) * kColours;
  std::vector<float> mean(length);
  for (std::size_t i = 0; i < length; ++i) mean[i] = out.mean[i % kColours];
  std::vector<std::uint8_t> pixels(length, fit.pad_value);
  std::vector<Number> padding(length);
  to_numbers(pixels.data(), mean.data(), length, padding.data());

  const auto rows = resized_rows(picture, fit.resized);
  auto* row = static_cast<Number*>(out.data);
  for (int y = -fit.top; y < fit.resized.height + fit.bottom; ++y, row += length) {
    if (y < 0 || y >= fit.resized.height) {
      std::ranges::copy(padding, row);
      continue;
    }
    rows->write(y, pixels.data() + static_cast<std::size_t>(fit.left) * kColours);
    to_numbers(pixels.data(), mean.data(), length, row);
  }
}

}  // namespace

void apply_letterbox(ImageView picture, const Letterbox& fit, const PictureTensor& out) {
  switch (out.type) {
    case PixelType::kU8: return millrace::apply_letterbox(picture, fit, bytes_of(out));
    case PixelType::kF32: return write_rows<float>(picture, fit, out);
    case PixelType::kBf16: return write_rows<Bf16>(picture, fit, out);
    case PixelType::kF16: return write_rows<F16>(picture, fit, out);
  }
}

}  // namespace millrace::vision
