#include "models/score_refusal.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace millrace::models {
namespace {

constexpr std::size_t kPlace = 4;  // x, y, w, h stand before the objectness or the first class

/// A model that finds more than boxes, by the numbers of each of its boxes.
struct OtherTask {
  bool has_objectness;
  std::size_t numbers;
  const char* name;
};

constexpr OtherTask kOtherTasks[] = {{true, 16, "a face model with landmarks"},   // YOLOv5-face
                                     {true, 21, "a face model with landmarks"},   // YOLOv7-face
                                     {false, 15, "a face model with landmarks"},  // five points of x, y
                                     {false, 20, "a face model with landmarks"},  // five points of x, y, visibility
                                     {true, 57, "a pose model"},
                                     {false, 56, "a pose model"}};  // COCO's 17 points

std::size_t numbers_of(const ModelFamily& family, std::size_t class_count) {
  return kPlace + (family.has_objectness ? 1 : 0) + class_count;
}

/// True when the objectness, or the score of the first class where there is none, is not always a score.
bool is_first_score_impossible(const ModelFamily& family, vision::TensorView output) {
  if (!family.has_objectness) {  // channels first
    const std::size_t columns = output.shape[1];
    return !std::ranges::all_of(std::span(output.data + kPlace * columns, columns), vision::is_score);
  }
  for (std::size_t row = 0; row < output.shape[0]; ++row) {
    if (!vision::is_score(output.data[row * output.shape[1] + kPlace])) return true;
  }
  return false;
}

constexpr const char* kLogits =
    "it looks like an export without its sigmoid; export it with the step that makes scores of its numbers";

std::string advice(const DetectionModel& model, vision::TensorView output, float value) {
  const ModelFamily& family = *model.family;
  if (!std::isfinite(value))
    return "it looks like an overflow; try --precision f32, or export it without half precision";
  if (family.chooses_boxes)
    return "its rows look like those of another layout; if you know what it is, say so with --family";
  if (is_first_score_impossible(family, output)) return kLogits;
  if (const auto task = other_task_of(family, model.spec.class_count))
    return fmt::format("it looks like {}; only models whose boxes have nothing but class scores can be read", *task);
  constexpr float kLargestLogit = 50;
  if (family.has_objectness && std::abs(value) <= kLargestLogit) return kLogits;
  return "it looks like a model whose boxes have other numbers than class scores, such as landmarks, keypoints or an "
         "angle; only class scores can be read";
}

}  // namespace

std::optional<std::string> other_task_of(const ModelFamily& family, std::size_t class_count) {
  const std::size_t numbers = numbers_of(family, class_count);
  const auto* const found = std::ranges::find_if(kOtherTasks, [&](const OtherTask& task) {
    return task.has_objectness == family.has_objectness && task.numbers == numbers;
  });
  if (found == std::end(kOtherTasks)) return std::nullopt;
  return fmt::format("{}, whose boxes have {} numbers", found->name, numbers);
}

void refuse_scores(const DetectionModel& model, vision::TensorView output, const vision::ImpossibleScore& found) {
  const std::string others = model.other_families.empty() ? ""
                                                          : fmt::format("; it fits --family {} as well",
                                                                        fmt::join(model.other_families, " and "));
  throw Error(ErrorCode::kModel,
              fmt::format("model {} cannot be used for detection as {}: {}; {}{}", model.spec.path, model.family->name,
                          found.what(), advice(model, output, found.value()), others),
              std::current_exception());
}

}  // namespace millrace::models
