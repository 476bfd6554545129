#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

namespace millrace {

/// What kind of thing went wrong; the message says the rest.
enum class ErrorCode {
  kInvalidArgument,  ///< an option or argument that makes no sense
  kInvalidInput,     ///< a tensor or picture that does not fit: count, name, type, shape or size
  kInvalidState,     ///< a call that is not allowed now: a second get(), a moved-from queue
  kClosed,           ///< the queue was closed, or the reader of a pipe has gone
  kFull,             ///< the queue's backlog is full, and it was told not to wait
  kModel,            ///< a model that cannot be read or is not suitable
  kDevice,           ///< a device that is unknown or absent, or that refuses
  kIo,               ///< reading, decoding or writing failed
  kStopped,          ///< a stop ended a wait for the writer or the reader of a pipe
};

/// "kInvalidInput" as "invalid input", for messages and logs.
std::string_view to_string(ErrorCode code) noexcept;

/// The exception type of millrace's own errors. The message says what was given, what was expected and what to try.
///
/// Example: `throw Error(ErrorCode::kDevice, "no device GPU.0 here; available: CPU");`
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message, std::exception_ptr cause = nullptr);

  ErrorCode code() const noexcept { return code_; }
  /// The exception that led to this one, or null.
  const std::exception_ptr& cause() const noexcept { return cause_; }

 private:
  ErrorCode code_;
  std::exception_ptr cause_;
};

/// The text of any exception: what() of a std::exception, else a fixed sentence. Never throws on a null pointer.
std::string describe(const std::exception_ptr& error);

}  // namespace millrace
