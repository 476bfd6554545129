#include "models/family_shapes.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "models/grid.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kEndToEndColumns = 6;  // x1, y1, x2, y2, score, class
constexpr std::size_t kRowOfSeven = 7;       // the picture's number, and the same six in another order

bool is_batch_of_one(std::size_t dimension) {
  return dimension == 1 || dimension == kOpen;
}

/// The outputs of rank 3 for one picture that may hold boxes. Unless the family was asked for, there must be only one,
/// with nothing beside it but the rank-5 heads from which YOLOv5 up to v5.0 made it: segmentation has a rank-4 output
/// of masks.
std::vector<std::size_t> box_outputs(const ModelTraits& model, MatchRule rule) {
  std::vector<std::size_t> found;
  bool has_others = false;
  for (std::size_t i = 0; i < model.outputs.size(); ++i) {
    const OutputShape& shape = model.outputs[i];
    if (shape.size() == 3 && is_batch_of_one(shape[0])) found.push_back(i);
    if (shape.size() != 3 && shape.size() != 5) has_others = true;
  }
  if (rule == MatchRule::kCertain && (has_others || found.size() != 1)) found.clear();
  return found;
}

/// The only output of this rank, when there is no other.
const OutputShape* only_output(const ModelTraits& model, std::size_t rank) {
  if (model.outputs.size() != 1 || model.outputs.front().size() != rank) return nullptr;
  return &model.outputs.front();
}

bool has_rank(const ModelTraits& model, std::size_t rank) {
  return std::ranges::any_of(model.outputs, [rank](const OutputShape& shape) { return shape.size() == rank; });
}

std::string output_has(std::size_t index, std::size_t count, const char* what) {
  return count == kOpen ? fmt::format("output {} has {}", index, what)
                        : fmt::format("output {} has {} {}", index, count, what);
}

/// The number of grid cells in most models.
std::size_t usual_cells(Size input) {
  static constexpr std::array kStrides{8, 16, 32};
  return vision::count_cells({.size = input, .strides = kStrides});
}

/// A layout with a row (or, channels first, a column) for each box of each grid cell.
struct GridLayout {
  const char* family;
  std::size_t boxes_axis = 1;
  std::size_t boxes_per_cell = 1;
  std::size_t before_classes = 5;  ///< numbers of a box before its class scores
  const char* boxes;               ///< "rows" or "columns"
  const char* per_cell;
  bool needs_cells = false;  ///< decoding must know each box's cell
};

constexpr GridLayout kYolov5{
    .family = "yolov5", .boxes_per_cell = 3, .boxes = "rows", .per_cell = "three for each grid cell"};
constexpr GridLayout kYolov8{
    .family = "yolov8", .boxes_axis = 2, .before_classes = 4, .boxes = "columns", .per_cell = "one for each grid cell"};
constexpr GridLayout kYolox{
    .family = "yolox", .boxes = "rows", .per_cell = "one for each grid cell", .needs_cells = true};
constexpr GridLayout kDecodedYolox{.family = "yolox-decoded", .boxes = "rows", .per_cell = "one for each grid cell"};

std::optional<FamilyMatch> match_output(const GridLayout& layout, const ModelTraits& model, MatchRule rule,
                                        std::size_t index) {
  const bool asked = rule == MatchRule::kAsked;
  const OutputShape& shape = model.outputs[index];
  const std::size_t boxes = shape[layout.boxes_axis];
  const std::size_t numbers = shape[3 - layout.boxes_axis];
  if (numbers == kOpen || numbers <= layout.before_classes) return std::nullopt;
  const auto strides = strides_for_rows(boxes, layout.boxes_per_cell, model.input,
                                        asked ? StrideSearch::kRareToo : StrideSearch::kCommon);
  if (!strides && (!asked || layout.needs_cells)) return std::nullopt;
  FamilyMatch match{.output_index = index,
                    .class_count = numbers - layout.before_classes,
                    .strides = strides.value_or(std::vector<int>()),
                    .reason = output_has(index, boxes, layout.boxes)};
  if (strides) match.reason += fmt::format(": {} at strides {}", layout.per_cell, fmt::join(*strides, ", "));
  return match;
}

