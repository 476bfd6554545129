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

}  // namespace millrace::cli
