#pragma once

#include <cstddef>

#include "millrace/base/error.hpp"

namespace millrace::cli {

/// The program's exit status. 129, 130 and 143 stand for a clean stop by SIGHUP, SIGINT and SIGTERM.
enum class ExitCode : int {
  kOk = 0,
  kFailed = 1,     ///< the run failed, in whole or for some of its inputs
  kUsage = 2,      ///< an option, command or argument that makes no sense
  kNotUsable = 3,  ///< the model or the device cannot be used
  kNoInput = 4,    ///< nothing to work on was found
  kMismatch = 6,   ///< results that should be equal are not
  kHungUp = 129,
  kInterrupted = 130,
  kTerminated = 143,
};

/// The exit code of a run that ended with this error.
ExitCode exit_code_of(ErrorCode code) noexcept;

/// How a run over pictures went.
struct PictureAccount {
  std::size_t good = 0;
  std::size_t bad = 0;      ///< could not be read, or gave no result
  std::size_t lost = 0;     ///< results that could not be written
  std::size_t missing = 0;  ///< sources that were not found
};

/// The exit code of such a run. `skip_bad` forgives bad pictures where at least one was good.
ExitCode exit_code_of(const PictureAccount& account, bool skip_bad) noexcept;

}  // namespace millrace::cli
