#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "base/stop_scope.hpp"
#include "millrace/base/error.hpp"

namespace millrace::io {

/// Throws the Error for a call of the system that failed on the file or folder `name`: kClosed for a pipe that nobody
/// reads any more, kStopped for one whose reader did not come before the run was stopped, else kIo. A `remark` stands at
/// the end.
[[noreturn]] inline void fail_io(const std::string& name, std::string_view what, const std::error_code& reason,
                                 const std::string& remark = {}) {
  base::throw_if_stopped(name, reason, "reader");
  throw Error(
      reason == std::errc::broken_pipe ? ErrorCode::kClosed : ErrorCode::kIo,
      std::string(name).append(": ").append(what) + ": " + reason.message() +
          (reason == std::errc::filename_too_long ? "; choose a shorter name"
                                                  : "; check free space and permissions, or choose another place") +
          (remark.empty() ? "" : "; " + remark));
}

}  // namespace millrace::io
