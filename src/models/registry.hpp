#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "millrace/vision/detection.hpp"
#include "millrace/vision/image.hpp"
#include "millrace/vision/letterbox.hpp"
#include "models/choose_preprocessing.hpp"
#include "models/head_family.hpp"
#include "vision/decode_options.hpp"
#include "vision/model_input.hpp"
#include "vision/nms.hpp"
#include "vision/tensor_view.hpp"

namespace millrace::models {

/// The shape of one output; a dimension that only an inference settles is kOpen.
using OutputShape = std::vector<std::size_t>;

inline constexpr std::size_t kOpen = std::numeric_limits<std::size_t>::max();

/// A shape as messages show it: "[1,?,6]".
std::string shape_text(const OutputShape& shape);

/// What a model is recognised by.
struct ModelTraits {
  std::vector<OutputShape> outputs;
  Size input;
  bool chooses_boxes = false;    ///< its graph sorts or suppresses boxes itself
  bool has_exponential = false;  ///< its graph computes e^x of two numbers a box, as the decoding step of YOLOX does
  bool boxes_are_fractions = false;  ///< they come straight from a sigmoid, as those of RT-DETR
  bool has_class_column = false;     ///< its last output ends with two columns made apart: a score and a class
  std::optional<std::size_t> label_count = std::nullopt;  ///< of the names that came with it
  std::optional<float> largest_stride = std::nullopt;     ///< that its exporter names

  /// As many classes as there are labels; COCO's 80 if there are none.
  std::size_t likely_classes() const { return label_count.value_or(80); }
};

/// How a model's outputs fit a family.
struct FamilyMatch {
  std::size_t output_index = 0;                           ///< which output holds the detections
  std::optional<std::size_t> class_count = std::nullopt;  ///< nothing if the output does not tell
  std::vector<int> strides = {};                          ///< input pixels per grid cell; empty: unknown
  std::string reason = {};                                ///< what identified it, for people
  bool does_graph_agree = true;                           ///< false if the graph speaks for another family
};

/// What a family may take: what can hardly be anything else, or, when the user named the family, all that its decoder
/// can read.
enum class MatchRule { kCertain, kAsked };

/// Everything in which model families differ. A new family is one decoder in vision/ and one line in registry.cpp.
struct ModelFamily {
  std::string_view name;                        ///< as --family takes it: "yolov5"
  std::span<const std::string_view> also = {};  ///< models that may have this layout, which --family takes as well
  /// The output it needs for an input of this size, for messages: "[1,25200,5 + classes]".
  std::string (*wants)(Size input);
  /// How a model of these traits fits this family; nothing if it does not.
  std::optional<FamilyMatch> (*match)(const ModelTraits& model, MatchRule rule);
  /// One picture's output to candidates in input pixels.
  std::vector<Detection> (*decode)(vision::TensorView output, const vision::ModelInput& input,
                                   const vision::DecodeOptions& options);
  const HeadFamily* heads = nullptr;      ///< who reads a graph that was cut at its heads; null: it is not cut
  vision::NmsOptions nms = {};            ///< the default limits
  PixelRule pixels = {};                  ///< the pixel values it expects
  FitRule fit = FitRule::kCentre;         ///< where pictures are placed in the input
  UnpadRule unpad = UnpadRule::kRounded;  ///< how boxes are mapped back from a padded input
  float confidence = 0.25F;               ///< the default threshold
  bool chooses_boxes = false;             ///< the model drops overlapping boxes itself: no NMS, whatever the IoU
  bool has_objectness = false;            ///< each row has one before its class scores
  bool has_background = false;            ///< one of its classes stands for no object
  bool is_fit_fixed = false;              ///< whatever resize_type says: Ultralytics writes one for all its models
};

/// All families that can be decoded.
std::span<const ModelFamily> model_families();

/// Their names, for messages: "yolov5, yolov8".
std::string family_names();

/// A model's family and how it fits.
struct Recognition {
  const ModelFamily* family = nullptr;  ///< an entry of model_families()
  FamilyMatch match;
  std::vector<std::string_view> others = {};  ///< families that fit, too
};

/// Finds the family. Where several fit, one that the graph speaks for wins, then one with as many classes as there are
/// labels (COCO's 80 if there are none), then one of the exporter's stride, then one of the usual strides. `wanted`
/// (--family) restricts the choice to the families of that name, and what the decoder can read is then enough; empty:
/// any. `path` is for messages. Throws Error kInvalidArgument for an unknown `wanted`, Error kModel when no family
/// fits: the message names the shapes, what they look like, what was wanted, and a --family that would do.
Recognition recognise(const ModelTraits& model, std::string_view wanted, const std::string& path);

}  // namespace millrace::models
