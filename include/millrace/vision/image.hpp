#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "millrace/base/error.hpp"

namespace millrace {

/// Width and height in pixels.
struct Size {
  int width = 0;
  int height = 0;

  friend bool operator==(const Size&, const Size&) = default;
};

/// A size as messages show it: "1280x720".
inline std::string to_string(Size size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

/// A borrowed 8-bit BGR picture: rows top to bottom, `stride` bytes apart, 3 interleaved bytes per pixel. The pixels
/// must outlive the view.
struct ImageView {
  const std::uint8_t* data = nullptr;
  int width = 0;
  int height = 0;
  std::ptrdiff_t stride = 0;

  Size size() const noexcept { return {width, height}; }
  bool empty() const noexcept { return width <= 0 || height <= 0; }
  const std::uint8_t* row(int y) const noexcept { return data + y * stride; }
};

/// The same, writable: the target of letterboxing and drawing.
struct MutableImageView {
  std::uint8_t* data = nullptr;
  int width = 0;
  int height = 0;
  std::ptrdiff_t stride = 0;

  Size size() const noexcept { return {width, height}; }
  bool empty() const noexcept { return width <= 0 || height <= 0; }
  std::uint8_t* row(int y) const noexcept { return data + y * stride; }
  operator ImageView() const noexcept { return {data, width, height, stride}; }
};

/// An owned 8-bit BGR picture without gaps between rows.
class Image {
 public:
  Image() = default;
  /// A black picture. Throws Error kInvalidArgument for a negative side.
  explicit Image(Size size) : size_(size), pixels_(bytes_of(size)) {}

  Size size() const noexcept { return size_; }
  bool empty() const noexcept { return pixels_.empty(); }
  ImageView view() const noexcept {
    return {pixels_.data(), size_.width, size_.height, size_.width * std::ptrdiff_t{3}};
  }
  MutableImageView view() noexcept {
    return {pixels_.data(), size_.width, size_.height, size_.width * std::ptrdiff_t{3}};
  }

 private:
  static std::size_t bytes_of(Size size) {
    if (size.width < 0 || size.height < 0) {
      throw Error(ErrorCode::kInvalidArgument, "a picture of " + to_string(size) + " cannot be made");
    }
    return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3;
  }

  Size size_;
  std::vector<std::uint8_t> pixels_;
};

}  // namespace millrace
