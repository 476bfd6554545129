#include "cli/version.hpp"

#include "openvino/core/version.hpp"

namespace millrace::cli {

std::string millrace_version() {
  return MILLRACE_VERSION;
}

std::string openvino_version() {
  return ov::get_openvino_version().buildNumber;
}

std::string version_text() {
  return "millrace " + millrace_version() + "\nOpenVINO " + openvino_version();
}

}  // namespace millrace::cli
