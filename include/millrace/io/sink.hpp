#pragma once

#include <span>

#include "millrace/base/clock.hpp"
#include "millrace/io/frame.hpp"
#include "millrace/vision/detection.hpp"

namespace millrace {

/// How long one frame spent in each stage.
struct StageTimes {
  Milliseconds decode{0};       ///< file to pixels
  Milliseconds preprocess{0};   ///< letterbox into the request's tensor
  Milliseconds wait{0};         ///< for a free request, and in the device's own queue
  Milliseconds infer{0};        ///< on the device
  Milliseconds postprocess{0};  ///< output tensor to boxes
  Milliseconds total{0};        ///< from the start of decode to the boxes
};

/// What was found in one frame. The frame and the detections are borrowed for the call.
struct FrameResult {
  const Frame& frame;
  std::span<const Detection> detections = {};  ///< in source pixels, best first; empty when the frame has an error
  StageTimes times = {};
  Image* spare =
      nullptr;  ///< the frame's picture, to draw on or to take, if nobody needs it after this sink; else null
};

/// Where results go, in the order of the source. Thread-compatible: one thread calls write() and finish().
class Sink {
 public:
  virtual ~Sink() = default;

  /// Takes one frame's result, frames with an error included. Throws Error kIo when it cannot be written,
  /// kInvalidInput when that is due to this frame alone: its name or its size.
  virtual void write(const FrameResult& result) = 0;

  /// Whether write() looks at the pixels of frames. For a sink that does not, pictures may be decoded smaller, and their
  /// memory serves the next ones before the results come: Frame::image is empty then. The same during a whole run.
  virtual bool wants_pixels() const { return true; }

  /// Completes the output so that it is valid; called once after the last frame, also when a run was stopped or ended
  /// by an exception. Without it, a file that is being written does not appear.
  virtual void finish() {}
};

}  // namespace millrace
