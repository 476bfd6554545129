#pragma once

#include <span>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace millrace::cli {

/// The line about an option that other tools have and `command` does not: "-b, batch: not supported yet", or which of
/// our commands has it. Empty for an unknown option.
std::string foreign_option(const CLI::App& command, std::string_view name);

/// The same for the first such option among these arguments; empty without one. Left to itself, the parser would first
/// complain about what is missing.
std::string first_foreign_option(const CLI::App& command, std::span<const std::string> arguments);

}  // namespace millrace::cli
