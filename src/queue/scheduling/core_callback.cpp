#include <utility>

#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

// The end of completion callbacks, which delay the passing on of their slots.

// Leaves the slot's callback if this thread is in one and the frame has nothing more to do, so that no user code
// follows. The task of the last one to leave is done here if `may_pass_on`, else at the callback's end.
void Core::leave_callback(std::size_t slot, bool may_pass_on) noexcept {
  {
    base::MutexLock lock(mutex_);
    CallbackScope* const mine = this_callback(this, slot);
    if (mine == nullptr || !mine->present || !Frame::is_last_step()) return;
    if (slots_.leave_if_idle(*mine) || slots_.afterwards(slot) == Afterwards::kStart || !may_pass_on) return;
    slots_.afterwards(slot) = Afterwards::kNothing;
  }
  pass_on(slot, Leave::kIfLast);
}

void Core::end_callback(CallbackScope& callback) noexcept {
  const std::size_t slot = callback.slot;
  for (;;) {
    const Frame frame;
    {
      base::MutexLock lock(mutex_);
      if (!callback.present || slots_.leave_if_idle(callback)) return;
      if (std::exchange(slots_.afterwards(slot), Afterwards::kNothing) == Afterwards::kStart) {
        Frame::push_start(slots_.job(slot), slot);
        continue;
      }
    }
    pass_on(slot, Leave::kAtItsEnd);
  }
}

}  // namespace millrace::scheduling
