#include "millrace/io/yolo_txt_sink.hpp"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "io/picture_names.hpp"

namespace millrace {
namespace {

std::string label_line(const Detection& detection, Size size, const YoloTxtOptions& options) {
  const double width = size.width;
  const double height = size.height;
  const Box& box = detection.box;
  std::string line = std::to_string(detection.class_id);
  for (const double value :
       {(double{box.x1} + double{box.x2}) / 2 / width, (double{box.y1} + double{box.y2}) / 2 / height,
        (double{box.x2} - double{box.x1}) / width, (double{box.y2} - double{box.y1}) / height}) {
    line += fmt::format(" {:g}", value);
  }
  if (options.confidence) line += fmt::format(" {:g}", detection.score);
  return line + "\n";
}

}  // namespace

YoloTxtSink::YoloTxtSink(std::shared_ptr<ResultFolder> folder, YoloTxtOptions options,
                         std::span<const std::string> pictures)
    : YoloTxtSink(std::move(folder), std::move(options), io::PictureNames(pictures)) {}

YoloTxtSink::YoloTxtSink(std::string folder, YoloTxtOptions options)
    : YoloTxtSink(std::make_shared<ResultFolder>(std::move(folder)), std::move(options)) {}

YoloTxtSink::YoloTxtSink(std::shared_ptr<ResultFolder> folder, YoloTxtOptions options, io::PictureNames names)
    : folder_(std::move(folder)),
      options_(std::move(options)),
      names_(std::make_unique<io::PictureNames>(std::move(names))) {
  folder_->create();
}

YoloTxtSink::~YoloTxtSink() = default;

void YoloTxtSink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  const std::string stem = names_->of(result.frame.source).stem;
  const std::string name = (std::filesystem::path(options_.subfolder) / (stem + ".txt")).string();
  if (result.detections.empty()) return folder_->remove(name);
  std::string text;
  for (const Detection& detection : result.detections) text += label_line(detection, result.frame.size(), options_);
  folder_->put(name, text);
}

}  // namespace millrace
