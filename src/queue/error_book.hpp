#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <list>
#include <optional>
#include <vector>

#include "base/mutex.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "queue/userdata.hpp"

namespace millrace::queue {

/// The errors of a queue until they are taken; each is handed out once. Bounded: once full, further errors are only
/// counted. Thread-safe; user objects are copied and destroyed outside its lock.
class ErrorBook {
 public:
  static constexpr std::size_t kCapacity = 1024;
  /// For how many threads it remembers the error handed out last.
  static constexpr std::size_t kThreads = 64;

  struct Entry {
    std::size_t request_id = 0;
    Userdata userdata;
    std::exception_ptr error;
    std::uint64_t thread = 0;  ///< the thread it was handed to; 0: none yet
  };
  using List = std::list<Entry>;

  /// Room for one error. Every job allocates it at its start, so that errors can be noted even when memory has run out.
  static List room() { return List(1); }
  void add(Entry entry, List room) noexcept MILLRACE_EXCLUDES(mutex_);

  /// The oldest error, or null. The book remembers its job for the calling thread.
  std::exception_ptr take_first() noexcept MILLRACE_EXCLUDES(mutex_);
  /// What the calling thread's last take_first() handed out.
  std::optional<JobError> last_taken() const MILLRACE_EXCLUDES(mutex_);
  std::vector<std::exception_ptr> take_errors() MILLRACE_EXCLUDES(mutex_);
  std::vector<JobError> take_job_errors() MILLRACE_EXCLUDES(mutex_);
  std::size_t dropped() const MILLRACE_EXCLUDES(mutex_);

 private:
  template <class Made, class Make>
  std::vector<Made> take_all(Make make) MILLRACE_EXCLUDES(mutex_);

  mutable base::Mutex mutex_;
  List entries_ MILLRACE_GUARDED_BY(mutex_);
  List taken_first_ MILLRACE_GUARDED_BY(mutex_);  // the last one per thread, oldest first
  std::size_t dropped_ MILLRACE_GUARDED_BY(mutex_) = 0;
};

}  // namespace millrace::queue
