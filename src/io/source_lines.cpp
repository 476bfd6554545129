#include "io/source_lines.hpp"

#include "base/trimmed.hpp"

namespace millrace::io {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t\r";

}  // namespace

std::vector<std::string> source_lines(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view line = base::trimmed(text.substr(0, text.find('\n')), kBlanks);
    if (!line.empty() && line.front() != '#') lines.emplace_back(line);
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return lines;
}

}  // namespace millrace::io
