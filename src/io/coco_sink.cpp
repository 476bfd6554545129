#include "millrace/io/coco_sink.hpp"

#include <utility>

#include "io/json.hpp"
#include "io/output_file.hpp"

namespace millrace {
namespace {

io::Json json_of(const CocoId& id) {
  return std::visit([](const auto& value) { return io::Json(value); }, id);
}

}  // namespace

CocoSink::CocoSink(const std::string& path, CocoNumbering numbering)
    : file_(std::make_unique<io::OutputFile>(path)), numbering_(std::move(numbering)) {
  file_->write("[");
}

CocoSink::~CocoSink() = default;

void CocoSink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  const std::optional<CocoId> image = numbering_.image_of(result.frame.source);
  if (!image) {
    ++left_out_.pictures;
    return;
  }
  std::string text;
  for (const Detection& detection : result.detections) {
    const std::optional<std::int64_t> category = numbering_.category_of(detection.class_id);
    if (!category) {
      ++left_out_.detections;
      continue;
    }
    const Box& box = detection.box;
    const io::Json entry{{"image_id", json_of(*image)},
                         {"category_id", *category},
                         {"bbox", {box.x1, box.y1, box.width(), box.height()}},
                         {"score", detection.score}};
    text += empty_ ? "\n" : ",\n";
    text += io::to_line(entry);
    empty_ = false;
  }
  if (!text.empty()) file_->write(text);
}

void CocoSink::finish() {
  if (!file_->is_open()) return;
  file_->write(empty_ ? "]\n" : "\n]\n");
  file_->close();
}

}  // namespace millrace
