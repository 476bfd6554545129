#include "models/family_shapes.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "models/grid.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kEndToEndColumns = 6;  // x1, y1, x2, y2, score, class
constexpr std::size_t kSsdColumns = 7;       // picture, class, score, x1, y1, x2, y2

/// The only output of rank 3 for one picture, with nothing beside it but the rank-5 heads from which YOLOv5 up to v5.0
/// made it. Any other output means another task: segmentation has a rank-4 output of masks.
std::optional<std::size_t> rows_output(std::span<const OutputShape> outputs) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::size_t rank = outputs[i].size();
    if ((rank != 3 && rank != 5) || (rank == 3 && found)) return std::nullopt;
    if (rank == 3) found = i;
  }
  return found && outputs[*found][0] == 1 ? found : std::nullopt;
}

std::string text_of(const std::vector<int>& strides) {
  return fmt::format("{}", fmt::join(strides, ", "));
}

bool has_rank(std::span<const OutputShape> outputs, std::size_t rank) {
  return std::ranges::any_of(outputs, [rank](const OutputShape& shape) { return shape.size() == rank; });
}

std::string output_has(std::size_t index, std::size_t count, const char* what) {
  return fmt::format("output {} has {} {}", index, count, what);
}

/// The number of grid cells in most models.
std::size_t usual_cells(Size input) {
  static constexpr std::array kStrides{8, 16, 32};
  return vision::count_cells({.size = input, .strides = kStrides});
}

/// A layout with a row (or, channels first, a column) for each box of each grid cell.
struct GridLayout {
  std::size_t boxes_axis;
  std::size_t boxes_per_cell;
  std::size_t before_classes;  ///< numbers of a box before its class scores
  const char* boxes;           ///< in words
};

constexpr GridLayout kYolov5{1, 3, 5, "rows: three for each grid cell"};   // cx, cy, w, h, objectness
constexpr GridLayout kYolov8{2, 1, 4, "columns: one for each grid cell"};  // cx, cy, w, h
constexpr GridLayout kYolox{1, 1, 5, "rows: one for each grid cell"};      // x, y, w, h, objectness

std::optional<FamilyMatch> match_grid(const GridLayout& layout, std::span<const OutputShape> outputs, Size input) {
  const auto index = rows_output(outputs);
  if (!index) return std::nullopt;
  const std::size_t boxes = outputs[*index][layout.boxes_axis];
  const std::size_t numbers = outputs[*index][3 - layout.boxes_axis];
  const auto strides = strides_for_rows(boxes, layout.boxes_per_cell, input);
  if (!strides || numbers <= layout.before_classes) return std::nullopt;
  return FamilyMatch{
      .output_index = *index,
      .class_count = numbers - layout.before_classes,
      .strides = *strides,
      .reason = fmt::format("{} at strides {}", output_has(*index, boxes, layout.boxes), text_of(*strides))};
}

}  // namespace

std::optional<FamilyMatch> match_yolov5(std::span<const OutputShape> outputs, Size input) {
  return match_grid(kYolov5, outputs, input);
}

std::string yolov5_wants(Size input) {
  return fmt::format("[1,{},5 + classes]", kYolov5.boxes_per_cell * usual_cells(input));
}

std::optional<FamilyMatch> match_yolov8(std::span<const OutputShape> outputs, Size input) {
  return match_grid(kYolov8, outputs, input);
}

std::string yolov8_wants(Size input) {
  return fmt::format("[1,4 + classes,{}]", usual_cells(input));
}

std::optional<FamilyMatch> match_yolox(std::span<const OutputShape> outputs, Size input) {
  return match_grid(kYolox, outputs, input);
}

std::string yolox_wants(Size input) {
  return fmt::format("[1,{},5 + classes]", usual_cells(input));
}

std::optional<FamilyMatch> match_end_to_end(std::span<const OutputShape> outputs, Size input) {
  const auto index = rows_output(outputs);
  if (!index || outputs.size() != 1 || outputs[*index][2] != kEndToEndColumns) return std::nullopt;
  const std::size_t rows = outputs[*index][1];
  // A one-class YOLOv5 or YOLOX has six columns, too.
  if (strides_for_rows(rows, kYolov5.boxes_per_cell, input) || strides_for_rows(rows, kYolox.boxes_per_cell, input))
    return std::nullopt;
  return FamilyMatch{.output_index = *index,
                     .reason = output_has(*index, rows, "rows of six, which no grid has: boxes that the model chose")};
}

std::string end_to_end_wants(Size) {
  return "[1,boxes,6]";
}

std::optional<FamilyMatch> match_ssd(std::span<const OutputShape> outputs, Size) {
  if (outputs.size() != 1) return std::nullopt;
  const OutputShape& shape = outputs.front();
  if (shape.size() != 4 || shape[0] != 1 || shape[1] != 1 || shape[3] != kSsdColumns) return std::nullopt;
  return FamilyMatch{.reason = output_has(0, shape[2], "rows of seven, as DetectionOutput gives them")};
}

std::string ssd_wants(Size) {
  return "[1,1,boxes,7]";
}

std::optional<std::string> looks_like(std::span<const OutputShape> outputs, Size input) {
  if (has_rank(outputs, 3) && has_rank(outputs, 4)) return "a segmentation model";
  if (has_rank(outputs, 2)) return "a classification model";
  if (outputs.size() >= 3 && (has_rank(outputs, 4) || has_rank(outputs, 5)))
    return "raw YOLO heads without the decoding step (--family yolov5 or yolov7 adds it)";
  if (const auto index = rows_output(outputs); index && !strides_for_rows(outputs[*index][1], 1, input)) {
    return "another input size than this model was exported for, or another task";
  }
  return std::nullopt;
}

}  // namespace millrace::models
