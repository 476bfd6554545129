#include "queue/error_book.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace millrace::queue {
namespace {

/// Unlike a std::thread::id, never reused.
std::uint64_t this_thread_number() noexcept {
  static constinit std::atomic<std::uint64_t> last = 0;
  thread_local const std::uint64_t number = last.fetch_add(1, std::memory_order_relaxed) + 1;
  return number;
}

template <class List>
auto of_this_thread(List& entries) noexcept {
  return std::find_if(entries.begin(), entries.end(),
                      [me = this_thread_number()](const auto& entry) { return entry.thread == me; });
}

JobError job_error(const ErrorBook::Entry& entry) {
  return {entry.request_id, value_of(entry.userdata), entry.error};
}

}  // namespace

void ErrorBook::add(Entry entry, List room) noexcept {
  room.front() = std::move(entry);
  const base::MutexLock lock(mutex_);
  if (entries_.size() < kCapacity) {
    entries_.splice(entries_.end(), room);
  } else {
    ++dropped_;
  }
}

std::exception_ptr ErrorBook::take_first() noexcept {
  List forgotten;  // outlives the lock, since it destroys user objects
  const base::MutexLock lock(mutex_);
  if (const auto before = of_this_thread(taken_first_); before != taken_first_.end()) {
    forgotten.splice(forgotten.end(), taken_first_, before);
  }
  if (entries_.empty()) return nullptr;
  taken_first_.splice(taken_first_.end(), entries_, entries_.begin());
  if (taken_first_.size() > kThreads) forgotten.splice(forgotten.end(), taken_first_, taken_first_.begin());
  taken_first_.back().thread = this_thread_number();
  return taken_first_.back().error;
}

std::optional<JobError> ErrorBook::last_taken() const {
  Entry last;
  {
    const base::MutexLock lock(mutex_);
    const auto place = of_this_thread(taken_first_);
    if (place == taken_first_.end()) return std::nullopt;
    last = *place;
  }
  return job_error(last);
}

template <class Made, class Make>
std::vector<Made> ErrorBook::take_all(Make make) {
  List taken;
  {
    const base::MutexLock lock(mutex_);
    taken.swap(entries_);
  }
  std::vector<Made> made;
  try {
    made.reserve(taken.size());
    for (const Entry& entry : taken) made.push_back(make(entry));
  } catch (...) {
    // Out of memory, or copying userdata threw: keep the errors.
    const base::MutexLock lock(mutex_);
    entries_.splice(entries_.begin(), taken);
    throw;
  }
  return made;
}

std::vector<std::exception_ptr> ErrorBook::take_errors() {
  return take_all<std::exception_ptr>([](const Entry& entry) { return entry.error; });
}

std::vector<JobError> ErrorBook::take_job_errors() {
  return take_all<JobError>(job_error);
}

std::size_t ErrorBook::dropped() const {
  const base::MutexLock lock(mutex_);
  return dropped_;
}

}  // namespace millrace::queue
