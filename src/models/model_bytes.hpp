#pragma once

#include <filesystem>
#include <string>

namespace millrace {

/// Why the bytes of an .onnx or .xml file are no model, or "" when they may be one; other files always may.
///
/// OpenVINO asks every frontend about a file it does not know, and TensorFlow's writes to stderr while it looks. This
/// look beforehand gives empty, truncated and mistaken files a clear sentence instead.
std::string why_no_model(const std::filesystem::path& path);

}  // namespace millrace
