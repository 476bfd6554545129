#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "millrace/vision/image.hpp"

namespace millrace {

using Bytes = std::vector<std::uint8_t>;

inline Bytes encode(const std::string& extension, const cv::Mat& pixels, const std::vector<int>& options = {}) {
  Bytes bytes;
  cv::imencode(extension, pixels, bytes, options);
  return bytes;
}

/// A picture of one colour.
inline cv::Mat plain(int width, int height, const cv::Scalar& bgr) {
  return {height, width, CV_8UC3, bgr};
}

/// A small picture with noise, so that its file has more than headers.
inline cv::Mat noise(int width, int height) {
  cv::Mat pixels(height, width, CV_8UC3);
  cv::RNG rng(7);
  rng.fill(pixels, cv::RNG::UNIFORM, 0, 256);
  return pixels;
}

/// Blue, green and red of one pixel.
inline std::vector<int> pixel(const Image& image, int x, int y) {
  const std::uint8_t* const bgr = image.view().row(y) + std::ptrdiff_t{3} * x;
  return {bgr[0], bgr[1], bgr[2]};
}

}  // namespace millrace
