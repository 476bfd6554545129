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

/// The errors of a queue until someone takes them; each is handed out once. Bounded: what comes when it is full is
/// counted. Thread-safe; the user's objects are copied and destroyed outside its lock.
class ErrorBook {
 public:
  static constexpr std::size_t kCapacity = 1024;
  /// For so many threads it knows what they were handed last.
  static constexpr std::size_t kThreads = 64;

  struct Entry {
    std::size_t request_id = 0;
    Userdata userdata;
    std::exception_ptr error;
    std::uint64_t thread = 0;  ///< which it was handed to; 0: none yet
  };
  using List = std::list<Entry>;

  /// Room for one error. A job makes it when it starts: an error can then be noted when memory has run out.
  static List room() { return List(1); }
  void add(Entry entry, List room) noexcept MILLRACE_EXCLUDES(mutex_);

  /// The error that came first, null when there is none. The book remembers for the calling thread which job it was.
  std::exception_ptr take_first() noexcept MILLRACE_EXCLUDES(mutex_);
  /// What the last take_first() of the calling thread has handed out.
  std::optional<JobError> last_taken() const MILLRACE_EXCLUDES(mutex_);
  std::vector<std::exception_ptr> take_errors() MILLRACE_EXCLUDES(mutex_);
  std::vector<JobError> take_job_errors() MILLRACE_EXCLUDES(mutex_);
  std::size_t dropped() const MILLRACE_EXCLUDES(mutex_);

 private:
  template <class Made, class Make>
  std::vector<Made> take_all(Make make) MILLRACE_EXCLUDES(mutex_);

  mutable base::Mutex mutex_;
  List entries_ MILLRACE_GUARDED_BY(mutex_);
  List taken_first_ MILLRACE_GUARDED_BY(mutex_);  // the last one of each thread, the oldest first
  std::size_t dropped_ MILLRACE_GUARDED_BY(mutex_) = 0;
};

}  // namespace millrace::queue
