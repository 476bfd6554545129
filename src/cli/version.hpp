#pragma once

#include <string>

namespace millrace::cli {

/// "0.1.0"
std::string millrace_version();

/// "2026.4.1-22982-e213a147257-releases/2026/4": the OpenVINO loaded at run time, not the one built with.
std::string openvino_version();

/// What --version prints: both, one line each.
std::string version_text();

}  // namespace millrace::cli
