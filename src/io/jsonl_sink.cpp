#include "millrace/io/jsonl_sink.hpp"

#include <utility>

#include "io/class_name.hpp"
#include "io/json.hpp"
#include "io/output_file.hpp"

namespace millrace {
namespace {

io::Json to_json(const Detection& detection, const std::vector<std::string>& labels) {
  const Box& box = detection.box;
  return {{"box", {box.x1, box.y1, box.x2, box.y2}},
          {"score", detection.score},
          {"class_id", detection.class_id},
          {"class", io::class_name(labels, detection.class_id)}};
}

io::Json to_json(const StageTimes& times) {
  const auto ms = [](Milliseconds time) { return static_cast<float>(time.count()); };
  return {{"decode", ms(times.decode)}, {"preprocess", ms(times.preprocess)},   {"wait", ms(times.wait)},
          {"infer", ms(times.infer)},   {"postprocess", ms(times.postprocess)}, {"total", ms(times.total)}};
}

}  // namespace

JsonlSink::JsonlSink(const std::string& path, std::vector<std::string> labels, std::string model, std::string precision)
    : file_(std::make_unique<io::OutputFile>(path)),
      labels_(std::move(labels)),
      model_(std::move(model)),
      precision_(std::move(precision)) {}

JsonlSink::~JsonlSink() = default;

void JsonlSink::write(const FrameResult& result) {
  const Frame& frame = result.frame;
  io::Json line{{"schema", 1},
                {"source", frame.source},
                {"frame", frame.number},
                {"width", frame.size().width},
                {"height", frame.size().height}};
  if (frame.ok()) {
    io::Json& detections = line["detections"] = io::Json::array();
    for (const Detection& detection : result.detections) detections.push_back(to_json(detection, labels_));
  } else {
    line["error"] = frame.error;
  }
  if (!frame.remarks.empty()) line["remarks"] = frame.remarks;
  line["latency_ms"] = to_json(result.times);
  if (!model_.empty()) line["model"] = model_;
  if (!precision_.empty()) line["precision"] = precision_;
  file_->write(io::to_line(line) + "\n");
}

void JsonlSink::finish() {
  file_->close();
}

}  // namespace millrace
