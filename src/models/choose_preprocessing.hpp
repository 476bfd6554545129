#pragma once

#include <optional>
#include <string>
#include <vector>

#include "millrace/models/preprocessing.hpp"

namespace millrace::models {

/// The input values a model expects: (pixel - mean) / scale, in this channel order.
struct PixelRule {
  ChannelOrder channels = ChannelOrder::kRgb;
  std::vector<float> mean = {};   ///< for each channel, or one for all; empty: 0
  std::vector<float> scale = {};  ///< likewise; empty: 1
};

/// What rt_info/model_info (Ultralytics and Model API) says about preprocessing, as text.
struct PreprocessingInfo {
  std::optional<std::string> resize_type = std::nullopt;  ///< standard, fit_to_window, fit_to_window_letterbox
  std::optional<std::string> pad_value = std::nullopt;    ///< 0 to 255
  std::optional<std::string> reverse_input_channels = std::nullopt;  ///< YES, True or 1: the model takes RGB
  std::optional<std::string> mean_values = std::nullopt;             ///< one number, or three
  std::optional<std::string> scale_values = std::nullopt;            ///< likewise, not 0
};

/// The model's own settings, else the family's. `family` names the origin of the latter, `model` is for messages.
/// Throws Error kModel for a text that makes no sense; safe on any bytes.
Preprocessing choose_preprocessing(const PreprocessingInfo& info, FitRule family_fit, const PixelRule& family_pixels,
                                   const std::string& family, const std::string& model);

}  // namespace millrace::models
