#include "queue/scheduling/thread_role.hpp"

#include <string>
#include <system_error>

namespace millrace::scheduling {
namespace {

thread_local std::size_t continuation_depth = 0;
thread_local const CallbackScope* innermost_callback = nullptr;

}  // namespace

ContinuationScope::ContinuationScope() noexcept {
  ++continuation_depth;
}
ContinuationScope::~ContinuationScope() {
  --continuation_depth;
}

bool in_continuation() noexcept {
  return continuation_depth > 0;
}

void throw_would_deadlock(const char* call) {
  throw std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur),
                          std::string(call) +
                              " would have to wait inside a continuation, on the thread that must end the wait; use a "
                              "try_ call, on_done, or do it on a thread of your own");
}

CallbackScope::CallbackScope(const void* owner, std::size_t slot) noexcept
    : owner_(owner), slot_(slot), outer_(innermost_callback) {
  innermost_callback = this;
}

CallbackScope::~CallbackScope() {
  innermost_callback = outer_;
}

bool in_callback() noexcept {
  return innermost_callback != nullptr;
}

bool in_callback_of(const void* owner, std::size_t slot) noexcept {
  for (const auto* scope = innermost_callback; scope != nullptr; scope = scope->outer_) {
    if (scope->owner_ == owner && scope->slot_ == slot) return true;
  }
  return false;
}

}  // namespace millrace::scheduling
