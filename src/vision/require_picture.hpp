#pragma once

#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

#include "millrace/base/error.hpp"
#include "millrace/vision/image.hpp"
#include "millrace/vision/letterbox.hpp"

namespace millrace::vision {

/// Throws Error kInvalidArgument for a view that is no picture: without pixels, or with overlapping rows. `what` begins
/// the message: "resize: the source".
inline void require_picture(ImageView picture, std::string_view what) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::kInvalidArgument, std::string(what) + " is " + to_string(picture.size()) + why);
  };
  if (picture.empty()) refuse("; at least 1x1 is needed");
  if (picture.data == nullptr) refuse(" without pixels (its data is null); give a picture that was read");
  const std::ptrdiff_t row = std::ptrdiff_t{3} * picture.width;
  if (picture.height > 1 && std::abs(picture.stride) < row) {
    refuse(" with a stride of " + std::to_string(picture.stride) + "; a row has " + std::to_string(row) + " bytes");
  }
}

/// Throws Error kInvalidArgument unless `picture` is one that `fit` is of, and the output has the size that it says.
inline void require_fit(ImageView picture, const Letterbox& fit, Size output) {
  const auto require = [](Size given, Size wanted, const char* what) {
    if (given == wanted) return;
    throw Error(ErrorCode::kInvalidArgument, std::string("letterbox: ") + what + " is " + to_string(given) +
                                                 "; this fit wants " + to_string(wanted) +
                                                 " (call fit_letterbox for this picture)");
  };
  require(picture.size(), fit.source, "the picture");
  require(output, fit.output(), "the output");
  require_picture(picture, "letterbox: the picture");
}

}  // namespace millrace::vision
