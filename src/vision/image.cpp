#include "millrace/vision/image.hpp"

#include <cstring>

#include "millrace/base/error.hpp"

namespace millrace {

std::size_t byte_size(Size size) {
  if (size.width < 0 || size.height < 0)
    throw Error(ErrorCode::kInvalidArgument, "a picture of " + to_string(size) + " cannot be made");
  return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3;
}

Image::Image(Size size) : size_(size), pixels_(std::make_shared<std::uint8_t[]>(byte_size(size))) {}

Image::Image(Size size, std::shared_ptr<std::uint8_t[]> pixels) : size_(size), pixels_(std::move(pixels)) {
  if (byte_size(size) > 0 && pixels_ == nullptr)
    throw Error(ErrorCode::kInvalidArgument, "a picture of " + to_string(size) + " needs pixels, and they are null");
}

Image::Image(const Image& other) : size_(other.size_) {
  const std::size_t bytes = byte_size(size_);
  if (bytes == 0) return;
  pixels_ = std::make_shared_for_overwrite<std::uint8_t[]>(bytes);
  std::memcpy(pixels_.get(), other.pixels_.get(), bytes);
}

}  // namespace millrace
