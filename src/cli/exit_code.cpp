#include "cli/exit_code.hpp"

namespace millrace::cli {

ExitCode exit_code_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kInvalidArgument: return ExitCode::kUsage;
    case ErrorCode::kModel:
    case ErrorCode::kDevice: return ExitCode::kNotUsable;
    case ErrorCode::kInvalidInput:
    case ErrorCode::kInvalidState:
    case ErrorCode::kClosed:
    case ErrorCode::kFull:
    case ErrorCode::kIo:
    case ErrorCode::kStopped: return ExitCode::kFailed;
  }
  return ExitCode::kFailed;
}

ExitCode exit_code_of(const PictureAccount& account, bool skip_bad) noexcept {
  const bool bad_ones_count = !skip_bad || account.good == 0;
  const bool failed = (account.bad > 0 && bad_ones_count) || account.lost > 0 || account.missing > 0;
  return failed ? ExitCode::kFailed : ExitCode::kOk;
}

}  // namespace millrace::cli
