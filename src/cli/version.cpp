#include "cli/version.hpp"

#include <fmt/format.h>

#include "openvino/core/version.hpp"

namespace millrace::cli {

std::string millrace_version() {
  return MILLRACE_VERSION;
}

std::string openvino_version() {
  return ov::get_openvino_version().buildNumber;
}

std::string version_text() {
  return fmt::format("millrace {}\nOpenVINO {}", millrace_version(), openvino_version());
}

}  // namespace millrace::cli
