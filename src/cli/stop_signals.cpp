#include "cli/stop_signals.hpp"

#include <atomic>
#include <cstdlib>
#include <system_error>

#include "base/platform.hpp"
#include "cli/text/terminal.hpp"
#include "millrace/base/clock.hpp"
#include "millrace/base/error.hpp"

namespace millrace::cli {
namespace {

namespace platform = base::platform;

// A signal handler may do next to nothing: it notes the signal and wakes the listener. It takes no arguments of ours,
// so its data is global.
std::atomic<int> first_signal = 0;
std::atomic<Clock::rep> first_time = 0;
std::atomic<bool> ends_at_first = false;
std::atomic<int> wake_listener = -1;  // the event to raise

static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free &&
                  std::atomic<Clock::rep>::is_always_lock_free,
              "a signal handler may take no lock");

[[noreturn]] void end_by_first(int signal) noexcept {
  std::_Exit(platform::exit_code_of_signal(signal).value_or(EXIT_FAILURE));
}

extern "C" void on_stop_signal(int signal) {
  const auto now = Clock::now().time_since_epoch();
  if (ends_at_first) end_by_first(signal);
  if (first_signal == 0) {
    first_time = now.count();
    first_signal = signal;
    platform::raise(wake_listener);
  } else if (now - Clock::duration(first_time) > StopSignals::kOneWish) {
    platform::end_by(signal);
  }
}

base::Descriptor make_wake_event() {
  std::error_code error;
  base::Descriptor event = platform::make_event(error);
  if (error) throw std::system_error(error, "an event for signals cannot be made");
  return event;
}

}  // namespace

StopSignals::StopSignals() : event_(make_wake_event()) {
  first_signal = 0;
  wake_listener = event_.get();
  listener_ = std::jthread([this] {
    platform::wait_to_read(-1, event_.get(), std::nullopt);
    if (first_signal != 0) stop_.request_stop();
  });
  platform::handle_stop_signals(on_stop_signal);
}

StopSignals::~StopSignals() {
  platform::restore_stop_signals();
  platform::raise(event_.get());
  listener_.join();
}

std::optional<ExitCode> StopSignals::exit_code() const noexcept {
  if (first_signal == 0) return std::nullopt;
  return static_cast<ExitCode>(platform::exit_code_of_signal(first_signal).value_or(EXIT_FAILURE));
}

EndAtFirstSignal::EndAtFirstSignal() noexcept {
  ends_at_first = true;
  if (first_signal != 0) end_by_first(first_signal);  // it came just before this
}

EndAtFirstSignal::~EndAtFirstSignal() {
  ends_at_first = false;
}

ExitCode run_with_stop_signals(const std::string& command, const std::function<ExitCode(const StopSignals&)>& run) {
  const StopSignals signals;
  try {
    return run(signals);
  } catch (const Error& error) {
    const auto signal = signals.exit_code();
    if (error.code() != ErrorCode::kStopped || !signal) throw;
    say(command, error.what());
    return *signal;
  }
}

}  // namespace millrace::cli
