#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

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

/// What the pixels of a picture of this size take without gaps between rows: width * height * 3 bytes. Throws Error
/// kInvalidArgument for a negative side.
std::size_t byte_size(Size size);

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

/// An owned 8-bit BGR picture without gaps between rows. A copy has pixels of its own.
class Image {
 public:
  Image() = default;
  /// A black picture. Throws Error kInvalidArgument for a negative side.
  explicit Image(Size size);
  /// Takes over pixels that are there already, at least byte_size(size): those of a decoder or a camera. The
  /// picture's end gives them back. Throws Error kInvalidArgument for a negative side, and for a picture without them.
  Image(Size size, std::shared_ptr<std::uint8_t[]> pixels);
  Image(const Image& other);
  Image(Image&& other) noexcept : size_(std::exchange(other.size_, {})), pixels_(std::move(other.pixels_)) {}
  Image& operator=(Image other) noexcept {
    size_ = other.size_;
    pixels_.swap(other.pixels_);
    return *this;
  }
  ~Image() = default;

  Size size() const noexcept { return size_; }
  bool empty() const noexcept { return size_.width == 0 || size_.height == 0; }
  ImageView view() const noexcept {
    return {pixels_.get(), size_.width, size_.height, size_.width * std::ptrdiff_t{3}};
  }
  MutableImageView view() noexcept {
    return {pixels_.get(), size_.width, size_.height, size_.width * std::ptrdiff_t{3}};
  }

 private:
  Size size_;
  std::shared_ptr<std::uint8_t[]> pixels_;
};

}  // namespace millrace
