#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "millrace/vision/image.hpp"
#include "millrace/vision/letterbox.hpp"
#include "models/choose_preprocessing.hpp"
#include "vision/decode_options.hpp"
#include "vision/model_input.hpp"
#include "vision/nms.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::models {

/// The shape of one output, all dimensions known.
using OutputShape = std::vector<std::size_t>;

/// How a model's outputs fit a family.
struct FamilyMatch {
  std::size_t output_index = 0;                           ///< which output holds the detections
  std::optional<std::size_t> class_count = std::nullopt;  ///< nothing if the output does not tell
  std::vector<int> strides = {};                          ///< input pixels per grid cell
  std::string reason = {};                                ///< what identified it, for people
};

/// Everything in which model families differ. A new family is one decoder in vision/ and one line in registry.cpp.
struct ModelFamily {
  std::string_view name;                        ///< as --family takes it: "yolov5"
  std::span<const std::string_view> also = {};  ///< models of the same layout, which --family takes as well
  /// The output it needs for an input of this size, for messages: "[1,25200,5 + classes]".
  std::string (*wants)(Size input);
  /// Whether outputs of these shapes, for an input of this size, are of this family.
  std::optional<FamilyMatch> (*match)(std::span<const OutputShape> outputs, Size input);
  /// One picture's output to candidates in input pixels.
  std::vector<Detection> (*decode)(vision::TensorView output, const vision::ModelInput& input,
                                   const vision::DecodeOptions& options);
  vision::NmsOptions nms = {};            ///< the default limits; an IoU of 1 drops nothing
  FitRule fit = FitRule::kCentre;         ///< where pictures are placed in the input
  UnpadRule unpad = UnpadRule::kRounded;  ///< how boxes are mapped back from a padded input
  PixelRule pixels = {};                  ///< the pixel values it expects
  float confidence = 0.25F;               ///< the default threshold
};

/// All families that can be decoded.
std::span<const ModelFamily> model_families();

/// Their names, for messages: "yolov5, yolov8".
std::string family_names();

/// A model's family and how it fits.
struct Recognition {
  const ModelFamily* family = nullptr;  ///< an entry of model_families()
  FamilyMatch match;
};

/// Finds the family by the outputs' shapes. `wanted` (--family) restricts the choice to one; empty: any. `model` is for
/// messages. Throws Error kInvalidArgument for an unknown `wanted`, Error kModel when no family fits: the message names
/// the shapes, what they look like, and what was wanted.
Recognition recognise(std::span<const OutputShape> outputs, Size input, std::string_view wanted,
                      const std::string& model);

}  // namespace millrace::models
