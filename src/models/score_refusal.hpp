#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "models/detection_model.hpp"
#include "models/registry.hpp"
#include "vision/impossible_score.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::models {

/// What else than scores a box may hold in models with as many numbers a box as this one would have for `class_count`
/// classes: "a face model with landmarks, whose boxes have 16 numbers"; nothing if no such model is known.
std::optional<std::string> other_task_of(const ModelFamily& family, std::size_t class_count);

/// Throws Error kModel: this output of the model holds what cannot be a score. The message says what the model looks
/// like and what to try.
[[noreturn]] void refuse_scores(const DetectionModel& model, vision::TensorView output,
                                const vision::ImpossibleScore& found);

}  // namespace millrace::models
