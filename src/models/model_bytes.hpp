#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace millrace::models {

/// Bytes of the largest model there is: protobuf's and FlatBuffers' own limit. No XML is near it.
inline constexpr std::size_t kLargestModel = (std::size_t{1} << 31U) - 1;

/// Why these bytes of a file are no model, or "" when they may be one. A file of another name than .xml must look like
/// ONNX, unless its name says TensorFlow, TensorFlow Lite or PaddlePaddle.
///
/// OpenVINO asks every frontend about a file it does not know, and TensorFlow's writes to stderr while it looks. This
/// look beforehand gives empty, truncated and mistaken files a clear sentence instead.
std::string why_no_model(const std::filesystem::path& path, std::string_view bytes);

/// False where what begins so can be no ONNX model, which is one protobuf message.
bool begins_like_onnx(std::string_view beginning);

}  // namespace millrace::models
