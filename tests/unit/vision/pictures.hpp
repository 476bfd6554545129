#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "millrace/vision/image.hpp"
#include "vision/resize.hpp"

namespace millrace::test {

/// A picture of noise, the same for the same seed.
inline Image noise(Size size, unsigned seed) {
  Image image(size);
  std::mt19937 generator(seed);
  const MutableImageView view = image.view();
  for (int y = 0; y < size.height; ++y) {
    for (std::ptrdiff_t i = 0; i < view.stride; ++i) view.row(y)[i] = static_cast<std::uint8_t>(generator());
  }
  return image;
}

/// A picture of one grey level.
inline Image plain(Size size, std::uint8_t level) {
  Image image(size);
  const MutableImageView view = image.view();
  for (int y = 0; y < size.height; ++y) std::fill_n(view.row(y), view.stride, level);
  return image;
}

/// A picture whose rows have `gap` bytes between them; the gaps hold kGapValue.
class GappedImage {
 public:
  static constexpr std::uint8_t kGapValue = 77;

  GappedImage(Size size, std::ptrdiff_t gap)
      : size_(size),
        stride_(size.width * std::ptrdiff_t{3} + gap),
        bytes_(static_cast<std::size_t>(stride_ * size.height), kGapValue) {}

  MutableImageView view() noexcept { return {bytes_.data(), size_.width, size_.height, stride_}; }

  bool gaps_are_untouched() const {
    for (int y = 0; y < size_.height; ++y) {
      for (std::ptrdiff_t i = size_.width * std::ptrdiff_t{3}; i < stride_; ++i) {
        if (bytes_[static_cast<std::size_t>(y * stride_ + i)] != kGapValue) return false;
      }
    }
    return true;
  }

 private:
  Size size_;
  std::ptrdiff_t stride_;
  std::vector<std::uint8_t> bytes_;
};

/// Fills `target` with the scaled picture.
inline void resize(ImageView source, MutableImageView target) {
  const auto rows = vision::resized_rows(source, target.size());
  for (int y = 0; y < target.height; ++y) rows->write(y, target.row(y));
}

/// The bytes of the pixels, without gaps.
inline std::vector<std::uint8_t> pixels(ImageView view) {
  std::vector<std::uint8_t> bytes;
  for (int y = 0; y < view.height; ++y) {
    bytes.insert(bytes.end(), view.row(y), view.row(y) + std::ptrdiff_t{3} * view.width);
  }
  return bytes;
}

}  // namespace millrace::test
