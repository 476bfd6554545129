#include "queue/scheduling/slot_table.hpp"

#include <utility>

namespace millrace::scheduling {

SlotTable::SlotTable(std::size_t size) : jobs_(size) {
  free_.reserve(size);
  for (std::size_t slot = size; slot-- > 0;) free_.push_back(slot);
}

std::optional<std::size_t> SlotTable::take_free() noexcept {
  if (free_.empty()) return std::nullopt;
  const std::size_t slot = free_.back();
  free_.pop_back();
  return slot;
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
