#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace millrace::cli {

/// What may be written to the two output streams.
struct Terminal {
  bool colour = false;    ///< stdout may carry colours
  bool progress = false;  ///< stderr may show a line that is rewritten
};

/// The value of an environment variable, or null.
using Environment = std::function<const char*(const char* name)>;

/// Colour only on a terminal and without NO_COLOR (set to anything); progress only on a terminal; neither with
/// TERM=dumb or a non-empty CI.
Terminal terminal_of(bool out_is_terminal, bool err_is_terminal, const Environment& environment);

/// This process's environment.
const char* process_environment(const char* name);

/// terminal_of() this process's streams and environment.
Terminal this_terminal();

/// Returns to the start of a terminal's line and clears it: before each state of a progress line and after the last.
inline constexpr const char* kWipe = "\r\x1b[K";

/// The present width of the terminal behind standard error, in columns; 80 if it does not say.
std::size_t error_columns();

/// The first of these parts that fit into one line of `columns` columns together. The last column stays free.
std::string fitting(std::span<const std::string> parts, std::size_t columns);

/// Prints one line on standard error that begins with the command: "millrace bench: 4 other files left out".
void say(const std::string& command, const std::string& sentence);

/// Bold and dim text if the terminal has colours, else the plain text.
std::string bold(const std::string& text, const Terminal& terminal);
std::string dim(const std::string& text, const Terminal& terminal);

}  // namespace millrace::cli
