#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "models/registry.hpp"

/// Models that are nothing but the shapes of their outputs, and what is recognised in them.
namespace millrace::models {

inline constexpr Size kInput{640, 640};

inline ModelTraits traits(std::vector<OutputShape> outputs, Size input = kInput) {
  ModelTraits model;
  model.outputs = std::move(outputs);
  model.input = input;
  return model;
}

inline Recognition recognise_shapes(std::vector<OutputShape> outputs, Size input = kInput,
                                    std::string_view family = "") {
  return recognise(traits(std::move(outputs), input), family, "m.onnx");
}

inline std::string family_of(const ModelTraits& model, std::string_view wanted = "") {
  return std::string(recognise(model, wanted, "m.onnx").family->name);
}

inline std::string recognition_refusal(std::vector<OutputShape> outputs, Size input = kInput,
                                       std::string_view family = "") {
  try {
    recognise_shapes(std::move(outputs), input, family);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kModel);
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace millrace::models
