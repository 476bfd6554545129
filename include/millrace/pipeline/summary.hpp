#pragma once

#include <cstddef>

#include "millrace/base/clock.hpp"

namespace millrace {

/// What a run of a DetectionPipeline did.
struct Summary {
  std::size_t frames = 0;      ///< frames that went to the sink, bad ones included
  std::size_t bad_frames = 0;  ///< those without detections because of an error
  std::size_t detections = 0;
  Milliseconds elapsed{0};  ///< from the first read to the last write
  bool stopped = false;     ///< it was asked to stop before the source had ended

  std::size_t good_frames() const noexcept { return frames - bad_frames; }
  /// Good frames a second of the whole run; 0 before any.
  double frames_per_second() const noexcept {
    return elapsed.count() > 0 ? static_cast<double>(good_frames()) * 1000.0 / elapsed.count() : 0.0;
  }
};

}  // namespace millrace
