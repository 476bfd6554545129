#pragma once

#include "millrace/models/model_spec.hpp"

namespace millrace::cli {

/// A model with a value from each place that one can come from.
inline ModelSpec sample_spec() {
  return {.path = "best.onnx",
          .inputs = {{.name = "images", .type = "f32", .shape = "[1,3,32,64]"}},
          .outputs = {{.name = "head", .type = "f32", .shape = "[1,3,8,8,7]"},
                      {.name = {}, .type = "f32", .shape = "[1,84,7]"}},
          .size = {.parameters = 1'250'000,
                   .weight_bytes = 2'500'000,
                   .operations = {{"Convolution", 3}, {"Relu", 2}},
                   .gflop = 0.5},
          .layout = {"NCHW", "axis 1 is of three channels"},
          .input_size = {{64, 32}, "the input's shape"},
          .family = {"yolox", "84 rows"},
          .output_index = 1,
          .class_count = 2,
          .strides = {8, 16},
          .labels = {{"cat", "hot dog"}, "a file"},
          .preprocessing = {.fit = {FitRule::kStretch, "model_info"},
                            .pad_value = {114, "family yolox"},
                            .channels = {ChannelOrder::kBgr, "family yolox"},
                            .mean = {{}, "family yolox"},
                            .scale = {{58.4F, 57.1F, 57.4F}, "model_info"}},
          .confidence = {0.25F, "family yolox"},
          .iou = {0.7F, "given"},
          .max_detections = {300, "family yolox"}};
}

}  // namespace millrace::cli
