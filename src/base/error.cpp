#include "millrace/base/error.hpp"

#include <utility>

namespace millrace {

std::string_view to_string(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kInvalidArgument: return "invalid argument";
    case ErrorCode::kInvalidInput: return "invalid input";
    case ErrorCode::kInvalidState: return "invalid state";
    case ErrorCode::kClosed: return "closed";
    case ErrorCode::kFull: return "full";
    case ErrorCode::kModel: return "model not usable";
    case ErrorCode::kDevice: return "device not usable";
    case ErrorCode::kIo: return "input/output failed";
    case ErrorCode::kStopped: return "stopped";
  }
  return "unknown";
}

Error::Error(ErrorCode code, const std::string& message, std::exception_ptr cause)
    : std::runtime_error(message), code_(code), cause_(std::move(cause)) {}

std::string describe(const std::exception_ptr& error) {
  if (!error) return "no error";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "an exception that is not a std::exception";
  }
}

}  // namespace millrace
