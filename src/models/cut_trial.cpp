#include "models/cut_trial.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "millrace/queue/device_properties.hpp"
#include "models/candidate_agreement.hpp"
#include "models/picture_input.hpp"
#include "queue/device_call.hpp"
#include "vision/impossible_score.hpp"

namespace millrace::models {
namespace {

std::vector<ov::Tensor> outputs_after(ov::InferRequest& request) {
  queue::device_call("a result", "try --no-surgery", [&] { request.infer(); });
  return outputs_of(request);
}

using Candidates = std::optional<std::vector<Detection>>;

/// Nothing for outputs with numbers that cannot be scores.
template <class Decode>
Candidates candidates_above(float threshold, Decode decode) {
  try {
    return decode(vision::DecodeOptions{.confidence = threshold});
  } catch (const vision::ImpossibleScore&) {
    return std::nullopt;
  }
}

}  // namespace

bool is_exact(const ov::CompiledModel& model) {
  return resolved_property(model, "INFERENCE_PRECISION_HINT") == "f32";
}

CutTrial::CutTrial(const DetectionModel& model, ov::CompiledModel cut, ov::CompiledModel uncut)
    : model_(model),
      is_exact_(is_exact(cut) && is_exact(uncut)),
      cut_(queue::make_request(std::move(cut))),
      uncut_(queue::make_request(std::move(uncut))) {
  uncut_.set_input_tensor(cut_.get_input_tensor());
}

std::string CutTrial::difference_on_noise() {
  std::minstd_rand random;
  Image picture(model_.spec.input_size.value);
  const MutableImageView view = picture.view();
  std::generate_n(view.data, view.stride * view.height, [&] { return static_cast<std::uint8_t>(random() >> 8U); });
  return difference_on(view);
}

// Noise shows no objects, and a picture may show none. The threshold goes down until there is something to compare.
std::string CutTrial::difference_on(ImageView picture) {
  constexpr std::size_t kEnough = 20;
  constexpr float kLowest = 1e-6F;
  write_picture(picture, model_.spec.preprocessing, cut_.get_input_tensor());
  const std::vector<ov::Tensor> heads = outputs_after(cut_);
  const std::vector<ov::Tensor> whole = outputs_after(uncut_);
  float threshold = model_.family->confidence;
  Candidates uncut;
  while (true) {
    uncut = candidates_above(threshold, [&](const auto& options) { return uncut_candidates(model_, whole, options); });
    if (!uncut || uncut->size() >= kEnough || threshold < kLowest) break;
    threshold /= 4;
  }
  const Candidates cut =
      candidates_above(threshold, [&](const auto& options) { return cut_candidates(model_, heads, options); });
  if (cut.has_value() != uncut.has_value()) return "only one of them gives scores";
  return cut ? disagreement(*cut, *uncut, {.threshold = threshold, .is_exact = is_exact_}) : "";
}

}  // namespace millrace::models
