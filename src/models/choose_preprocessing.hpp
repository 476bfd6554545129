#pragma once

#include <optional>
#include <string>
#include <vector>

#include "millrace/models/preprocessing.hpp"
#include "models/built_in_steps.hpp"

namespace millrace::models {

/// The input values a model expects: (pixel - mean) / scale, in this channel order.
struct PixelRule {
  ChannelOrder channels = ChannelOrder::kRgb;
  std::vector<float> mean = {};   ///< for each channel, or one for all; empty: 0
  std::vector<float> scale = {};  ///< likewise; empty: 1
  bool is_as_fed = false;         ///< the order is that of pictures, whatever a model does to them inside
};

/// What a model's rt_info says about preprocessing, as text: model_info (Ultralytics and Model API) about what is left
/// to do, conversion_parameters (Model Optimizer) about what was worked into the model.
struct PreprocessingInfo {
  std::optional<std::string> resize_type = std::nullopt;  ///< standard, fit_to_window, fit_to_window_letterbox
  std::optional<std::string> pad_value = std::nullopt;    ///< 0 to 255
  std::optional<std::string> reverse_input_channels = std::nullopt;  ///< YES, True or 1: the model takes RGB
  std::optional<std::string> mean_values = std::nullopt;             ///< one number, or three
  std::optional<std::string> scale_values = std::nullopt;            ///< likewise, not 0
  std::optional<std::string> embedded_processing = std::nullopt;     ///< YES: all of this was built into the graph
  std::optional<std::string> converted_mean = std::nullopt;          ///< numbers in brackets
  std::optional<std::string> converted_scale = std::nullopt;         ///< likewise
  std::optional<std::string> converted_reversal = std::nullopt;      ///< True: of the channels
};

/// The model's own settings, else the family's. What is done inside the model is not to be done before it: neither what
/// `built_in` nor what `info` says. `family` names the origin of the family's values, `model` is for messages. Throws
/// Error kModel for a text that makes no sense; safe on any bytes.
Preprocessing choose_preprocessing(const PreprocessingInfo& info, const BuiltInSteps& built_in, FitRule family_fit,
                                   const PixelRule& family_pixels, const std::string& family, const std::string& model);

}  // namespace millrace::models
