#include "millrace/io/csv_sink.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/platform.hpp"
#include "base/stream_line.hpp"
#include "io/class_name.hpp"
#include "io/output_file.hpp"

namespace millrace {
namespace {

/// A field, quoted if it must be, with inner quotes doubled.
std::string csv_field(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string text = "\"";
  for (const char c : field) text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

std::string row(const Detection& detection, const std::string& name, const std::string& source) {
  const Box& box = detection.box;
  std::string text;
  for (const float value : {box.x1, box.y1, box.x2, box.y2}) text += fmt::format("{},", value);
  text += fmt::format("{},{},,", detection.class_id, detection.score);
  return fmt::format("{}{},{}\r\n", text, csv_field(name), csv_field(source));
}

}  // namespace

CsvSink::CsvSink(const std::string& path, std::vector<std::string> labels)
    : file_(std::make_unique<io::OutputFile>(path)),
      labels_(std::move(labels)),
      on_terminal_(path == "-" && base::platform::is_terminal(base::platform::kStandardOutput)) {
  file_->write("x_min,y_min,x_max,y_max,class_id,confidence,tracker_id,class_name,source\r\n");
}

CsvSink::~CsvSink() = default;

void CsvSink::write(const FrameResult& result) {
  const auto shown = [this](const std::string& name) { return on_terminal_ ? base::one_line(name) : name; };
  std::string text;
  for (const Detection& detection : result.detections) {
    text += row(detection, shown(io::class_name(labels_, detection.class_id)), shown(result.frame.source));
  }
  if (!text.empty()) file_->write(text);
}

void CsvSink::finish() {
  file_->close();
}

}  // namespace millrace
