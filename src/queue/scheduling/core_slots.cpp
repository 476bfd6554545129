#include <optional>
#include <utility>

#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {

// How a slot is taken, passed from one user to the next, and freed.

// Gives the slot to the next in line. A thread that takes a free slot waits for the slot's last completion callback, so
// a slot may become free only when no callback is present: either this thread's is the only one and leaves, or the last
// one to leave passes the slot on.
void Core::pass_on(std::size_t slot, Leave leave, bool parked) noexcept {
  const Frame frame;
  for (;; parked = true) {
    {
      base::MutexLock lock(mutex_);
      CallbackScope* const mine = this_callback(this, slot);
      const bool present = mine != nullptr && mine->present;
      if (slots_.may_start(slot, mine) && serve_here(slot)) return;
      const bool may_leave = leave == Leave::kAtItsEnd || (leave == Leave::kIfLast && Frame::is_last_step());
      if (slots_.callbacks(slot) > (present && may_leave ? 1U : 0U)) {
        slots_.afterwards(slot) = Afterwards::kPassOn;
        return;
      }
      if (parked) {
        if (present) slots_.leave(*mine);
        free_slot(slot);
        return;
      }
    }
    backend_->park(slot);  // without the lock; then look again, a job may have come meanwhile
  }
}

// Serves those that may get the slot inside its completion callback: a job, or a continuation that wants a lease.
bool Core::serve_here(std::size_t slot) {
  if (auto next = take_waiting_job(slot)) {
    Frame::push_start(std::move(next), slot);
    return true;
  }
  if (line_.front() == nullptr || line_.front()->waiter != nullptr) return false;
  const Waiting acquirer = line_.pop();
  acquirer.job->phase_ = Phase::kEnded;
  acquirer.job->slot = slot;
  Frame::push_finish(acquirer.job, std::nullopt);
  admit();
  return true;
}

std::shared_ptr<JobState> Core::take_waiting_job(std::size_t slot) {
  for (;;) {
    const Waiting* next = line_.front();
    if (next == nullptr || next->wants_lease()) return nullptr;
    Waiting taken = line_.pop();
    if (taken.waiter != nullptr) {
      accept(*taken.job);
      taken.waiter->settle(Waiter::State::kGranted);
    }
    admit();
    if (stop_if_wanted(taken.job)) continue;
    taken.job->phase_ = Phase::kStarting;
    slots_.give(slot, taken.job);
    return std::move(taken.job);
  }
}

// Only threads that want a lease can be waiting now.
void Core::free_slot(std::size_t slot) {
  if (line_.front() == nullptr) {
    slots_.put_free(slot);
    return;
  }
  Waiter& acquirer = *line_.pop().waiter;
  acquirer.slot = slot;
  acquirer.settle(Waiter::State::kGranted);
  admit();
}

// A slot for the caller, who must not be in the line.
std::optional<std::size_t> Core::take_slot() {
  if (const auto slot = slots_.take_free()) return slot;
  const auto slot = own_slot();
  if (slot) slots_.afterwards(*slot) = Afterwards::kNothing;
  return slot;
}

// A slot that was returned inside its own callback, as when a continuation ends a lease. Others get it only once the
// callback has left, but this thread may take it now, unless somebody is waiting.
std::optional<std::size_t> Core::own_slot() const {
  if (line_.front() != nullptr) return std::nullopt;
  for (const CallbackScope* mine = this_thread().callback; mine != nullptr; mine = mine->outer) {
    if (mine->owner != this || !mine->present) continue;
    if (slots_.afterwards(mine->slot) == Afterwards::kPassOn && slots_.may_start(mine->slot, mine)) return mine->slot;
  }
  return std::nullopt;
}

}  // namespace millrace::scheduling
