#pragma once

#include <span>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace millrace::cli {

/// What to say of an option that other tools have and `command` has not: "-b, batch: not supported yet", or which of our
/// commands has it. Empty for an option that nobody knows.
std::string foreign_option(const CLI::App& command, std::string_view name);

/// The same of the first of these arguments that is one; empty without one. The parser would first ask for what is
/// missing.
std::string first_foreign_option(const CLI::App& command, std::span<const std::string> arguments);

}  // namespace millrace::cli
