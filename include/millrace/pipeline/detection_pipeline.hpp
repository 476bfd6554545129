#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>

#include "millrace/base/clock.hpp"
#include "millrace/io/sink.hpp"
#include "millrace/io/source.hpp"
#include "millrace/models/detector.hpp"
#include "millrace/queue/stall_report.hpp"

namespace millrace {

/// How a DetectionPipeline keeps its device busy.
struct PipelineOptions {
  /// Infer requests; 0: the device's optimal number plus kSpareRequests.
  std::size_t requests = 0;
  /// `on_stall` gets a report when inferences run and none completes for this long; see Options::stall_timeout.
  std::optional<Milliseconds> stall_timeout = std::nullopt;
  StallHook on_stall = {};
  /// Pixels that frames hold for the sink, in bytes. Beyond it, no picture is read before another one has been written.
  std::size_t max_pixel_bytes = std::size_t{1} << 30U;
};

/// What a run of a DetectionPipeline did.
struct Summary {
  std::size_t frames = 0;      ///< frames that went to the sink, bad ones included
  std::size_t bad_frames = 0;  ///< those that an error left without detections
  std::size_t detections = 0;
  Milliseconds elapsed{0};  ///< from the first read to the last write
  bool stopped = false;     ///< it was asked to stop before the source had ended

  std::size_t good_frames() const noexcept { return frames - bad_frames; }
  /// Good frames a second of the whole run; 0 before any.
  double frames_per_second() const noexcept {
    return elapsed.count() > 0 ? static_cast<double>(good_frames()) * 1000.0 / elapsed.count() : 0.0;
  }
};

/// Reads frames, detects in them with every request of the device busy, and writes the results in the source's order.
///
/// A graph that is to be cut at its heads is first compared with the uncut one on the first good frame; see
/// Detector::check_cut(). If they disagree, the uncut graph runs, and the frame has a remark that says so.
///
/// One frame's way: read and decode -> letterbox straight into a request's input tensor -> infer -> boxes -> sink. The
/// calling thread does all but the inference. At most twice as many frames as there are requests are in flight, bad
/// ones included, and fewer if they are large (PipelineOptions::max_pixel_bytes). A frame's pixels go as soon as they are
/// in the tensor, if the sink does not want them; else it may have them. Thread-compatible.
///
/// Example:
///   DetectionPipeline pipeline(Detector(core, "yolov5n.onnx"));
///   PictureSource source({"bus.jpg", "zidane.jpg"});
///   JsonlSink sink("-", pipeline.detector().labels());
///   Summary summary = pipeline.run(source, sink);
class DetectionPipeline {
 public:
  /// Requests beyond the optimal number: they keep prepared pictures in the device's own queue, so that the device
  /// stays busy while this thread decodes and writes.
  static constexpr std::size_t kSpareRequests = 2;

  explicit DetectionPipeline(Detector detector, PipelineOptions options = {});

  /// Runs until the source ends or `stop` fires; frames in flight are finished in both cases. `stop` also ends the wait
  /// for a pipe that is read as a picture. A frame that cannot be read or inferred goes to the sink with its error, and
  /// the run goes on. Throws what the source or the sink throws, Error kModel when the first output shows that the model
  /// is not what it was taken for (see Detector::decode()), and Error kDevice when no request can be made. Once a run
  /// has begun, sink.finish() is called however it ends.
  Summary run(Source& source, Sink& sink, std::stop_token stop = {});

  const Detector& detector() const noexcept { return detector_; }
  /// Infer requests that a run uses.
  std::size_t requests() const noexcept { return options_.requests; }

 private:
  Detector detector_;
  PipelineOptions options_;
};

}  // namespace millrace
