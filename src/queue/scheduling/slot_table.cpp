#include "queue/scheduling/slot_table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace millrace::scheduling {

SlotTable::SlotTable(std::size_t size, bool longest_free_first)
    : longest_free_first_(longest_free_first), free_(size), free_count_(size), jobs_(size) {
  std::iota(free_.begin(), free_.end(), std::size_t{0});
  if (!longest_free_first) std::ranges::reverse(free_);  // so that slot 0 is the first to be taken
}

std::optional<std::size_t> SlotTable::take_free() noexcept {
  if (free_count_ == 0) return std::nullopt;
  --free_count_;
  if (!longest_free_first_) return free_[(free_begin_ + free_count_) % free_.size()];
  return free_[std::exchange(free_begin_, (free_begin_ + 1) % free_.size())];
}

void SlotTable::put_free(std::size_t slot) noexcept {
  free_[(free_begin_ + free_count_) % free_.size()] = slot;
  ++free_count_;
}

void SlotTable::enter(CallbackScope& callback) noexcept {
  callback.run = jobs_[callback.slot].run;
  callback.present = true;
  ++jobs_[callback.slot].callbacks;
}

void SlotTable::leave(CallbackScope& callback) noexcept {
  callback.present = false;
  --jobs_[callback.slot].callbacks;
}

bool SlotTable::leave_if_idle(CallbackScope& callback) noexcept {
  const Place& place = jobs_[callback.slot];
  if (place.afterwards != Afterwards::kNothing && place.callbacks == 1) return false;
  leave(callback);
  return true;
}

bool SlotTable::may_start(std::size_t slot, const CallbackScope* mine) const noexcept {
  const bool present = mine != nullptr && mine->present;
  return (present && mine->run == jobs_[slot].run) || jobs_[slot].callbacks == (present ? 1U : 0U);
}

bool SlotTable::waits_to_start(const JobState& job) const noexcept {
  if (job.slot == JobState::kNowhere) return false;
  const Place& place = jobs_[job.slot];
  return place.afterwards == Afterwards::kStart && place.job.get() == &job;
}

std::shared_ptr<void> SlotTable::end_stopped_run(std::size_t slot, bool& left_to_canceller) noexcept {
  Place& place = jobs_[slot];
  place.left = place.cancelling;
  left_to_canceller = place.left;
  return std::move(place.keeper);
}

bool SlotTable::end_cancel(std::size_t slot) noexcept {
  jobs_[slot].cancelling = false;
  return std::exchange(jobs_[slot].left, false);
}

}  // namespace millrace::scheduling
