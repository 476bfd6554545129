#include "models/family_shapes.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "models/grid.hpp"

namespace millrace::models {
namespace {

constexpr std::size_t kEndToEndColumns = 6;  // x1, y1, x2, y2, score, class
constexpr const char* kFractions = "; its boxes come from a sigmoid, as fractions";
constexpr std::size_t kRowOfSeven = 7;  // the picture's number, and the same six in another order

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

/// The outputs of this rank. Unless the family was asked for, there must be no other output.
std::vector<std::size_t> outputs_of_rank(const ModelTraits& model, std::size_t rank, MatchRule rule) {
  std::vector<std::size_t> found;
  if (rule == MatchRule::kCertain && model.outputs.size() != 1) return found;
  for (std::size_t i = 0; i < model.outputs.size(); ++i) {
    if (model.outputs[i].size() == rank) found.push_back(i);
  }
  return found;
}

bool has_rank(const ModelTraits& model, std::size_t rank) {
  return std::ranges::any_of(model.outputs, [rank](const OutputShape& shape) { return shape.size() == rank; });
}

/// True for one output, of this rank and without open dimensions.
bool only_static(const ModelTraits& model, std::size_t rank) {
  if (model.outputs.size() != 1) return false;
  const OutputShape& shape = model.outputs.front();
  return shape.size() == rank && std::ranges::find(shape, kOpen) == shape.end();
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

/// Whether rows of six at these strides may be a grid with one class. As many as exports with NMS inside keep, at
/// strides that few models have, are boxes that the model chose.
bool may_be_grid(std::size_t rows, const std::vector<int>& strides) {
  constexpr std::array<std::size_t, 4> kUsualLimits{100, 300, 500, 1000};
  return are_usual_strides(strides) || std::ranges::find(kUsualLimits, rows) == kUsualLimits.end();
}

bool are_chosen_boxes(const ModelTraits& model, std::size_t index, const std::vector<int>& strides) {
  const OutputShape& shape = model.outputs[index];
  if (model.outputs.size() != 1 || shape[2] != kEndToEndColumns) return false;
  return model.chooses_boxes || !may_be_grid(shape[1], strides);
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

/// Raw or decoded: `does_graph_agree` says whether the graph speaks for this form, and `reason` how.
std::optional<FamilyMatch> match_form_of_yolox(const GridLayout& layout, const ModelTraits& model, MatchRule rule,
                                               bool does_graph_agree, const char* reason) {
  const bool certain = rule == MatchRule::kCertain;
  if (certain && !does_graph_agree) return std::nullopt;
  auto match = match_grid(layout, model, rule);
  if (!match || (certain && !is_yolox_grid(match->strides))) return std::nullopt;
  match->does_graph_agree = does_graph_agree;
  if (does_graph_agree) match->reason += reason;
  return match;
}

/// What rows that are none of a grid are, or nothing if a grid may have so many.
std::optional<std::string> reason_against_grid(std::size_t rows, Size input) {
  bool has_grid = false;
  for (const GridLayout& layout : {kYolov5, kYolox}) {
    const auto strides = strides_for_rows(rows, layout.boxes_per_cell, input, StrideSearch::kRareToo);
    if (!strides || (layout.boxes_per_cell == 1 && !is_yolox_grid(*strides))) continue;
    if (may_be_grid(rows, *strides)) return std::nullopt;
    has_grid = true;
  }
  return has_grid ? ", a usual limit of boxes that the model chose" : ", which no grid has: boxes that the model chose";
}

/// Why rows of `wanted_columns` numbers, or of an open number of them, are boxes that the model chose; nothing if they
/// may be something else.
std::optional<std::string> chosen_boxes_reason(const ModelTraits& model, MatchRule rule, const OutputShape& shape,
                                               std::size_t wanted_columns) {
  const std::size_t rows = shape[shape.size() - 2];
  const std::size_t columns = shape.back();
  if (columns != wanted_columns && columns != kOpen) return std::nullopt;
  if (model.chooses_boxes && model.outputs.size() == 1) return ", and the graph chooses boxes itself";
  if (columns == kOpen) return rule == MatchRule::kAsked ? std::optional<std::string>("") : std::nullopt;
  if (rows == kOpen) return ", as many as the model finds";
  if (auto reason = reason_against_grid(rows, model.input)) return reason;
  return rule == MatchRule::kAsked ? std::optional<std::string>("") : std::nullopt;
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
  return match_form_of_yolox(kYolox, model, rule, !model.has_exponential, "; no e^x in its graph decodes them");
}

std::string yolox_wants(Size input) {
  return rows_wanted(usual_cells(input));
}

std::optional<FamilyMatch> match_decoded_yolox(const ModelTraits& model, MatchRule rule) {
  return match_form_of_yolox(kDecodedYolox, model, rule, model.has_exponential, "; an e^x in its graph decodes them");
}

std::string decoded_yolox_wants(Size input) {
  return yolox_wants(input) + " from an e^x";
}

std::optional<FamilyMatch> match_end_to_end(const ModelTraits& model, MatchRule rule) {
  for (const std::size_t index : box_outputs(model, rule)) {
    const OutputShape& shape = model.outputs[index];
    const auto reason = chosen_boxes_reason(model, rule, shape, kEndToEndColumns);
    if (!reason) continue;
    return FamilyMatch{.output_index = index,
                       .reason = output_has(index, shape[1], "rows of six") + *reason,
                       .does_graph_agree = !model.boxes_are_fractions};
  }
  return std::nullopt;
}

std::string end_to_end_wants(Size) {
  return "[1,boxes,6]";
}

std::optional<FamilyMatch> match_yolov7_end_to_end(const ModelTraits& model, MatchRule rule) {
  for (const std::size_t index : outputs_of_rank(model, 2, rule)) {
    const OutputShape& shape = model.outputs[index];
    const auto reason = chosen_boxes_reason(model, rule, shape, kRowOfSeven);
    // One row of seven numbers is a classification with seven classes.
    const bool may_be_classes = shape[0] == 1 && rule == MatchRule::kCertain && !model.chooses_boxes;
    if (reason && !may_be_classes)
      return FamilyMatch{.output_index = index, .reason = output_has(index, shape[0], "rows of seven") + *reason};
  }
  return std::nullopt;
}

std::string yolov7_end_to_end_wants(Size) {
  return "[boxes,7]";
}

std::optional<FamilyMatch> match_rtdetr(const ModelTraits& model, MatchRule rule) {
  constexpr std::size_t kBox = 4;
  constexpr std::size_t kMostRows = 1000;
  for (const std::size_t index : box_outputs(model, rule)) {
    const OutputShape& shape = model.outputs[index];
    if (shape[2] == kOpen || shape[2] <= kBox) continue;
    const std::size_t classes = shape[2] - kBox;
    const bool is_few = shape[1] <= kMostRows && reason_against_grid(shape[1], model.input);
    // Without the graph's word, another number of columns may be that of masks or keypoints.
    const bool is_certain = model.boxes_are_fractions || (is_few && classes == model.likely_classes());
    if (rule == MatchRule::kCertain && !is_certain) continue;
    const bool may_be_chosen = shape[2] == kEndToEndColumns && (!model.boxes_are_fractions || model.has_class_column);
    return FamilyMatch{
        .output_index = index,
        .class_count = classes,
        .reason =
            output_has(index, shape[1], "rows of a box and its scores") + (model.boxes_are_fractions ? kFractions : ""),
        .does_graph_agree = !may_be_chosen && (model.boxes_are_fractions || classes == model.label_count)};
  }
  return std::nullopt;
}

std::string rtdetr_wants(Size) {
  return "[1,boxes,4 + classes]";
}

std::optional<FamilyMatch> match_rtdetr_end_to_end(const ModelTraits& model, MatchRule rule) {
  const bool agrees = model.boxes_are_fractions && model.has_class_column;
  if (rule == MatchRule::kCertain && !agrees) return std::nullopt;
  for (const std::size_t index : box_outputs(model, rule)) {
    const OutputShape& shape = model.outputs[index];
    if (shape[2] != kEndToEndColumns) continue;
    return FamilyMatch{.output_index = index,
                       .reason = output_has(index, shape[1], "rows of six") + (agrees ? kFractions : ""),
                       .does_graph_agree = agrees};
  }
  return std::nullopt;
}

std::string rtdetr_end_to_end_wants(Size) {
  return "[1,boxes,6] of fractions";
}

std::optional<FamilyMatch> match_ssd(const ModelTraits& model, MatchRule rule) {
  for (const std::size_t index : outputs_of_rank(model, 4, rule)) {
    const OutputShape& shape = model.outputs[index];
    if (!is_batch_of_one(shape[0]) || shape[1] != 1 || shape[3] != kRowOfSeven) continue;
    return FamilyMatch{.output_index = index,
                       .reason = output_has(index, shape[2], "rows of seven, as DetectionOutput gives them")};
  }
  return std::nullopt;
}

std::string ssd_wants(Size) {
  return "[1,1,boxes,7]";
}

std::optional<std::string> looks_like(const ModelTraits& model) {
  if (has_rank(model, 3) && has_rank(model, 4)) return "a segmentation model";
  if (only_static(model, 2)) return "a classification model";
  if (model.outputs.size() >= 3 && (has_rank(model, 4) || has_rank(model, 5)))
    return "raw YOLO heads without the decoding step (--family yolov5 or yolov7 adds it)";
  if (!only_static(model, 3)) return std::nullopt;
  const OutputShape& shape = model.outputs.front();
  for (const GridLayout* layout : {&kYolov5, &kYolov8, &kYolox}) {
    const std::size_t boxes = shape[layout->boxes_axis];
    const auto strides = strides_for_rows(boxes, layout->boxes_per_cell, model.input, StrideSearch::kRareToo);
    if (!strides || strides_for_rows(boxes, layout->boxes_per_cell, model.input)) continue;
    return fmt::format("{} at the rare strides {} (--family {} takes it for that)", layout->family,
                       fmt::join(*strides, ", "), layout->family);
  }
  if (model.chooses_boxes) return "boxes that the model chose, with masks, keypoints or angles beside them";
  return "another input size than this model was exported for, or another task";
}

}  // namespace millrace::models
