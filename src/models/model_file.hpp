#pragma once

#include <filesystem>
#include <memory>

#include "openvino/runtime/core.hpp"

namespace millrace::models {

/// Reads a model that OpenVINO can read: ONNX, OpenVINO IR (.xml beside its .bin), TensorFlow Lite...
/// Throws Error kModel when the file is missing, a folder, PyTorch weights or unreadable; the message says what to give
/// instead.
std::shared_ptr<ov::Model> read_model(ov::Core& core, const std::filesystem::path& path);

}  // namespace millrace::models
