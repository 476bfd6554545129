#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/descriptor.hpp"
#include "base/stop_scope.hpp"
#include "cli/exit_code.hpp"

namespace millrace::cli {

/// While it lives, the first SIGINT (Ctrl-C), SIGTERM or SIGHUP (the terminal is gone) asks the run to stop instead of
/// ending the process; the next one ends the process as usual. At most one at a time. Make it before threads that block
/// these signals.
/// An ignored signal stays ignored: SIGHUP after nohup, SIGINT for a script's background job.
/// The signal also ends any wait for a pipe in the thread that made this object (StopScope).
class StopSignals {
 public:
  /// Signals closer together than this count as one: GNU timeout signals a process and then its group.
  static constexpr auto kOneWish = std::chrono::milliseconds(300);

  /// Throws std::system_error when the system refuses to make an event or a thread.
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  std::stop_token token() const noexcept { return stop_.get_token(); }
  /// kInterrupted, kTerminated or kHungUp when such a signal came, else nothing.
  std::optional<ExitCode> exit_code() const noexcept;

 private:
  base::Descriptor event_;  // wakes the listener
  std::stop_source stop_;
  std::jthread listener_;
  base::StopScope scope_{stop_.get_token()};
};

/// While it lives, the first such signal ends the process at once, with its exit code. For work that cannot be asked to
/// stop, such as OpenVINO reading and compiling a model, while there are no results to lose. Use within StopSignals.
class EndAtFirstSignal {
 public:
  EndAtFirstSignal() noexcept;
  EndAtFirstSignal(const EndAtFirstSignal&) = delete;
  EndAtFirstSignal& operator=(const EndAtFirstSignal&) = delete;
  ~EndAtFirstSignal();
};

/// Runs what such signals may stop. Error kStopped after a signal is reported in the name of `command`, and gives the
/// signal's exit code; other exceptions pass through.
ExitCode run_with_stop_signals(const std::string& command, const std::function<ExitCode(const StopSignals&)>& run);

}  // namespace millrace::cli
