#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <list>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "millrace/base/mutex.hpp"
#include "queue/scheduling/backend.hpp"
#include "queue/scheduling/job_state.hpp"
#include "queue/scheduling/waiting_line.hpp"

namespace millrace::scheduling {

struct CoreOptions {
  std::size_t backlog = 0;  ///< accepted jobs that may wait for a slot before submit() blocks
  /// False: a completed job's slot starts the next waiting job before the continuation runs (InferQueue).
  /// True: the slot belongs to the continuation until that returns (AsyncInferQueue).
  bool slot_follows_continuation = false;
};

/// Hands jobs to slots and outcomes to their owners: the whole of the queue that knows nothing of OpenVINO.
///
///   a job  = submit (wait)? (start completion)? publish continuation?     exactly one outcome, whatever happens
///   a slot = free -> (leased | running) -> ... -> free
///
/// Thread-safe: every method. No lock is held across a call of the backend or of user code. The core keeps itself alive
/// while it owns a job; when the last owner lets go inside a completion callback, a short-lived thread destroys it,
/// because a request must not be destroyed inside its own callback.
class Core : public std::enable_shared_from_this<Core> {
 public:
  static std::shared_ptr<Core> create(std::unique_ptr<Backend> backend, CoreOptions options);
  ~Core() = default;
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  /// Starts the job, or lets it wait. Blocks while the backlog is full, but never inside a continuation: there the job
  /// joins ahead of the line instead. Throws Error kClosed; the job is then not accepted.
  void submit(const std::shared_ptr<JobState>& job) MILLRACE_EXCLUDES(mutex_);
  /// The same without blocking or joining ahead: false when there is neither a slot nor room.
  bool try_submit(const std::shared_ptr<JobState>& job) MILLRACE_EXCLUDES(mutex_);

  /// Leases a slot to the caller, who gives it back with start() or release(). Throws Error kClosed, Stopped when
  /// `stop` fires, and resource_deadlock_would_occur when it would have to wait inside a continuation.
  std::size_t acquire(const std::stop_token& stop, const char* caller) MILLRACE_EXCLUDES(mutex_);
  std::optional<std::size_t> try_acquire() MILLRACE_EXCLUDES(mutex_);
  /// Starts a job on a leased slot. Throws Error kClosed; the lease then stays with the caller.
  void start(std::size_t slot, const std::shared_ptr<JobState>& job) MILLRACE_EXCLUDES(mutex_);
  /// Completes a job with `error` instead of starting it on its leased slot. Throws Error kClosed likewise.
  void fail(std::size_t slot, const std::shared_ptr<JobState>& job, std::exception_ptr error) MILLRACE_EXCLUDES(mutex_);
  void release(std::size_t slot) noexcept MILLRACE_EXCLUDES(mutex_);

  /// Stops the job if it still waits for a slot; one that runs is left alone.
  void withdraw(const std::shared_ptr<JobState>& job) noexcept MILLRACE_EXCLUDES(mutex_);

  /// Waits until every job accepted before this call has ended, its continuation included.
  void drain() MILLRACE_EXCLUDES(mutex_);
  /// Waits until no job is waiting or running, those included that come meanwhile.
  void wait_idle(const char* caller) MILLRACE_EXCLUDES(mutex_);
  /// No job is accepted any more; those that wait are stopped, blocked threads get Error kClosed, what runs goes on.
  void close() noexcept MILLRACE_EXCLUDES(mutex_);
  /// The last thing its owner calls: waits until no job is left and every completion callback has returned. Inside a
  /// continuation it returns at once; what is left then ends by itself.
  void retire() noexcept MILLRACE_EXCLUDES(mutex_);

  /// True when a slot is free.
  bool ready() const noexcept MILLRACE_EXCLUDES(mutex_);
  std::size_t size() const noexcept { return backend_->size(); }
  Backend& backend() noexcept { return *backend_; }

  /// Cores that could not be destroyed because no thread could be started for it; since the process began.
  static std::size_t leaked() noexcept;

 private:
  friend class Frame;
  struct Deleter;
  struct Drain;

  Core(std::unique_ptr<Backend> backend, CoreOptions options);

  static void complete(const std::weak_ptr<Core>& core, std::size_t slot, std::exception_ptr error) noexcept;
  void launch(std::size_t slot, const std::shared_ptr<JobState>& job) noexcept MILLRACE_EXCLUDES(mutex_);
  void settle(std::size_t slot, std::exception_ptr error) noexcept MILLRACE_EXCLUDES(mutex_);
  void finish(const std::shared_ptr<JobState>& job, std::optional<std::size_t> slot) noexcept MILLRACE_EXCLUDES(mutex_);
  void forget(JobState& job) noexcept MILLRACE_EXCLUDES(mutex_);
  static void stop(const std::shared_ptr<JobState>& job, StopReason reason) noexcept;

  void throw_if_closed() const MILLRACE_REQUIRES(mutex_);
  void accept(JobState& job) MILLRACE_REQUIRES(mutex_);
  void admit() MILLRACE_REQUIRES(mutex_);
  std::optional<std::size_t> take_free_slot() MILLRACE_REQUIRES(mutex_);
  std::shared_ptr<JobState> take_waiting_job(std::size_t slot) MILLRACE_REQUIRES(mutex_);
  std::optional<std::size_t> place(const std::shared_ptr<JobState>& job) MILLRACE_REQUIRES(mutex_);
  void wait_for(Waiter& waiter, MutexLock& lock, const std::stop_token& stop) MILLRACE_REQUIRES(mutex_);

  const CoreOptions options_;
  const std::unique_ptr<Backend> backend_;

  mutable Mutex mutex_;
  CondVar became_idle_;
  WaitingLine line_ MILLRACE_GUARDED_BY(mutex_);
  std::vector<std::size_t> free_ MILLRACE_GUARDED_BY(mutex_);                   // never reallocates
  std::vector<std::shared_ptr<JobState>> running_ MILLRACE_GUARDED_BY(mutex_);  // by slot
  std::list<Drain*> drains_ MILLRACE_GUARDED_BY(mutex_);
  std::size_t pending_ MILLRACE_GUARDED_BY(mutex_) = 0;  // accepted and not yet ended
  std::uint64_t next_id_ MILLRACE_GUARDED_BY(mutex_) = 0;
  bool closed_ MILLRACE_GUARDED_BY(mutex_) = false;
};

}  // namespace millrace::scheduling
