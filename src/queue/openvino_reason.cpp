#include "queue/openvino_reason.hpp"

#include "base/trimmed.hpp"

namespace millrace::queue {
namespace {

constexpr std::size_t kMaxLength = 300;

std::string_view trimmed(std::string_view text) {
  return base::trimmed(text, " \t\r;");
}

bool names_a_source_file(std::string_view line) {
  return line.starts_with("Exception from ") ||
         (line.starts_with("Check '") && line.find("' failed at ") != std::string_view::npos);
}

}  // namespace

std::string openvino_reason(std::string_view what) {
  std::string reason;
  for (std::size_t begin = 0; begin < what.size() && reason.size() < kMaxLength;) {
    const std::size_t end = what.find('\n', begin);
    std::string_view line =
        trimmed(what.substr(begin, end == std::string_view::npos ? std::string_view::npos : end - begin));
    if (const auto nested = line.find("Exception from src/"); nested != std::string_view::npos)
      line = trimmed(line.substr(0, nested));
    if (!line.empty() && !names_a_source_file(line)) reason.append(reason.empty() ? "" : " ").append(line);
    if (end == std::string_view::npos) break;
    begin = end + 1;
  }
  if (reason.empty()) return "OpenVINO gave no reason";
  if (reason.size() > kMaxLength) reason = reason.substr(0, kMaxLength - 3) + "...";
  return reason;
}

}  // namespace millrace::queue
