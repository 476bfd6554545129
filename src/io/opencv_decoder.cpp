#include "io/opencv_decoder.hpp"

#include <cstddef>
#include <exception>
#include <memory>
#include <utility>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "io/picture_reason.hpp"

namespace millrace::io {
namespace {

PictureOrReason because_of_decoder(std::string_view detail = {}) {
  return {.picture = {}, .reason = refused_by_decoder(detail)};
}

// OpenCV decodes into memory of the right size. It takes its own where the picture is turned.
PictureOrReason decode_into_pool(std::span<const std::uint8_t> bytes, Size size, PixelPool& pool) {
  const cv::_InputArray input(bytes.data(), static_cast<int>(bytes.size()));
  std::shared_ptr<std::uint8_t[]> pixels =
      pool.take(std::size_t{3} * static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height));
  cv::Mat decoded(size.height, size.width, CV_8UC3, pixels.get());
  cv::imdecode(input, cv::IMREAD_COLOR, &decoded);
  if (decoded.empty() || decoded.type() != CV_8UC3 || !decoded.isContinuous()) return because_of_decoder();
  const Size decoded_size{decoded.cols, decoded.rows};
  if (decoded.data != pixels.get()) pixels = {decoded.data, [owner = decoded](std::uint8_t*) {}};
  return {.picture = Image(decoded_size, std::move(pixels)), .reason = {}};
}

}  // namespace

PictureOrReason decode_with_opencv(std::span<const std::uint8_t> bytes, Size size, PixelPool& pool) {
  try {
    return decode_into_pool(bytes, size, pool);
  } catch (const cv::Exception& e) {
    return because_of_decoder(e.err);
  } catch (const std::exception& e) {
    return because_of_decoder(e.what());
  }
}

}  // namespace millrace::io
