#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>

#include "base/descriptor.hpp"

namespace millrace::base {

/// While it lives, its token ends the reading of files in this thread, and what it waits for at pipes. Such waits lie behind
/// interfaces that say nothing of stopping: a model, a source, a sink. Scopes nest.
class StopScope {
 public:
  explicit StopScope(std::stop_token stop);
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;
  ~StopScope();

  /// True once this thread's innermost scope was stopped.
  static bool is_stopped() noexcept;

 private:
  std::stop_token outer_;
};

/// The stop of this thread's innermost scope as something that can be waited for beside a file.
class StopEvent {
 public:
  /// Throws std::system_error where the system has no descriptor left.
  StopEvent();
  StopEvent(const StopEvent&) = delete;
  StopEvent& operator=(const StopEvent&) = delete;

  /// Waits until `file` can be read or has failed. False when the stop has come.
  bool wait_to_read(int file) const noexcept;
  /// Waits so long. False when the stop has come.
  bool wait_for(std::chrono::milliseconds time) const noexcept;

 private:
  struct Notify {
    int event;
    void operator()() const noexcept;
  };

  Descriptor event_;
  std::stop_callback<Notify> callback_;  // gone before the event is
};

/// Opens something other than a regular file to write to it. A named pipe is waited for until somebody reads it.
/// Nothing, with the reason, where that fails: errc::operation_canceled after a stop of this thread's scope.
Descriptor open_in_place(const std::filesystem::path& path, std::error_code& error);

/// Throws Error kStopped where this error is that of a wait at a pipe which a stop ended, for its "reader" or "writer".
void throw_if_stopped(const std::string& name, const std::error_code& error, std::string_view whom);

}  // namespace millrace::base
