#include "models/family_shapes.hpp"

#include <algorithm>

#include "millrace/models/grid.hpp"

namespace millrace {
namespace {

constexpr std::size_t kYolov5RowsPerCell = 3;
constexpr std::size_t kYolov5ColumnsBeforeClasses = 5;  // cx, cy, w, h, objectness

std::optional<std::size_t> only_output_of_rank(std::span<const OutputShape> outputs, std::size_t rank) {
  const auto has_rank = [rank](const OutputShape& shape) { return shape.size() == rank; };
  if (std::ranges::count_if(outputs, has_rank) != 1) return std::nullopt;
  return static_cast<std::size_t>(std::ranges::find_if(outputs, has_rank) - outputs.begin());
}

std::string text_of(const std::vector<int>& strides) {
  std::string text;
  for (const int stride : strides) text += (text.empty() ? "" : ", ") + std::to_string(stride);
  return text;
}

bool has_rank(std::span<const OutputShape> outputs, std::size_t rank) {
  return std::ranges::any_of(outputs, [rank](const OutputShape& shape) { return shape.size() == rank; });
}

std::optional<std::string> looks_like_rows(const OutputShape& shape, Size input) {
  const std::size_t rows = shape[1];
  const std::size_t columns = shape[2];
  if (strides_for_rows(columns, 1, input)) return "a YOLOv8, v9, 11 or 12 export (channels first)";
  if (strides_for_rows(rows, 1, input)) return "a YOLOX export";
  if (columns == 6) return "an end-to-end export (boxes after NMS: YOLOv10, YOLO26 or nms=True)";
  return std::nullopt;
}

}  // namespace

std::optional<FamilyMatch> match_yolov5(std::span<const OutputShape> outputs, Size input) {
  const auto index = only_output_of_rank(outputs, 3);
  if (!index) return std::nullopt;
  // Anything but the rank-5 heads beside the rows means another task: segmentation has a rank-4 output of masks.
  for (const OutputShape& shape : outputs) {
    if (shape.size() != 3 && shape.size() != 5) return std::nullopt;
  }
  const OutputShape& shape = outputs[*index];
  if (shape[0] != 1 || shape[2] <= kYolov5ColumnsBeforeClasses) return std::nullopt;
  const auto strides = strides_for_rows(shape[1], kYolov5RowsPerCell, input);
  if (!strides) return std::nullopt;
  return FamilyMatch{.output_index = *index,
                     .class_count = shape[2] - kYolov5ColumnsBeforeClasses,
                     .strides = *strides,
                     .reason = "output " + std::to_string(*index) + " has " + std::to_string(shape[1]) +
                               " rows: three for each grid cell at strides " + text_of(*strides)};
}

std::string yolov5_wants(Size input) {
  return "[1," + std::to_string(kYolov5RowsPerCell * count_cells(input, {8, 16, 32})) + ",5 + classes]";
}

std::optional<std::string> looks_like(std::span<const OutputShape> outputs, Size input) {
  if (has_rank(outputs, 3) && has_rank(outputs, 4)) return "a segmentation model";
  for (const OutputShape& shape : outputs) {
    if (shape.size() == 4 && shape[0] == 1 && shape[1] == 1 && shape[3] == 7) return "an SSD model (DetectionOutput)";
    if (shape.size() == 3) {
      if (auto guess = looks_like_rows(shape, input)) return guess;
    }
    if (shape.size() == 2) return "a classification model";
  }
  if (outputs.size() >= 3 && (has_rank(outputs, 4) || has_rank(outputs, 5)))
    return "raw YOLO heads without the decoding step";
  return std::nullopt;
}

}  // namespace millrace
