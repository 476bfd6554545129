#include "io/turn.hpp"

#include <array>
#include <cstddef>
#include <utility>

#include <opencv2/core.hpp>

namespace millrace::io {
namespace {

constexpr int kBothSides = -1;
constexpr int kUpsideDown = 0;
constexpr int kLeftToRight = 1;
constexpr int kNot = 2;

/// What each EXIF orientation asks for: rows and columns exchanged or not, and then mirrored.
struct Turn {
  bool is_transposed;
  int mirrored;
};
constexpr std::array<Turn, 9> kTurns{{{false, kNot},
                                      {false, kNot},
                                      {false, kLeftToRight},
                                      {false, kBothSides},
                                      {false, kUpsideDown},
                                      {true, kNot},
                                      {true, kLeftToRight},
                                      {true, kBothSides},
                                      {true, kUpsideDown}}};

cv::Mat as_mat(Image& picture) {
  const MutableImageView view = picture.view();
  return {view.height, view.width, CV_8UC3, view.data, static_cast<std::size_t>(view.stride)};
}

}  // namespace

Size upright(Size size, int orientation) {
  return kTurns.at(static_cast<std::size_t>(orientation)).is_transposed ? Size{size.height, size.width} : size;
}

Image turned_upright(Image picture, int orientation, const PixelPool& pool) {
  const Turn turn = kTurns.at(static_cast<std::size_t>(orientation));
  if (turn.is_transposed) {
    const Size size = upright(picture.size(), orientation);
    Image transposed(size, pool.take(byte_size(size)));
    cv::Mat target = as_mat(transposed);
    cv::transpose(as_mat(picture), target);
    picture = std::move(transposed);
  }
  cv::Mat pixels = as_mat(picture);
  if (turn.mirrored != kNot) cv::flip(pixels, pixels, turn.mirrored);
  return picture;
}

}  // namespace millrace::io
