#include "queue/error_book.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace millrace {

void ErrorBook::add(Entry entry) noexcept {
  const MutexLock lock(mutex_);
  if (entries_.size() < kCapacity) {
    try {
      entries_.push_back(std::move(entry));
      return;
    } catch (const std::bad_alloc&) {
      // No memory to keep it: it is counted below.
    }
  }
  ++dropped_;
}

std::optional<ErrorBook::Entry> ErrorBook::take_first() {
  const MutexLock lock(mutex_);
  if (entries_.empty()) return std::nullopt;
  Entry first = std::move(entries_.front());
  entries_.pop_front();
  return first;
}

std::vector<JobError> ErrorBook::take_all() {
  std::deque<Entry> taken;
  {
    const MutexLock lock(mutex_);
    taken.swap(entries_);
  }
  std::vector<JobError> errors;
  try {
    errors.reserve(taken.size());
    for (const Entry& entry : taken) {
      errors.push_back({entry.request_id, entry.userdata ? *entry.userdata : std::any(), entry.error});
    }
  } catch (...) {
    // Userdata that does not let itself be copied: the errors stay.
    const MutexLock lock(mutex_);
    std::move(entries_.begin(), entries_.end(), std::back_inserter(taken));
    entries_.swap(taken);
    throw;
  }
  return errors;
}

std::size_t ErrorBook::dropped() const {
  const MutexLock lock(mutex_);
  return dropped_;
}

}  // namespace millrace
