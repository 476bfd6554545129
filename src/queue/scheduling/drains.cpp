#include "queue/scheduling/drains.hpp"

namespace millrace::scheduling {

bool Drains::wait(MutexLock& lock, std::uint64_t before, std::size_t pending, Clock::time_point deadline) {
  Drain drain{.before = before, .remaining = pending, .became_empty = {}};
  all_.push_back(&drain);
  bool in_time = true;
  while (drain.remaining != 0 && in_time) {
    if (deadline == Clock::time_point::max()) {
      drain.became_empty.wait(lock);
    } else {
      in_time = drain.became_empty.wait_until(lock, deadline);
    }
  }
  all_.remove(&drain);
  return drain.remaining == 0;
}

void Drains::job_ended(std::uint64_t id) noexcept {
  for (Drain* drain : all_) {
    if (id < drain->before && --drain->remaining == 0) drain->became_empty.notify_all();
  }
}

}  // namespace millrace::scheduling