/// As many boxes as exports with NMS inside keep.
bool is_usual_limit(std::size_t rows) {
  constexpr std::array<std::size_t, 4> kLimits{100, 300, 500, 1000};
  return std::ranges::find(kLimits, rows) != kLimits.end();
}

/// Rows of six are a grid with one class, or boxes that the model chose. The graph tells; else a usual limit at strides
/// that few models have speaks for chosen boxes.
bool are_chosen_boxes(const ModelTraits& model, std::size_t index, const std::vector<int>& strides) {
  const OutputShape& shape = model.outputs[index];
  if (model.outputs.size() != 1 || shape[2] != kEndToEndColumns) return false;
  return model.chooses_boxes || (is_usual_limit(shape[1]) && !are_usual_strides(strides));
}

std::optional<FamilyMatch> match_grid(const GridLayout& layout, const ModelTraits& model, MatchRule rule) {
  for (const std::size_t index : box_outputs(model, rule)) {
    auto match = match_output(layout, model, rule, index);
    if (match && (rule == MatchRule::kAsked || !are_chosen_boxes(model, index, match->strides))) return match;
  }
  return std::nullopt;
}

std::string rows_wanted(std::size_t rows) {
  return fmt::format("[1,{},5 + classes]", rows);
}

/// YOLOX has three strides or more.
bool is_yolox_grid(const std::vector<int>& strides) {
  return strides.size() >= 3;
}

/// True when a grid of one class may have so many rows of six numbers.
bool is_row_count_of_grid(std::size_t rows, Size input) {
  return std::ranges::any_of(std::array{kYolov5, kYolox}, [&](const GridLayout& layout) {
    const auto strides = strides_for_rows(rows, layout.boxes_per_cell, input, StrideSearch::kRareToo);
    if (!strides || (layout.boxes_per_cell == 1 && !is_yolox_grid(*strides))) return false;
    return are_usual_strides(*strides) || !is_usual_limit(rows);
  });
}

/// Why rows of six, or of a length that only an inference settles, are boxes that the model chose; nothing if they may
/// be something else.
std::optional<std::string> chosen_boxes_reason(const ModelTraits& model, std::size_t rows, std::size_t columns,
                                               std::size_t wanted_columns) {
  if (columns == wanted_columns && model.chooses_boxes) return ", and the graph chooses boxes itself";
  if (columns == kOpen && model.chooses_boxes) return " of open length, and the graph chooses boxes itself";
  if (columns == wanted_columns && rows == kOpen) return ", as many as the model finds";
  return std::nullopt;
}

}  // namespace

std::optional<FamilyMatch> match_yolov5(const ModelTraits& model, MatchRule rule) {
  return match_grid(kYolov5, model, rule);
}

std::string yolov5_wants(Size input) {
  return rows_wanted(kYolov5.boxes_per_cell * usual_cells(input));
}

std::optional<FamilyMatch> match_yolov8(const ModelTraits& model, MatchRule rule) {
  return match_grid(kYolov8, model, rule);
}

std::string yolov8_wants(Size input) {
  return fmt::format("[1,4 + classes,{}]", usual_cells(input));
}

std::optional<FamilyMatch> match_yolox(const ModelTraits& model, MatchRule rule) {
  if (model.has_exponential) return std::nullopt;
  auto match = match_grid(kYolox, model, rule);
  if (!match || (rule == MatchRule::kCertain && !is_yolox_grid(match->strides))) return std::nullopt;
  match->reason += "; no e^x in its graph decodes them";
  return match;
}

std::string yolox_wants(Size input) {
  return rows_wanted(usual_cells(input));
}

