#include "millrace/io/draw.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "io/class_name.hpp"
#include "io/label_places.hpp"
#include "io/plain_letters.hpp"
#include "vision/require_picture.hpp"

namespace millrace {
namespace {

constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;

/// Sizes that suit the picture: Ultralytics' line width, and text a little smaller than its own.
struct Pen {
  int line;
  int text_line;
  double text_scale;

  int margin() const { return line + 1; }  // of a label
};

Pen pen_for(Size size) {
  const int line = std::max(static_cast<int>(std::lround((size.width + size.height) / 2.0 * 0.003)), 2);
  return {.line = line, .text_line = std::max(line - 1, 1), .text_scale = line * 0.27};
}

cv::Scalar to_scalar(const Colour& colour) {
  return {double(colour[0]), double(colour[1]), double(colour[2])};
}

// ITU-R BT.601 luma, as the eye weighs the channels.
bool is_bright(const Colour& colour) {
  return 0.114 * colour[0] + 0.587 * colour[1] + 0.299 * colour[2] > 140;
}

/// The box in whole pixels inside the picture: drawing must survive any number a model makes up.
cv::Rect visible_part(const Box& box, Size size) {
  const auto pixel = [](float value, int limit) {
    return std::isnan(value) ? 0
                             : static_cast<int>(std::lround(std::clamp(value, 0.0F, static_cast<float>(limit - 1))));
  };
  const cv::Point top_left(pixel(box.x1, size.width), pixel(box.y1, size.height));
  const cv::Point bottom_right(pixel(box.x2, size.width), pixel(box.y2, size.height));
  return {top_left, bottom_right};
}

std::string label_of(const Detection& detection, const std::vector<std::string>& labels) {
  return fmt::format("{} {:.2f}", io::class_name(labels, detection.class_id), detection.score);
}

void draw_box(cv::Mat& canvas, const Detection& detection, const Pen& pen) {
  const cv::Rect box = visible_part(detection.box, {canvas.cols, canvas.rows});
  cv::rectangle(canvas, box.tl(), box.br(), to_scalar(class_colour(detection.class_id)), pen.line, cv::LINE_AA);
}

/// A label's text, and the plate that it stands on.
struct Label {
  std::string text;
  int letters_height = 0;
  cv::Rect plate = {};
};

Label make_label(const Detection& detection, const std::vector<std::string>& labels, const Pen& pen, Size picture,
                 io::LabelPlaces& places) {
  Label label{.text = io::plain_letters(label_of(detection, labels))};
  int baseline = 0;
  const cv::Size letters = cv::getTextSize(label.text, kFont, pen.text_scale, pen.text_line, &baseline);
  label.letters_height = letters.height;
  const Size plate{letters.width + 2 * pen.margin(), letters.height + baseline + pen.margin()};
  const cv::Rect box = visible_part(detection.box, picture);
  // The lines of a box reach half their width beyond it.
  label.plate = places.take({box.x - pen.line / 2, box.y, box.width + pen.line, box.height}, plate);
  return label;
}

void draw_label(cv::Mat& canvas, const Label& label, const Colour& colour, const Pen& pen) {
  const cv::Rect& plate = label.plate;
  cv::rectangle(canvas, plate, to_scalar(colour), cv::FILLED);
  cv::putText(canvas, label.text, {plate.x + pen.margin(), plate.y + pen.margin() + label.letters_height}, kFont,
              pen.text_scale, is_bright(colour) ? cv::Scalar::all(0) : cv::Scalar::all(255), pen.text_line,
              cv::LINE_AA);
}

}  // namespace

Colour class_colour(int class_id) noexcept {
  // Steps of the golden ratio around the colour circle keep neighbours apart; the brightness alternates as well.
  const double turn = 0.58 + 0.618034 * class_id;
  const double hue = (turn - std::floor(turn)) * 6;
  const double value = class_id % 2 == 0 ? 235 : 200;
  const double saturation = class_id % 3 == 2 ? 0.62 : 0.85;
  const auto channel = [&](double offset) {  // the usual trapezoid of HSV, one per channel
    const double k = std::fmod(offset + hue, 6);
    return static_cast<std::uint8_t>(
        std::lround(value - value * saturation * std::clamp(std::min(k, 4 - k), 0.0, 1.0)));
  };
  return {channel(1), channel(3), channel(5)};
}

void draw_detections(MutableImageView picture, std::span<const Detection> detections,
                     const std::vector<std::string>& labels) {
  if (picture.empty()) return;
  vision::require_picture(picture, "draw: the picture");
  cv::Mat canvas(picture.height, picture.width, CV_8UC3, picture.data, static_cast<std::size_t>(picture.stride));
  const Pen pen = pen_for(picture.size());
  for (const Detection& detection : detections | std::views::reverse) draw_box(canvas, detection, pen);
  // The best choose first, and are drawn last.
  io::LabelPlaces places(picture.size());
  std::vector<Label> texts;
  texts.reserve(detections.size());
  for (const Detection& detection : detections) {
    texts.push_back(make_label(detection, labels, pen, picture.size(), places));
  }
  for (std::size_t i = detections.size(); i-- > 0;) {
    draw_label(canvas, texts[i], class_colour(detections[i].class_id), pen);
  }
}

}  // namespace millrace
