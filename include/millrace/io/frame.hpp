#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "millrace/base/clock.hpp"
#include "millrace/vision/image.hpp"

namespace millrace {

/// One picture or video frame on its way through the pipeline, or the reason why there is none.
struct Frame {
  std::string source = {};                ///< the path as the user would recognise it
  std::int64_t number = 0;                ///< the frame's number within its source: 0 for pictures
  Image image = {};                       ///< empty when `error` says why, or nobody needs it any more
  Size full_size = {};                    ///< of the whole picture; {0, 0}: `image` is the whole picture
  std::string error = {};                 ///< what is wrong with this picture; empty when it is fine
  std::vector<std::string> remarks = {};  ///< oddities of the picture or of its results, a sentence each
  Milliseconds decode_time{0};

  bool ok() const noexcept { return error.empty(); }
  /// Of the picture in which detections are: the image's, unless that is a smaller copy or gone.
  Size size() const noexcept { return full_size == Size{} ? image.size() : full_size; }
};

}  // namespace millrace
