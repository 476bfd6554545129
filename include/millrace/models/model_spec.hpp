#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "millrace/models/preprocessing.hpp"
#include "millrace/models/sourced.hpp"
#include "millrace/vision/image.hpp"
#include "millrace/vision/pixel_type.hpp"

namespace millrace {

/// One input or output of a model, as in its file.
struct ModelPort {
  std::string name;   ///< empty if it has none
  std::string type;   ///< "f32"
  std::string shape;  ///< "[1,84,8400]"; "?" for a dynamic dimension
};

/// How often a graph has operations of one type.
struct OperationCount {
  std::string type;  ///< "Convolution"
  std::size_t count = 0;
};

/// How large a model is.
struct ModelSize {
  std::size_t parameters = 0;                   ///< numbers in its weights
  std::size_t weight_bytes = 0;                 ///< of these, in memory
  std::vector<OperationCount> operations = {};  ///< the most frequent type first
  /// Billions of multiplications and additions in convolutions and matrix products, for one picture. 0: none, or the
  /// input's size is open.
  double gflop = 0;
};

/// Which part of a model's graph runs on the device.
enum class GraphForm {
  kUncut,  ///< all of it
  kCut,    ///< up to its heads: their logits are decoded where they may be candidates, and nowhere else
};

/// "cut" or "uncut".
constexpr const char* to_string(GraphForm form) noexcept {
  return form == GraphForm::kCut ? "cut" : "uncut";
}

/// What a detection model is, and where each value came from.
struct ModelSpec {
  std::string path;               ///< of the file; the one in a folder that was given
  std::vector<ModelPort> inputs;  ///< of the file; Detector's own has input_type
  std::vector<ModelPort> outputs;
  ModelSize size = {};                 ///< of describe_model(), with the decoding that options.family adds; else empty
  Sourced<std::string> layout;         ///< of the input: "NCHW"
  Sourced<Size> input_size;            ///< what a picture is fitted into
  Sourced<PixelType> input_type = {};  ///< of Detector's own input, [1,H,W,3]: what costs least
  Sourced<std::string> family;         ///< "yolov5"
  Sourced<GraphForm> graph = {};       ///< and why
  std::size_t output_index = 0;        ///< which of these outputs holds the detections
  std::size_t class_count = 0;         ///< from the output, else from the labels; 0: neither tells
  std::vector<int> strides;            ///< input pixels per grid cell: 8, 16, 32; empty: unknown
  Sourced<std::vector<std::string>> labels;     ///< one for each class; empty: unknown
  std::optional<Sourced<int>> background = {};  ///< the class that stands for no object, and is never reported
  std::vector<int> classes = {};                ///< only these are reported; empty: all
  Preprocessing preprocessing;                  ///< from a picture to the input
  Sourced<float> confidence;                    ///< scores must be greater than this
  Sourced<float> iou;                           ///< boxes that overlap a better one by more are dropped; 1: none
  Sourced<std::size_t> max_detections;          ///< boxes kept in one picture
  std::string problem = {};  ///< of describe_model(): why it cannot be used for detection, and what to try; else empty.
                             ///< Values that are unknown then have no origin.
};

}  // namespace millrace
