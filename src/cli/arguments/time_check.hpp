#pragma once

#include <CLI/CLI.hpp>

namespace millrace::cli {

/// A check for options that take a time, written as 20, 20s, 500ms, 2m or 1h, which it turns into seconds for the
/// option to read. Its message names both ends: "'0s' is not a time from 0.1s to 1h, ...".
CLI::Validator time_from(double first_seconds, double last_seconds);

}  // namespace millrace::cli
