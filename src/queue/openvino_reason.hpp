#pragma once

#include <string>
#include <string_view>

namespace millrace::queue {

/// The sentence inside an OpenVINO exception's text: without the lines that name OpenVINO's source files, on one line,
/// at most 300 characters. Never empty.
///
/// Example: "Exception from src/inference/src/dev/core_impl.cpp:706:\nDevice with \"FOO\" name is not registered in the
/// OpenVINO Runtime\n" becomes "Device with "FOO" name is not registered in the OpenVINO Runtime".
std::string openvino_reason(std::string_view what);

}  // namespace millrace::queue
