#pragma once

#include <filesystem>
#include <memory>

#include "openvino/runtime/core.hpp"

namespace millrace::models {

/// The model file that `path` means: of a folder, the one model in it (.onnx, or .xml with its .bin), else `path`
/// itself. Throws Error kModel for a folder with none or several.
std::filesystem::path model_file_of(const std::filesystem::path& path);

/// Reads a model that OpenVINO can read: ONNX, OpenVINO IR (.xml beside its .bin), TensorFlow Lite...
/// `path` may be a folder, as above. Throws Error kModel when the file is missing, PyTorch weights or unreadable; the
/// message says what to give instead.
std::shared_ptr<ov::Model> read_model(ov::Core& core, const std::filesystem::path& path);

}  // namespace millrace::models
