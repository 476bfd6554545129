#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>

#include "base/descriptor.hpp"

namespace millrace::base {

/// While it lives, its token ends file reads and waits at pipes in this thread. These happen behind interfaces without
/// a stop token: models, sources, sinks. Scopes nest.
class StopScope {
 public:
  explicit StopScope(std::stop_token stop);
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;
  ~StopScope();

  /// True once this thread's innermost scope has been stopped.
  static bool is_stopped() noexcept;

 private:
  std::stop_token outer_;
};

/// The stop of this thread's innermost scope as an event, so that one wait covers it and a file.
class StopEvent {
 public:
  /// Throws std::system_error when no file descriptor is left.
  StopEvent();
  StopEvent(const StopEvent&) = delete;
  StopEvent& operator=(const StopEvent&) = delete;

  /// Waits until `file` can be read or has failed. False when the stop came first.
  bool wait_to_read(int file) const noexcept;
  /// Waits for `time`. False when the stop came first.
  bool wait_for(std::chrono::milliseconds time) const noexcept;

 private:
  struct Notify {
    int event;
    void operator()() const noexcept;
  };

  Descriptor event_;
  std::stop_callback<Notify> callback_;  // destroyed before event_, which it uses
};

/// Opens something other than a regular file for writing; waits until a named pipe has a reader. On failure the
/// descriptor is empty and `error` says why: errc::operation_canceled after a stop of this thread's scope.
Descriptor open_in_place(const std::filesystem::path& path, std::error_code& error);

/// Throws Error kStopped if `error` means that a stop ended the wait for a pipe's `whom` ("reader" or "writer").
void throw_if_stopped(const std::string& name, const std::error_code& error, std::string_view whom);

}  // namespace millrace::base
