#pragma once

#include <string>
#include <string_view>

namespace millrace::queue {

/// The reason in an OpenVINO exception's text: without the lines that name source files, joined to one line of at most
/// 300 characters. Never empty.
///
/// Example: "Exception from src/inference/src/dev/core_impl.cpp:706:\nDevice with \"FOO\" name is not registered in the
/// OpenVINO Runtime\n" becomes "Device with "FOO" name is not registered in the OpenVINO Runtime".
std::string openvino_reason(std::string_view what);

}  // namespace millrace::queue
