#include "millrace/pipeline/detection_pipeline.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/stop_scope.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/device_properties.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "millrace/queue/ordered.hpp"
#include "pipeline/stream_clock.hpp"

namespace millrace {
namespace {

/// One frame from its reading to its writing.
struct InFlight {
  Frame frame;
  Clock::time_point begun;
  StageTimes times = {};
  Letterbox fit = {};
  Clock::time_point prepared = {};
};

/// What happens to each frame on its way through the queue.
class Run {
 public:
  Run(const Detector& detector, Source& source, Sink& sink, std::size_t max_pixel_bytes, std::stop_token stop)
      : detector_(detector),
        source_(source),
        sink_(sink),
        wants_pixels_(sink.wants_pixels()),
        max_pixel_bytes_(max_pixel_bytes),
        stop_(std::move(stop)),
        streams_(optimal_requests(detector.compiled_model())) {}

  /// Reads up to the first good frame, writes the bad ones before it, and lets the detector look at it.
  void begin(Detector& detector);
  std::optional<InFlight> next();
  bool has_room() const noexcept { return pixel_bytes_ < max_pixel_bytes_; }
  void prepare(InFlight& flight, Slot& slot);
  void write(InFlight& flight, Outcome& outcome);

  Summary& summary() noexcept { return summary_; }

 private:
  std::optional<InFlight> read();
  void write(InFlight& flight, const std::vector<Detection>& detections);
  std::vector<Detection> detect(InFlight& flight, Outcome& outcome);
  std::vector<Detection> decode_boxes(InFlight& flight, const Result& result) const;
  void note_device_time(StageTimes& times, Clock::time_point prepared, const Timing& timing);

  const Detector& detector_;
  Source& source_;
  Sink& sink_;
  bool wants_pixels_;
  std::size_t max_pixel_bytes_;
  std::size_t pixel_bytes_ = 0;  // of the frames in flight
  std::stop_token stop_;
  pipeline::StreamClock streams_;
  Summary summary_;
  std::optional<InFlight> first_;  // read already
};

// The queue is made afterwards, of the graph that the detector then has.
void Run::begin(Detector& detector) {
  while ((first_ = read()) && !first_->frame.ok()) write(*first_, {});
  if (!first_) return;
  const std::string disagreement = detector.check_cut(first_->frame.image.view());
  if (!disagreement.empty()) first_->frame.remarks.push_back("the graph runs uncut: " + disagreement);
  first_->begun = Clock::now();
}

std::optional<InFlight> Run::next() {
  return first_ ? std::exchange(first_, std::nullopt) : read();
}

std::optional<InFlight> Run::read() {
  summary_.stopped = stop_.stop_requested();
  if (summary_.stopped) return std::nullopt;
  auto frame = source_.next();
  if (!frame) return std::nullopt;
  InFlight flight{.frame = std::move(*frame), .begun = Clock::now()};
  if (flight.frame.ok() && flight.frame.image.empty()) {
    flight.frame.error = "its source gave neither a picture nor a reason why there is none";
  }
  flight.times.decode = flight.times.total = flight.frame.decode_time;
  flight.frame.full_size = flight.frame.size();
  pixel_bytes_ += byte_size(flight.frame.image.size());
  return flight;
}

void Run::prepare(InFlight& flight, Slot& slot) {
  if (!flight.frame.ok()) throw Error(ErrorCode::kInvalidInput, flight.frame.error);  // the frame keeps its place
  const auto begin = Clock::now();
  flight.times.wait = begin - flight.begun;
  flight.fit = detector_.prepare(flight.frame.image.view(), slot.input(), flight.frame.full_size);
  if (!wants_pixels_) {
    pixel_bytes_ -= byte_size(flight.frame.image.size());
    flight.frame.image = {};
  }
  flight.prepared = Clock::now();
  flight.times.preprocess = flight.prepared - begin;
}

void Run::write(InFlight& flight, Outcome& outcome) {
  const bool was_run = flight.frame.ok();
  write(flight, was_run ? detect(flight, outcome) : std::vector<Detection>());
}

void Run::write(InFlight& flight, const std::vector<Detection>& detections) {
  ++summary_.frames;
  if (!flight.frame.ok()) ++summary_.bad_frames;
  summary_.detections += detections.size();
  pixel_bytes_ -= byte_size(flight.frame.image.size());  // it goes with this call
  sink_.write({.frame = flight.frame,
               .detections = detections,
               .times = flight.times,
               .spare = flight.frame.image.empty() ? nullptr : &flight.frame.image});
}

// A job handed to a busy device first waits in the device's own queue.
void Run::note_device_time(StageTimes& times, Clock::time_point prepared, const Timing& timing) {
  const auto started = prepared + std::chrono::duration_cast<Clock::duration>(timing.waited);
  const auto completed = started + std::chrono::duration_cast<Clock::duration>(timing.ran);
  const auto begin = streams_.begin_of(started, completed);
  times.wait += begin - prepared;
  times.infer = completed - begin;
}

std::vector<Detection> Run::detect(InFlight& flight, Outcome& outcome) {
  const Result* result = nullptr;
  try {
    result = &outcome.result();
  } catch (const std::exception& error) {
    flight.frame.error = std::string("inference failed: ") + error.what();
    return {};
  }
  const auto decode = Clock::now();
  std::vector<Detection> detections = decode_boxes(flight, *result);
  const auto end = Clock::now();
  note_device_time(flight.times, flight.prepared, result->timing());
  flight.times.postprocess = end - decode;
  flight.times.total = flight.times.decode + (end - flight.begun);
  std::string limit = detector_.remark_on_limit(detections.size());
  if (!limit.empty()) flight.frame.remarks.push_back(std::move(limit));
  return detections;
}

std::vector<Detection> Run::decode_boxes(InFlight& flight, const Result& result) const {
  try {
    return detector_.decode(result, flight.fit);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kModel) throw;  // it is not what it was taken for, so no picture will do
    flight.frame.error = error.what();
    return {};
  }
}

// Keeps what was found before a run failed. The caller should hear of that failure only.
void finish_quietly(Sink& sink) noexcept {
  try {
    sink.finish();
  } catch (...) {
  }
}

}  // namespace

DetectionPipeline::DetectionPipeline(Detector detector, PipelineOptions options)
    : detector_(std::move(detector)), options_(std::move(options)) {
  if (options_.requests == 0) options_.requests = optimal_requests(detector_.compiled_model()) + kSpareRequests;
}

Summary DetectionPipeline::run(Source& source, Sink& sink, std::stop_token stop) {
  const base::StopScope scope(stop);
  const auto begin = Clock::now();
  Run run(detector_, source, sink, options_.max_pixel_bytes, std::move(stop));
  const auto next = [&] { return run.next(); };
  const auto prepare = [&](InFlight& flight, Slot& slot) { run.prepare(flight, slot); };
  try {
    run.begin(detector_);
    InferQueue queue(
        detector_.compiled_model(),
        {.requests = options_.requests, .stall_timeout = options_.stall_timeout, .on_stall = options_.on_stall});
    const OrderedOptions ordered{.has_room = [&] { return run.has_room(); }};
    for (auto& [flight, outcome] : ordered_items(queue, next, prepare, ordered)) run.write(flight, outcome);
  } catch (...) {
    finish_quietly(sink);
    throw;
  }
  sink.finish();
  run.summary().elapsed = Clock::now() - begin;
  return run.summary();
}

}  // namespace millrace