std::optional<FamilyMatch> match_decoded_yolox(const ModelTraits& model, MatchRule rule) {
  if (rule == MatchRule::kCertain && !model.has_exponential) return std::nullopt;
  auto match = match_grid(kDecodedYolox, model, rule);
  if (!match || !is_yolox_grid(match->strides)) return std::nullopt;
  if (model.has_exponential) match->reason += "; an e^x in its graph decodes them";
  return match;
}

std::string decoded_yolox_wants(Size input) {
  return yolox_wants(input) + " from an e^x";
}

std::optional<FamilyMatch> match_end_to_end(const ModelTraits& model, MatchRule rule) {
  for (const std::size_t index : box_outputs(model, rule)) {
    const std::size_t rows = model.outputs[index][1];
    const std::size_t columns = model.outputs[index][2];
    std::optional<std::string> reason;
    if (model.outputs.size() == 1) reason = chosen_boxes_reason(model, rows, columns, kEndToEndColumns);
    if (!reason && columns == kEndToEndColumns && !is_row_count_of_grid(rows, model.input))
      reason = ", which no grid has: boxes that the model chose";
    if (!reason && columns == kEndToEndColumns && rule == MatchRule::kAsked) reason = "";
    if (reason) return FamilyMatch{.output_index = index, .reason = output_has(index, rows, "rows of six") + *reason};
  }
  return std::nullopt;
}

std::string end_to_end_wants(Size) {
  return "[1,boxes,6]";
}

std::optional<FamilyMatch> match_yolov7_end_to_end(const ModelTraits& model, MatchRule rule) {
  const OutputShape* const shape = only_output(model, 2);
  if (shape == nullptr) return std::nullopt;
  const std::size_t rows = (*shape)[0];
  const std::size_t columns = (*shape)[1];
  auto reason = chosen_boxes_reason(model, rows, columns, kRowOfSeven);
  // One row of seven numbers is a classification with seven classes.
  if (!reason && columns == kRowOfSeven && (rows > 1 || rule == MatchRule::kAsked)) reason = ", and no batch";
  if (!reason) return std::nullopt;
  return FamilyMatch{.reason = output_has(0, rows, "rows of seven") + *reason};
}

std::string yolov7_end_to_end_wants(Size) {
  return "[boxes,7]";
}

std::optional<FamilyMatch> match_ssd(const ModelTraits& model, MatchRule) {
  const OutputShape* const shape = only_output(model, 4);
  if (shape == nullptr || !is_batch_of_one((*shape)[0]) || (*shape)[1] != 1 || (*shape)[3] != kRowOfSeven)
    return std::nullopt;
  return FamilyMatch{.reason = output_has(0, (*shape)[2], "rows of seven, as DetectionOutput gives them")};
}

std::string ssd_wants(Size) {
  return "[1,1,boxes,7]";
}

std::optional<std::string> looks_like(const ModelTraits& model) {
  if (has_rank(model, 3) && has_rank(model, 4)) return "a segmentation model";
  if (has_rank(model, 2)) return "a classification model";
  if (model.outputs.size() >= 3 && (has_rank(model, 4) || has_rank(model, 5)))
    return "raw YOLO heads without the decoding step (--family yolov5 or yolov7 adds it)";
  const auto outputs = box_outputs(model, MatchRule::kCertain);
  if (outputs.empty()) return std::nullopt;
  const OutputShape& shape = model.outputs[outputs.front()];
  for (const GridLayout* layout : {&kYolov5, &kYolov8, &kYolox}) {
    const auto strides =
        strides_for_rows(shape[layout->boxes_axis], layout->boxes_per_cell, model.input, StrideSearch::kRareToo);
    if (!strides || strides_for_rows(shape[layout->boxes_axis], layout->boxes_per_cell, model.input)) continue;
    return fmt::format("{} at the rare strides {} (--family {} takes it for that)", layout->family,
                       fmt::join(*strides, ", "), layout->family);
  }
  if (model.chooses_boxes) return "boxes that the model chose, with masks, keypoints or angles beside them";
  return "another input size than this model was exported for, or another task";
}

}  // namespace millrace::models
