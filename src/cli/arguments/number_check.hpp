#pragma once

#include <CLI/CLI.hpp>

namespace millrace::cli {

/// A check for options that take a number from `first` to `last`. Unlike CLI::Range it adds nothing to the help, and
/// its message is readable: "--rounds: '0' is not a number from 1 to 10000".
CLI::Validator number_from(double first, double last);

}  // namespace millrace::cli
