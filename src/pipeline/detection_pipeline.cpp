#include "millrace/pipeline/detection_pipeline.hpp"

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "openvino/runtime/properties.hpp"

namespace millrace {
namespace {

/// One frame between its reading and its writing.
struct InFlight {
  Frame frame;
  Clock::time_point begun;
  StageTimes times = {};
  Letterbox fit = {};
  std::optional<Job> job = std::nullopt;  // none for a frame with an error
};

/// One run: the frames in flight, in the order of the source.
class Run {
 public:
  Run(const Detector& detector, std::size_t requests, Sink& sink)
      : detector_(detector), sink_(sink), queue_(detector.compiled_model(), {.requests = requests}) {}

  void take(Frame frame);
  /// Writes the results that are there, without waiting.
  void write_ready();
  /// Waits for the oldest frame in flight and writes its result.
  void write_oldest();
  bool empty() const noexcept { return in_flight_.empty(); }

  const Summary& summary() const noexcept { return summary_; }

 private:
  void start(InFlight& flight);
  Slot free_slot();
  std::vector<Detection> finish(InFlight& flight);

  const Detector& detector_;
  Sink& sink_;
  Summary summary_;
  InferQueue queue_;
  std::deque<InFlight> in_flight_;
};

void Run::take(Frame frame) {
  InFlight flight{.frame = std::move(frame), .begun = Clock::now()};
  flight.times.decode = flight.frame.decode_time;
  if (flight.frame.ok()) {
    start(flight);
  } else if (in_flight_.size() >= 2 * queue_.size()) {
    write_oldest();  // a long row of bad frames behind a slow good one stays bounded too
  }
  in_flight_.push_back(std::move(flight));
}

void Run::start(InFlight& flight) {
  Slot slot = free_slot();
  const auto prepare = Clock::now();
  flight.times.wait = prepare - flight.begun;
  flight.fit = detector_.prepare(flight.frame.image.view(), slot.input());
  flight.times.preprocess = Clock::now() - prepare;
  flight.job = std::move(slot).start();
}

Slot Run::free_slot() {
  for (;;) {
    if (auto slot = queue_.try_acquire()) return std::move(*slot);
    write_oldest();  // every request is in flight: the oldest one's result is what to do meanwhile
  }
}

void Run::write_ready() {
  while (!in_flight_.empty() && (!in_flight_.front().job || in_flight_.front().job->ready())) write_oldest();
}

void Run::write_oldest() {
  InFlight flight = std::move(in_flight_.front());
  in_flight_.pop_front();
  std::vector<Detection> detections;
  if (flight.job) detections = finish(flight);
  ++summary_.frames;
  if (!flight.frame.ok()) ++summary_.bad_frames;
  summary_.detections += detections.size();
  sink_.write({.frame = flight.frame, .detections = detections, .times = flight.times});
}

std::vector<Detection> Run::finish(InFlight& flight) {
  try {
    const Result result = flight.job->get();
    const auto decode = Clock::now();
    std::vector<Detection> detections = detector_.decode(result[detector_.spec().output_index], flight.fit);
    const auto end = Clock::now();
    flight.times.infer = result.timing().ran;
    flight.times.postprocess = end - decode;
    flight.times.total = flight.times.decode + (end - flight.begun);
    return detections;
  } catch (const std::exception& error) {
    flight.frame.error = std::string("inference failed: ") + error.what();
    return {};
  }
}

std::size_t default_requests(const Detector& detector) {
  return detector.compiled_model().get_property(ov::optimal_number_of_infer_requests) +
         DetectionPipeline::kSpareRequests;
}

}  // namespace

DetectionPipeline::DetectionPipeline(Detector detector, PipelineOptions options)
    : detector_(std::move(detector)),
      requests_(options.requests != 0 ? options.requests : default_requests(detector_)) {}

Summary DetectionPipeline::run(Source& source, Sink& sink, std::stop_token stop) {
  const auto begin = Clock::now();
  Run run(detector_, requests_, sink);
  bool stopped = false;
  for (;;) {
    stopped = stop.stop_requested();
    if (stopped) break;
    auto frame = source.next();
    if (!frame) break;
    run.take(std::move(*frame));
    run.write_ready();
  }
  while (!run.empty()) run.write_oldest();
  sink.finish();
  Summary summary = run.summary();
  summary.elapsed = Clock::now() - begin;
  summary.stopped = stopped;
  return summary;
}

}  // namespace millrace
