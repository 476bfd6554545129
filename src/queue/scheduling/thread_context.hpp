#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace millrace::scheduling {

class CallbackScope;
class Core;
class Frame;

/// What the scheduling knows of the calling thread: the one place where it is asked what runs below on the stack.
struct ThreadContext {
  std::size_t continuations = 0;      ///< pieces of user code that run for some queue
  CallbackScope* callback = nullptr;  ///< the innermost completion callback
  Frame* frame = nullptr;             ///< the outermost frame
  const Core* starting = nullptr;     ///< whose backend's start() runs
  bool reserved_inside = false;       ///< it may hold a slot that was reserved inside a continuation
};
ThreadContext& this_thread() noexcept;

/// A slot that a thread has reserved, see reservations.hpp.
struct Reservation {
  std::weak_ptr<Core> core;
  std::size_t slot;
  std::size_t depth;  ///< inside how many continuations it was made; it ends with the innermost of them
};
/// What the calling thread has reserved. Null once the thread has given that back, which is before objects with static
/// storage end.
std::vector<Reservation>* this_reservations() noexcept;
/// Gives back what was reserved inside the innermost continuation.
void give_back_reservations() noexcept;

/// Marks this thread as running user code for some queue, for as long as it lives. Blocking calls must not block then:
/// the thread is the one that would have to end their wait. Slots that were reserved meanwhile go back at the end.
class ContinuationScope {
 public:
  ContinuationScope() noexcept { ++this_thread().continuations; }
  ~ContinuationScope() {
    if (this_thread().reserved_inside) give_back_reservations();
    --this_thread().continuations;
  }
  ContinuationScope(const ContinuationScope&) = delete;
  ContinuationScope& operator=(const ContinuationScope&) = delete;
};

/// True inside a continuation of any queue.
inline bool in_continuation() noexcept {
  return this_thread().continuations > 0;
}

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

/// Marks this thread as inside the completion callback of a slot of `owner`, for as long as it lives.
class CallbackScope {
 public:
  CallbackScope(const Core* owner, std::size_t slot) noexcept;
  ~CallbackScope();
  CallbackScope(const CallbackScope&) = delete;
  CallbackScope& operator=(const CallbackScope&) = delete;

  const Core* const owner;
  const std::size_t slot;
  CallbackScope* const outer;  ///< the next one below on the stack, or null

  // Guarded by the owner's mutex.
  std::uint64_t run = 0;  ///< which run of the slot has completed
  bool present = false;   ///< it counts among the slot's callbacks: it may run user code yet
};

/// True inside any completion callback: a request must not be destroyed here.
inline bool in_callback() noexcept {
  return this_thread().callback != nullptr;
}

/// The innermost completion callback of this very slot on this thread's stack, or null: inside it the request must not
/// be waited for.
CallbackScope* this_callback(const Core* owner, std::size_t slot) noexcept;

}  // namespace millrace::scheduling
