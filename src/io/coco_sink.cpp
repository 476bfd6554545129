#include "millrace/io/coco_sink.hpp"

#include <array>
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

std::span<const int> coco91_ids() {
  static constexpr std::array<int, 80> kIds = {
      1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 31,
      32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
      60, 61, 62, 63, 64, 65, 67, 70, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 84, 85, 86, 87, 88, 89, 90};
  return kIds;
}

CocoSink::CocoSink(const std::string& path, CocoCategories categories) : file_(path), categories_(categories) {
  file_.write("[");
}

void CocoSink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  std::string text;
  for (const Detection& detection : result.detections) {
    const Box& box = detection.box;
    const Json entry{{"image_id", image_id(result.frame.source)},
                     {"category_id", category_of(detection.class_id)},
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
  file_.write(empty_ ? "]\n" : "\n]\n");
  file_.close();
}

int CocoSink::category_of(int class_id) const noexcept {
  const std::span<const int> ids = coco91_ids();
  const auto index = static_cast<std::size_t>(class_id);
  return categories_ == CocoCategories::kCoco91 && index < ids.size() ? ids[index] : class_id;
}

}  // namespace millrace
