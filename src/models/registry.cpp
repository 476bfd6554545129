#include "models/registry.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/nearest.hpp"
#include "millrace/base/error.hpp"
#include "models/family_shapes.hpp"
#include "models/grid.hpp"
#include "vision/end_to_end.hpp"
#include "vision/rtdetr.hpp"
#include "vision/ssd.hpp"
#include "vision/yolov5.hpp"
#include "vision/yolov5_heads.hpp"
#include "vision/yolov7_end_to_end.hpp"
#include "vision/yolov8.hpp"
#include "vision/yolov8_heads.hpp"
#include "vision/yolox.hpp"
#include "vision/yolox_heads.hpp"

namespace millrace::models {
namespace {

using namespace std::string_view_literals;

// The decoders that need nothing from the input.
template <std::vector<Detection> (*decode)(vision::TensorView, const vision::DecodeOptions&)>
std::vector<Detection> without_input(vision::TensorView output, const vision::ModelInput&,
                                     const vision::DecodeOptions& options) {
  return decode(output, options);
}

constexpr std::string_view kLikeYolov5[] = {"yolov3"sv, "yolov7"sv};
constexpr std::string_view kLikeYolov8[] = {"yolov5u"sv, "yolov9"sv, "yolov10"sv, "yolo11"sv,
                                            "yolov11"sv, "yolo12"sv, "yolov12"sv, "yolo26"sv};
// Every model of Ultralytics can be exported with nms=True.
constexpr std::string_view kLikeEndToEnd[] = {"yolov10"sv, "yolo26"sv,  "yolov5u"sv, "yolov8"sv, "yolov9"sv,
                                              "yolo11"sv,  "yolov11"sv, "yolo12"sv,  "yolov12"sv};
constexpr std::string_view kLikeYolox[] = {"yolox-raw"sv};
constexpr std::string_view kLikeYoloxDecoded[] = {"yolox"sv};
constexpr std::string_view kRtdetrInWords[] = {"rt-detr"sv};
constexpr std::string_view kLikeRtdetr[] = {"rtdetr"sv, "rt-detr"sv};
constexpr std::string_view kLikeYolov7EndToEnd[] = {"yolov7"sv};

const PixelRule kRgbFrom0To1{.channels = ChannelOrder::kRgb, .scale = {255}};
const PixelRule kBgrFrom0To255{.channels = ChannelOrder::kBgr};
const PixelRule kBgrAsConverted{.channels = ChannelOrder::kBgr, .is_as_fed = true};

constexpr std::size_t kYolov5Boxes = 3;
constexpr HeadFamily kYolov5Heads{
    .boxes_per_cell = kYolov5Boxes,
    .fits = [](std::span<const std::size_t> channels,
               std::size_t classes) { return channels[0] == kYolov5Boxes * (5 + classes); },
    .decode = vision::decode_yolov5_heads,
    .is_class_untrained = vision::is_yolov5_class_untrained};
// Bins of four distances, and classes.
constexpr HeadFamily kYolov8Heads{
    .parts = 2,
    .has_bins = true,
    .fits = [](std::span<const std::size_t> channels,
               std::size_t classes) { return channels[0] % 4 == 0 && channels[1] == classes; },
    .decode = vision::decode_yolov8_heads};
// A box, its objectness, and classes.
constexpr HeadFamily kYoloxHeads{
    .parts = 3,
    .fits = [](std::span<const std::size_t> channels,
               std::size_t classes) { return channels[0] == 4 && channels[1] == 1 && channels[2] == classes; },
    .decode = vision::decode_yolox_heads,
    .is_class_untrained = vision::is_yolox_class_untrained};

const ModelFamily kFamilies[] = {
    {.name = "yolov5",
     .also = kLikeYolov5,
     .wants = yolov5_wants,
     .match = match_yolov5,
     .decode = without_input<vision::decode_yolov5>,
     .heads = &kYolov5Heads,
     .nms = {.iou = 0.45F},
     .pixels = kRgbFrom0To1,
     .unpad = UnpadRule::kExact,
     .has_objectness = true},
    {.name = "yolov8",
     .also = kLikeYolov8,
     .wants = yolov8_wants,
     .match = match_yolov8,
     .decode = without_input<vision::decode_yolov8>,
     .heads = &kYolov8Heads,
     .nms = {.iou = 0.7F},
     .pixels = kRgbFrom0To1},
    {.name = "yolox",
     .also = kLikeYolox,
     .wants = yolox_wants,
     .match = match_yolox,
     .decode = vision::decode_yolox,
     .heads = &kYoloxHeads,
     .nms = {.iou = 0.45F},
     .pixels = kBgrFrom0To255,
     .fit = FitRule::kTopLeft,
     .has_objectness = true},
    {.name = "yolox-decoded",
     .also = kLikeYoloxDecoded,
     .wants = decoded_yolox_wants,
     .match = match_decoded_yolox,
     .decode = without_input<vision::decode_yolov5>,
     .heads = &kYoloxHeads,
     .nms = {.iou = 0.45F},
     .pixels = kBgrFrom0To255,
     .fit = FitRule::kTopLeft,
     .has_objectness = true},
    {.name = "end2end",
     .also = kLikeEndToEnd,
     .wants = end_to_end_wants,
     .match = match_end_to_end,
     .decode = without_input<vision::decode_end_to_end>,
     .pixels = kRgbFrom0To1,
     .chooses_boxes = true},
    {.name = "yolov7-end2end",
     .also = kLikeYolov7EndToEnd,
     .wants = yolov7_end_to_end_wants,
     .match = match_yolov7_end_to_end,
     .decode = without_input<vision::decode_yolov7_end_to_end>,
     .pixels = kRgbFrom0To1,
     .unpad = UnpadRule::kExact,
     .chooses_boxes = true},
    {.name = "rtdetr",
     .also = kRtdetrInWords,
     .wants = rtdetr_wants,
     .match = match_rtdetr,
     .decode = vision::decode_rtdetr,
     .pixels = kRgbFrom0To1,
     .fit = FitRule::kStretch,
     .unpad = UnpadRule::kStretched,
     .chooses_boxes = true,
     .is_fit_fixed = true},
    {.name = "rtdetr-end2end",
     .also = kLikeRtdetr,
     .wants = rtdetr_end_to_end_wants,
     .match = match_rtdetr_end_to_end,
     .decode = vision::decode_rtdetr_end_to_end,
     .pixels = kRgbFrom0To1,
     .fit = FitRule::kStretch,
     .unpad = UnpadRule::kStretched,
     .chooses_boxes = true,
     .is_fit_fixed = true},
    {.name = "ssd",
     .wants = ssd_wants,
     .match = match_ssd,
     .decode = vision::decode_ssd,
     .pixels = kBgrAsConverted,
     .fit = FitRule::kStretch,
     .unpad = UnpadRule::kStretched,
     .chooses_boxes = true,
     .has_background = true},
};

bool answers_to(const ModelFamily& family, std::string_view name) {
  return family.name == name || std::ranges::find(family.also, name) != family.also.end();
}

/// The families that --family may mean; all if nothing is wanted.
std::vector<const ModelFamily*> families_named(std::string_view wanted) {
  std::vector<const ModelFamily*> families;
  std::vector<std::string> names;
  for (const ModelFamily& family : kFamilies) {
    if (wanted.empty() || answers_to(family, wanted)) families.push_back(&family);
    names.emplace_back(family.name);
    names.insert(names.end(), family.also.begin(), family.also.end());
  }
  if (!families.empty()) return families;
  throw Error(ErrorCode::kInvalidArgument, fmt::format("unknown family '{}' (there are: {}){}", wanted, family_names(),
                                                       base::did_you_mean(wanted, names)));
}

/// Names of the families that could read the model if they were asked for.
std::vector<std::string_view> readable_as(const ModelTraits& model) {
  std::vector<std::string_view> names;
  for (const ModelFamily& family : kFamilies) {
    const auto match = family.match(model, MatchRule::kAsked);
    if (match && match->does_graph_agree) names.push_back(family.name);
  }
  return names;
}

/// How much speaks for a match, against others that fit the same outputs.
int evidence_for(const FamilyMatch& match, const ModelTraits& model) {
  const bool labels_agree = match.class_count == model.likely_classes();
  const bool stride_agrees = model.largest_stride && !match.strides.empty() &&
                             static_cast<float>(match.strides.back()) == *model.largest_stride;
  return (match.does_graph_agree ? 8 : 0) + (labels_agree ? 4 : 0) + (stride_agrees ? 2 : 0) +
         (are_usual_strides(match.strides) ? 1 : 0);
}

/// `wanted` is the name that was asked for. A family that answers to another's name must have the graph on its side.
std::optional<Recognition> best_match(const ModelTraits& model, MatchRule rule, std::string_view wanted) {
  const bool is_name = std::ranges::find(kFamilies, wanted, &ModelFamily::name) != std::end(kFamilies);
  std::optional<Recognition> best;
  std::vector<std::string_view> all;
  for (const ModelFamily* family : families_named(wanted)) {
    auto match = family->match(model, rule);
    const bool is_meant = family->name == wanted || !is_name;
    if (!match || (rule == MatchRule::kAsked && !is_meant && !match->does_graph_agree)) continue;
    all.push_back(family->name);
    if (best && evidence_for(*match, model) <= evidence_for(best->match, model)) continue;
    best = {family, std::move(*match)};
  }
  if (!best) return std::nullopt;
  std::erase(all, best->family->name);
  best->others = std::move(all);
  return best;
}

[[noreturn]] void refuse(const ModelTraits& model, std::string_view wanted, const std::string& path) {
  std::vector<std::string> given;
  for (const OutputShape& shape : model.outputs) given.push_back(shape_text(shape));
  std::string message =
      fmt::format("model {} cannot be used for detection: at input {} it gives {}", path, to_string(model.input),
                  given.empty() ? "no output" : fmt::format("{}", fmt::join(given, ", ")));
  if (const auto found = best_match(model, MatchRule::kCertain, "")) {
    message += fmt::format(", which is taken for {} without --family", found->family->name);
  } else if (const auto guess = looks_like(model)) {
    message += ", which looks like " + *guess;
  }
  const auto others = readable_as(model);
  message += others.empty()
                 ? "; try an exported model of a family that can be read: " + family_names()
                 : fmt::format("; if you know better, it could be read with --family {}", fmt::join(others, " or "));
  for (const ModelFamily* family : families_named(wanted)) {
    message += fmt::format("; family '{}' wants {}", family->name, family->wants(model.input));
  }
  throw Error(ErrorCode::kModel, message);
}

}  // namespace

std::span<const ModelFamily> model_families() {
  return kFamilies;
}

std::string family_names() {
  std::vector<std::string_view> names;
  for (const ModelFamily& family : kFamilies) names.push_back(family.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string shape_text(const OutputShape& shape) {
  std::vector<std::string> dimensions;
  for (const std::size_t dimension : shape)
    dimensions.push_back(dimension == kOpen ? "?" : fmt::format("{}", dimension));
  return fmt::format("[{}]", fmt::join(dimensions, ","));
}

Recognition recognise(const ModelTraits& model, std::string_view wanted, const std::string& path) {
  if (auto found = best_match(model, MatchRule::kCertain, wanted)) return std::move(*found);
  if (!wanted.empty()) {
    if (auto found = best_match(model, MatchRule::kAsked, wanted)) return std::move(*found);
  }
  refuse(model, wanted, path);
}

}  // namespace millrace::models
