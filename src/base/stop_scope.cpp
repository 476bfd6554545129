#include "base/stop_scope.hpp"

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/platform.hpp"
#include "millrace/base/error.hpp"

namespace millrace::base {
namespace {

thread_local std::stop_token current_stop;

constexpr auto kLookAgain = std::chrono::milliseconds(20);  // nothing tells when a pipe gets a reader

Descriptor make_event() {
  std::error_code error;
  Descriptor event = platform::make_event(error);
  if (error) throw std::system_error(error, "an event to wait for cannot be made");
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
  platform::raise(event);
}

bool StopEvent::wait_to_read(int file) const noexcept {
  return platform::wait_to_read(file, event_.get(), std::nullopt);
}

bool StopEvent::wait_for(std::chrono::milliseconds time) const noexcept {
  return platform::wait_to_read(-1, event_.get(), time);
}

Descriptor open_in_place(const std::filesystem::path& path, std::error_code& error) {
  const auto status = platform::status_of(path);
  const bool is_pipe = status && status->kind == platform::FileKind::kPipe;
  if (!is_pipe) return platform::open_file(path, platform::OpenFor::kWriting, error);
  const StopEvent stop;
  do {
    Descriptor file = platform::open_file(path, platform::OpenFor::kWritingAtOnce, error);
    if (error != std::errc::no_such_device_or_address) return file;  // that error means: no reader yet
  } while (stop.wait_for(kLookAgain));
  error = std::make_error_code(std::errc::operation_canceled);
  return Descriptor();
}

void throw_if_stopped(const std::string& name, const std::error_code& error, std::string_view whom) {
  if (error != std::errc::operation_canceled) return;
  throw Error(ErrorCode::kStopped, fmt::format("{}: a {} was waited for until the run was stopped", name, whom));
}

}  // namespace millrace::base
