#include "io/jpeg_scale.hpp"

#include <algorithm>

namespace millrace::io {
namespace {

// libjpeg-turbo has vector code for blocks of 1, 2, 4 and 8 pixels. Those of 3 cost as much as those of 4, and those of 5,
// 6 and 7 more than full ones: see docs/design/0009-jpegs-decoded-small.md.
constexpr int kQuickEighths[] = {1, 2, 4};
constexpr int kFull = 8;
// Of a shorter side, what rounding takes away would be seen.
constexpr int kShortest = 32;

}  // namespace

Size scaled_size(Size size, int eighths) {
  const auto scaled = [eighths](int length) {
    return static_cast<int>(std::max<long long>(1, (static_cast<long long>(length) * eighths + 4) / kFull));
  };
  return {scaled(size.width), scaled(size.height)};
}

int choose_eighths(Size size, Size input, FitRule fit) {
  if (input == Size{}) return kFull;
  const Size fitted = fit_picture(fit, size, input).resized;
  const Size wanted{std::max(fitted.width, std::min(size.width, kShortest)),
                    std::max(fitted.height, std::min(size.height, kShortest))};
  for (const int eighths : kQuickEighths) {
    const Size copy = scaled_size(size, eighths);
    if (copy.width >= wanted.width && copy.height >= wanted.height) return eighths;
  }
  return kFull;
}

}  // namespace millrace::io
