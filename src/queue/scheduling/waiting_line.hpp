#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <vector>

#include "queue/scheduling/job_state.hpp"

namespace millrace::scheduling {

/// A blocked thread, waiting for a slot or for room. Lives on that thread's stack; guarded by the core's mutex.
struct Waiter {
  enum class State { kWaiting, kGranted, kClosed };

  State state = State::kWaiting;
  std::size_t slot = 0;  ///< the slot that an acquirer was granted
  base::CondVar changed;

  void settle(State outcome) noexcept {
    state = outcome;
    changed.notify_all();
  }
};

/// Counts a thread while it waits. Made and destroyed with the core's lock held.
class Counted {
 public:
  explicit Counted(std::size_t& count) noexcept : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::size_t& count_;
};

/// Something that waits for a slot: an accepted job, a job whose submitter is blocked (job and waiter), or an acquirer,
/// which wants a lease: a thread (waiter alone) or a continuation (a job with wants_lease).
struct Waiting {
  std::shared_ptr<JobState> job;
  Waiter* waiter = nullptr;

  bool wants_lease() const noexcept { return !job || job->wants_lease; }
};

/// How many of each kind wait.
struct WaitingCounts {
  std::size_t jobs = 0;        ///< accepted
  std::size_t submitters = 0;  ///< blocked, each with a job that is not accepted yet
  std::size_t acquirers = 0;   ///< those that want a lease
};

/// Everything that waits for a slot, in the order in which it is served: jobs from continuations first, then first
/// come, first served. At most `backlog` accepted jobs wait in the line; later submitters are blocked behind it. Not
/// thread-safe: guarded by the core's mutex.
class WaitingLine {
 public:
  explicit WaitingLine(std::size_t backlog) : backlog_(backlog) {}

  /// True when a job may join without blocking its submitter.
  bool has_room() const noexcept { return blocked_.empty() && jobs_in_line_ < backlog_; }

  /// An accepted job joins; has_room() must hold.
  void join(std::shared_ptr<JobState> job);
  /// A job from a continuation joins ahead of the line, whatever the backlog.
  void join_first(std::shared_ptr<JobState> job);
  /// A blocked submitter with its job, or an acquirer (no job), joins.
  void join_blocked(std::shared_ptr<JobState> job, Waiter& waiter);
  /// A job with wants_lease joins.
  void join_acquirer(std::shared_ptr<JobState> job);

  /// Moves the next blocked submitter's job into the line if the backlog has room, and returns it with its waiter.
  std::optional<Waiting> admit();

  /// The one to be served next; null when nothing waits.
  const Waiting* front() const noexcept;
  /// Takes out the front, which must not be null.
  Waiting pop() noexcept;
  /// Takes out the accepted job that has waited longest in the backlog; null when there is none.
  std::shared_ptr<JobState> pop_oldest_job() noexcept;

  /// The accepted jobs.
  std::vector<std::shared_ptr<JobState>> jobs() const;
  WaitingCounts count() const noexcept;

  /// Takes out an accepted job, or one with wants_lease; false when it does not wait here (any more).
  bool remove(JobState& job) noexcept;
  /// Takes out a blocked thread; false when it does not wait here (any more).
  bool remove(Waiter& waiter) noexcept;

 private:
  using List = std::list<Waiting>;

  void join(List& list, std::shared_ptr<JobState> job, Waiter* waiter);
  Waiting take(List& list, List::iterator place) noexcept;
  void join_behind(std::shared_ptr<JobState> job, Waiter* waiter);
  List* next_list() noexcept;

  std::size_t backlog_;
  std::size_t jobs_in_line_ = 0;
  List first_;    // accepted jobs from continuations
  List line_;     // accepted jobs and acquirers
  List blocked_;  // came while the backlog was full
};

}  // namespace millrace::scheduling
