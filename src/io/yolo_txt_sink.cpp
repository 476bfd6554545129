#include "millrace/io/yolo_txt_sink.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include "io/number_text.hpp"
#include "millrace/io/output_file.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;

std::string label_line(const Detection& detection, Size size, const YoloTxtOptions& options) {
  const double width = size.width;
  const double height = size.height;
  const Box& box = detection.box;
  std::string line = std::to_string(detection.class_id);
  for (const double value :
       {(double{box.x1} + double{box.x2}) / 2 / width, (double{box.y1} + double{box.y2}) / 2 / height,
        (double{box.x2} - double{box.x1}) / width, (double{box.y2} - double{box.y1}) / height}) {
    line += " " + general_text(value);
  }
  if (options.confidence) line += " " + general_text(detection.score);
  return line + "\n";
}

}  // namespace

YoloTxtSink::YoloTxtSink(std::string folder, YoloTxtOptions options) : folder_(std::move(folder)), options_(options) {
  create_output_folder(folder_);
}

void YoloTxtSink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  const std::string name = names_.next(fs::path(result.frame.source).stem().string(), ".txt");
  const std::string path = (fs::path(folder_) / name).string();
  if (result.detections.empty()) {
    std::error_code ignored;  // most often there is none
    fs::remove(path, ignored);
    return;
  }
  std::string text;
  for (const Detection& detection : result.detections)
    text += label_line(detection, result.frame.image.size(), options_);
  OutputFile file(path);
  file.write(text);
  file.close();
}

}  // namespace millrace
