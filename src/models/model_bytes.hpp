#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace millrace::models {

/// The largest possible model, in bytes: the limit of both protobuf and FlatBuffers. No XML comes near it.
inline constexpr std::size_t kLargestModel = (std::size_t{1} << 31U) - 1;

/// Why these bytes of a file are not a model, or "" if they may be. A file must look like ONNX unless its extension is
/// .xml or one of TensorFlow, TensorFlow Lite or PaddlePaddle.
///
/// OpenVINO asks every frontend about an unknown file, and TensorFlow's writes to stderr meanwhile. This check
/// beforehand gives empty, truncated and wrong files a clear message instead.
std::string why_no_model(const std::filesystem::path& path, std::string_view bytes);

/// False if a file that begins like this cannot be an ONNX model, which is one protobuf message.
bool begins_like_onnx(std::string_view beginning);

}  // namespace millrace::models
