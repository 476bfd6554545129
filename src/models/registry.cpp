#include "models/registry.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/nearest.hpp"
#include "millrace/base/error.hpp"
#include "models/family_shapes.hpp"
#include "models/grid.hpp"
#include "vision/end_to_end.hpp"
#include "vision/ssd.hpp"
#include "vision/yolov5.hpp"
#include "vision/yolov8.hpp"
#include "vision/yolox.hpp"

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
constexpr std::string_view kLikeYolov8[] = {"yolov5u"sv, "yolov9"sv, "yolo11"sv, "yolov11"sv, "yolo12"sv, "yolov12"sv};
constexpr std::string_view kLikeEndToEnd[] = {"yolov10"sv, "yolo26"sv};

const PixelRule kRgbFrom0To1{.channels = ChannelOrder::kRgb, .scale = {255}};
const PixelRule kBgrFrom0To255{.channels = ChannelOrder::kBgr};

constexpr float kDropsNothing = 1;

const ModelFamily kFamilies[] = {
    {.name = "yolov5",
     .also = kLikeYolov5,
     .wants = yolov5_wants,
     .match = match_yolov5,
     .decode = without_input<vision::decode_yolov5>,
     .nms = {.iou = 0.45F},
     .unpad = UnpadRule::kExact,
     .pixels = kRgbFrom0To1},
    {.name = "yolov8",
     .also = kLikeYolov8,
     .wants = yolov8_wants,
     .match = match_yolov8,
     .decode = without_input<vision::decode_yolov8>,
     .nms = {.iou = 0.7F},
     .pixels = kRgbFrom0To1},
    {.name = "yolox",
     .wants = yolox_wants,
     .match = match_yolox,
     .decode = vision::decode_yolox,
     .nms = {.iou = 0.45F},
     .fit = FitRule::kTopLeft,
     .pixels = kBgrFrom0To255},
    {.name = "end2end",
     .also = kLikeEndToEnd,
     .wants = end_to_end_wants,
     .match = match_end_to_end,
     .decode = without_input<vision::decode_end_to_end>,
     .nms = {.iou = kDropsNothing},
     .pixels = kRgbFrom0To1},
    {.name = "ssd",
     .wants = ssd_wants,
     .match = match_ssd,
     .decode = vision::decode_ssd,
     .nms = {.iou = kDropsNothing},
     .fit = FitRule::kStretch,
     .unpad = UnpadRule::kStretched,
     .pixels = kBgrFrom0To255},
};

const ModelFamily& family_named(std::string_view wanted) {
  std::vector<std::string> names;
  for (const ModelFamily& family : kFamilies) {
    if (family.name == wanted || std::ranges::find(family.also, wanted) != family.also.end()) return family;
    names.emplace_back(family.name);
    names.insert(names.end(), family.also.begin(), family.also.end());
  }
  throw Error(ErrorCode::kInvalidArgument, fmt::format("unknown family '{}' (there are: {}){}", wanted, family_names(),
                                                       base::did_you_mean(wanted, names)));
}

[[noreturn]] void refuse(std::span<const OutputShape> outputs, Size input, std::span<const ModelFamily> families,
                         const std::string& model) {
  std::string message =
      fmt::format("model {} cannot be used for detection: at input {} it gives", model, to_string(input));
  for (const OutputShape& shape : outputs)
    message += (shape == outputs.front() ? " " : ", ") + vision::shape_text(shape);
  if (outputs.empty()) message += " no output";
  if (const auto guess = looks_like(outputs, input)) message += ", which looks like " + *guess;
  for (const ModelFamily& family : families) {
    message += fmt::format("; family '{}' wants {}", family.name, family.wants(input));
  }
  throw Error(ErrorCode::kModel,
              fmt::format("{}; try an exported model of a family that can be read: {}", message, family_names()));
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

Recognition recognise(std::span<const OutputShape> outputs, Size input, std::string_view wanted,
                      const std::string& model) {
  const std::span<const ModelFamily> families = wanted.empty() ? model_families() : std::span(&family_named(wanted), 1);
  for (const ModelFamily& family : families) {
    if (auto match = family.match(outputs, input)) return {&family, std::move(*match)};
  }
  refuse(outputs, input, families, model);
}

}  // namespace millrace::models
