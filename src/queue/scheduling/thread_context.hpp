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

/// What the scheduling knows of the calling thread; the only way to ask what is on its stack.
struct ThreadContext {
  std::size_t continuations = 0;      ///< nested pieces of user code running for any queue
  CallbackScope* callback = nullptr;  ///< the innermost completion callback
  Frame* frame = nullptr;             ///< the outermost frame
  const Core* starting = nullptr;     ///< the core whose backend is inside start()
  bool reserved_inside = false;       ///< it may hold a slot reserved inside a continuation
};
ThreadContext& this_thread() noexcept;

/// A slot that a thread has reserved, see reservations.hpp.
struct Reservation {
  std::weak_ptr<Core> core;
  std::size_t slot;
  std::size_t depth;  ///< how many continuations it is nested in; ends with the innermost
};
/// The calling thread's reservations. Null once the ending thread has returned them, which is before static objects are
/// destroyed.
std::vector<Reservation>* this_reservations() noexcept;
/// Gives back what was reserved inside the innermost continuation.
void give_back_reservations() noexcept;

/// Marks this thread as running user code for a queue while it lives. Calls must not block then, because this thread is
/// the one that would have to end their wait. Slots reserved meanwhile are returned at its end.
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

/// Runs user code as a continuation; the only place that runs any. It has no caller to throw to, so exceptions end
/// here. False when it threw.
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

/// Throws std::system_error(resource_deadlock_would_occur) naming `call`, which would have to wait inside a
/// continuation.
[[noreturn]] void throw_would_deadlock(const char* call);

/// Marks this thread as inside a completion callback of one of `owner`'s slots while it lives.
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
  bool present = false;   ///< counted among the slot's callbacks: it may still run user code
};

/// True inside any completion callback: a request must not be destroyed here.
inline bool in_callback() noexcept {
  return this_thread().callback != nullptr;
}

/// This slot's innermost completion callback on this thread's stack, inside which the request must not be waited for;
/// or null.
CallbackScope* this_callback(const Core* owner, std::size_t slot) noexcept;

}  // namespace millrace::scheduling
