#include "cli/text/terminal.hpp"

#include <cstdlib>
#include <iostream>
#include <string_view>

#include <fmt/format.h>

#include "base/platform.hpp"
#include "base/stream_line.hpp"

namespace millrace::cli {
namespace {

std::string styled(const std::string& text, const char* start, const Terminal& terminal) {
  return terminal.colour && !text.empty() ? fmt::format("{}{}\x1b[0m", start, text) : text;
}

}  // namespace

Terminal terminal_of(bool out_is_terminal, bool err_is_terminal, const Environment& environment) {
  const auto is_set = [&](const char* name) {
    const char* value = environment(name);
    return value != nullptr && *value != '\0';
  };
  const char* kind = environment("TERM");
  const bool dumb = kind != nullptr && std::string_view(kind) == "dumb";
  const bool plain = is_set("CI") || dumb;
  return {.colour = out_is_terminal && !plain && environment("NO_COLOR") == nullptr,
          .progress = err_is_terminal && !plain};
}

const char* process_environment(const char* name) {
  return std::getenv(name);
}

Terminal this_terminal() {
  using base::platform::is_terminal;
  return terminal_of(is_terminal(base::platform::kStandardOutput), is_terminal(base::platform::kStandardError),
                     process_environment);
}

std::size_t error_columns() {
  constexpr std::size_t kUsual = 80;
  return base::platform::columns_of(base::platform::kStandardError).value_or(kUsual);
}

std::string fitting(std::span<const std::string> parts, std::size_t columns) {
  std::string line;
  for (const std::string& part : parts) {
    if (line.size() + part.size() >= columns) break;
    line += part;
  }
  return line;
}

void say(const std::string& command, const std::string& sentence) {
  std::cerr << base::one_line(fmt::format("{}: {}", command, sentence)) << '\n' << std::flush;
}

std::string bold(const std::string& text, const Terminal& terminal) {
  return styled(text, "\x1b[1m", terminal);
}
std::string dim(const std::string& text, const Terminal& terminal) {
  return styled(text, "\x1b[2m", terminal);
}

}  // namespace millrace::cli
