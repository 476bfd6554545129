#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <thread>

#include "cli/exit_code.hpp"

namespace millrace::cli {

/// While it lives, the first SIGINT (Ctrl-C), SIGTERM or SIGHUP (the terminal is gone) asks the run to stop instead of ending the process, and the
/// next one ends the process as usual. At most one at a time. Make it before threads that block these signals.
/// SIGHUP stays ignored where it was (nohup).
///
///   StopSignals signals;
///   pipeline.run(source, sink, signals.token());
///   return signals.exit_code().value_or(ExitCode::kOk);
class StopSignals {
 public:
  /// Signals that come closer together count as one: GNU timeout signals a process and then its group.
  static constexpr auto kOneWish = std::chrono::milliseconds(300);

  /// Throws std::system_error when the system refuses a pipe or a thread.
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  std::stop_token token() const noexcept { return stop_.get_token(); }
  /// kInterrupted, kTerminated or kHungUp when such a signal came, else nothing.
  std::optional<ExitCode> exit_code() const noexcept;

 private:
  std::stop_source stop_;
  std::jthread listener_;
};

}  // namespace millrace::cli
