#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "millrace/base/mutex.hpp"
#include "millrace/queue/job_error.hpp"

namespace millrace {

/// The errors of a queue until someone takes them; each is handed out once. Bounded: what comes when it is full is
/// counted. Thread-safe.
class ErrorBook {
 public:
  static constexpr std::size_t kCapacity = 1024;

  struct Entry {
    std::size_t request_id = 0;
    std::shared_ptr<const std::any> userdata;  // shared, so that no user code is copied where the error is noted
    std::exception_ptr error;
  };

  void add(Entry entry) noexcept MILLRACE_EXCLUDES(mutex_);
  std::optional<Entry> take_first() MILLRACE_EXCLUDES(mutex_);
  std::vector<JobError> take_all() MILLRACE_EXCLUDES(mutex_);
  std::size_t dropped() const MILLRACE_EXCLUDES(mutex_);

 private:
  mutable Mutex mutex_;
  std::deque<Entry> entries_ MILLRACE_GUARDED_BY(mutex_);
  std::size_t dropped_ MILLRACE_GUARDED_BY(mutex_) = 0;
};

}  // namespace millrace
