#include "millrace/io/coco_sink.hpp"

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <system_error>

#include "io/json.hpp"

namespace millrace {
namespace {

/// int(stem) where the stem is a number that fits, else the stem.
Json image_id(const std::string& source) {
  const std::string stem = std::filesystem::path(source).stem().string();
  const bool digits = stem.find_first_not_of("0123456789") == std::string::npos;
  std::int64_t number = 0;
  const std::from_chars_result parsed = std::from_chars(stem.data(), stem.data() + stem.size(), number);
  return digits && parsed.ec == std::errc{} ? Json(number) : Json(stem);
}

}  // namespace

CocoSink::CocoSink(const std::string& path) : file_(path) {
  file_.write("[");
}

CocoSink::~CocoSink() {
  // Whoever wants to know of a failure calls finish(); a destructor cannot report.
  if (file_.is_open()) file_.try_write(ending());
}

void CocoSink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  std::string text;
  for (const Detection& detection : result.detections) {
    const Box& box = detection.box;
    const Json entry{{"image_id", image_id(result.frame.source)},
                     {"category_id", detection.class_id},
                     {"bbox", {box.x1, box.y1, box.width(), box.height()}},
                     {"score", detection.score}};
    text += empty_ ? "\n" : ",\n";
    text += to_line(entry);
    empty_ = false;
  }
  if (!text.empty()) file_.write(text);
}

void CocoSink::finish() {
  if (!file_.is_open()) return;
  file_.write(ending());
  file_.close();
}

std::string_view CocoSink::ending() const noexcept {
  return empty_ ? "]\n" : "\n]\n";
}

}  // namespace millrace
