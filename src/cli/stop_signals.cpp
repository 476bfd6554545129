#include "cli/stop_signals.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "cli/text/terminal.hpp"
#include "millrace/base/clock.hpp"
#include "millrace/base/error.hpp"

namespace millrace::cli {
namespace {

// A signal handler may do next to nothing: it notes the signal and wakes the listener through a pipe. It has no
// arguments of ours, so what it needs is global.
std::atomic<int> first_signal = 0;
std::atomic<Clock::rep> first_time = 0;
std::atomic<bool> ends_at_first = false;
int pipe_ends[2] = {-1, -1};  // read, write

struct OldAction {
  int signal;
  struct sigaction action;
};
OldAction old_actions[] = {{SIGINT, {}}, {SIGTERM, {}}, {SIGHUP, {}}};

static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free &&
                  std::atomic<Clock::rep>::is_always_lock_free,
              "a signal handler may take no lock");

void wake_listener() noexcept {
  const char byte = 0;
  // The pipe takes far more bytes than the two that can ever come.
  [[maybe_unused]] const auto written = write(pipe_ends[1], &byte, 1);
}

extern "C" void on_stop_signal(int signal) {
  const int saved_errno = errno;
  const auto now = Clock::now().time_since_epoch();
  if (ends_at_first) _exit(128 + signal);
  if (first_signal == 0) {
    first_time = now.count();
    first_signal = signal;
    wake_listener();
  } else if (now - Clock::duration(first_time) > StopSignals::kOneWish) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);  // ends the process when this handler has returned
  }
  errno = saved_errno;
}

void listen(std::stop_source& stop) noexcept {
  char byte = 0;
  while (read(pipe_ends[0], &byte, 1) < 0 && errno == EINTR) {
  }
  if (first_signal != 0) stop.request_stop();
}

void open_pipe() {
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe for signals");
}

void close_pipe() noexcept {
  for (int& end : pipe_ends) {
    close(end);
    end = -1;
  }
}

}  // namespace

StopSignals::StopSignals() {
  first_signal = 0;
  open_pipe();
  try {
    listener_ = std::jthread([this] { listen(stop_); });
  } catch (...) {
    close_pipe();
    throw;
  }
  struct sigaction action = {};
  action.sa_handler = on_stop_signal;
  action.sa_flags = SA_RESTART;  // writing goes on where the signal met it
  for (OldAction& old : old_actions) {
    sigaction(old.signal, &action, &old.action);
    if (old.action.sa_handler == SIG_IGN) sigaction(old.signal, &old.action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (const OldAction& old : old_actions) sigaction(old.signal, &old.action, nullptr);
  wake_listener();
  listener_.join();
  close_pipe();
}

std::optional<ExitCode> StopSignals::exit_code() const noexcept {
  switch (first_signal) {
    case SIGINT: return ExitCode::kInterrupted;
    case SIGTERM: return ExitCode::kTerminated;
    case SIGHUP: return ExitCode::kHungUp;
    default: return std::nullopt;
  }
}

EndAtFirstSignal::EndAtFirstSignal() noexcept {
  ends_at_first = true;
  if (first_signal != 0) _exit(128 + first_signal);  // it came just before
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
