#pragma once

#include <cstddef>
#include <utility>

namespace millrace::scheduling {

/// Marks this thread as running user code for some queue, for as long as it lives. Blocking calls must not block then:
/// the thread is the one that would have to end their wait.
class ContinuationScope {
 public:
  ContinuationScope() noexcept;
  ~ContinuationScope();
  ContinuationScope(const ContinuationScope&) = delete;
  ContinuationScope& operator=(const ContinuationScope&) = delete;
};

/// True inside a continuation of any queue.
bool in_continuation() noexcept;

/// Runs user code as a continuation. It has no caller to throw to: what it throws ends here and poisons nothing. False
/// when it threw. (The one place where user code is run.)
template <class F>
bool run_user_code(F&& code) noexcept {
  const ContinuationScope scope;
  try {
    std::forward<F>(code)();
    return true;
  } catch (...) {
    return false;
  }
}

/// Throws std::system_error(resource_deadlock_would_occur) naming `call`; for calls that would have to wait inside a
/// continuation.
[[noreturn]] void throw_would_deadlock(const char* call);

/// Marks this thread as inside the completion callback of `slot` of `owner`, for as long as it lives.
class CallbackScope {
 public:
  CallbackScope(const void* owner, std::size_t slot) noexcept;
  ~CallbackScope();
  CallbackScope(const CallbackScope&) = delete;
  CallbackScope& operator=(const CallbackScope&) = delete;

 private:
  friend bool in_callback_of(const void* owner, std::size_t slot) noexcept;
  const void* owner_;
  std::size_t slot_;
  const CallbackScope* outer_;
};

/// True inside any completion callback: a request must not be destroyed here.
bool in_callback() noexcept;

/// True inside the completion callback of this very slot: its request must not be waited for here.
bool in_callback_of(const void* owner, std::size_t slot) noexcept;

}  // namespace millrace::scheduling
