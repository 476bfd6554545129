#include "base/stop_scope.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>

#include "millrace/base/error.hpp"

namespace millrace::base {
namespace {

thread_local std::stop_token current_stop;

constexpr int kLookAgain = 20;  // milliseconds; the system does not tell when a pipe gets a reader

bool is_named_pipe(const std::filesystem::path& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

int make_event() {
  const int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event < 0) throw std::system_error(errno, std::generic_category(), "an event to wait for cannot be made");
  return event;
}

}  // namespace

StopScope::StopScope(std::stop_token stop) : outer_(std::exchange(current_stop, std::move(stop))) {}

StopScope::~StopScope() {
  current_stop = std::move(outer_);
}

bool StopScope::is_stopped() noexcept {
  return current_stop.stop_requested();
}

StopEvent::StopEvent() : event_(make_event()), callback_(current_stop, Notify{event_.get()}) {}

void StopEvent::Notify::operator()() const noexcept {
  [[maybe_unused]] const int result = eventfd_write(event, 1);
}

bool StopEvent::wait(int file, short events, int milliseconds) const {
  pollfd ready[] = {{event_.get(), POLLIN, 0}, {file, events, 0}};
  while (poll(ready, 2, milliseconds) < 0 && errno == EINTR) {
  }
  return (ready[0].revents & POLLIN) == 0;
}

Descriptor open_in_place(const std::filesystem::path& path) {
  if (!is_named_pipe(path)) return Descriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  const StopEvent stop;
  for (;;) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.is_open()) fcntl(file.get(), F_SETFL, fcntl(file.get(), F_GETFL) & ~O_NONBLOCK);
    if (file.is_open() || errno != ENXIO) return file;  // ENXIO: nobody reads it
    if (stop.wait(-1, 0, kLookAgain)) continue;
    errno = ECANCELED;
    return file;
  }
}

void throw_if_stopped(const std::string& name, const std::error_code& error, std::string_view whom) {
  if (error != std::errc::operation_canceled) return;
  throw Error(ErrorCode::kStopped,
              std::string(name).append(": a ").append(whom) + " was waited for until the run was stopped");
}

}  // namespace millrace::base
