#include "queue/scheduling/drains.hpp"

namespace millrace::scheduling {

void Drains::job_ended(std::uint64_t id) noexcept {
  for (Drain* drain : all_) {
    if (id < drain->before && --drain->remaining == 0) drain->became_empty.notify_all();
  }
}

}  // namespace millrace::scheduling
