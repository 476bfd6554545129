#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "base/stop_scope.hpp"
#include "millrace/base/error.hpp"

namespace millrace::io {

/// Throws the Error for a system call that failed on the file or folder `name`: kClosed for a pipe without a reader any
/// more, kStopped for one whose reader had not come when the run was stopped, else kIo. The message ends with `remark`.
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
