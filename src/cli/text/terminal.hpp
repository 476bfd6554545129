#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace millrace::cli {

/// What the two output streams are, and so how they may be written to.
struct Terminal {
  bool colour = false;    ///< stdout may carry colours
  bool progress = false;  ///< stderr may carry a line that is rewritten
};

/// The value of an environment variable, or null.
using Environment = std::function<const char*(const char* name)>;

/// Colour only on a terminal and not with NO_COLOR (set to anything); progress only on a terminal; neither with
/// TERM=dumb or a CI that is not empty.
Terminal terminal_of(bool out_is_terminal, bool err_is_terminal, const Environment& environment);

/// This process's environment.
const char* process_environment(const char* name);

/// terminal_of() this process's streams and environment.
Terminal this_terminal();

/// Back to the beginning of a terminal's line, and the line is empty: before each state of a progress line and after the
/// last.
inline constexpr const char* kWipe = "\r\x1b[K";

/// How many columns the terminal behind standard error has now; 80 where it does not say.
std::size_t error_columns();

/// What of these parts fits into one line of so many columns, in their order: the first that does not ends it. The last
/// column stays free.
std::string fitting(std::span<const std::string> parts, std::size_t columns);

/// Says something on standard error, in one line that begins with the command: "millrace bench: 4 other files left out".
void say(const std::string& command, const std::string& sentence);

/// Bold and dim text where the terminal has colours, the text itself elsewhere.
std::string bold(const std::string& text, const Terminal& terminal);
std::string dim(const std::string& text, const Terminal& terminal);

}  // namespace millrace::cli
