#include "queue/scheduling/helpers.hpp"

#include <utility>

namespace millrace::scheduling {

void Helpers::add(Helper& helper) noexcept {
  *std::exchange(end_, &helper.next) = &helper;
}

bool Helpers::remove(Helper& helper) noexcept {
  for (Helper** place = &first_; *place != nullptr; place = &(*place)->next) {
    if (*place != &helper) continue;
    *place = helper.next;
    if (end_ == &helper.next) end_ = place;
    return true;
  }
  return false;
}

bool Helpers::give(const std::shared_ptr<JobState>& job, std::size_t slot) noexcept {
  if (first_ == nullptr) return false;
  Helper& helper = *first_;
  remove(helper);
  helper.job = job;
  helper.slot = slot;
  helper.changed.notify_all();  // others may wait there, too
  return true;
}

void Helpers::job_ended(const JobState& job) noexcept {
  for (Helper* helper = first_; helper != nullptr; helper = helper->next) {
    if (helper->awaited == &job) helper->changed.notify_all();
  }
}

}  // namespace millrace::scheduling
