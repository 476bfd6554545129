#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/fork_mark.hpp"
#include "base/mutex.hpp"
#include "millrace/queue/options.hpp"
#include "millrace/queue/stall_report.hpp"
#include "millrace/queue/stats.hpp"
#include "millrace/queue/trace_record.hpp"
#include "queue/scheduling/account.hpp"
#include "queue/scheduling/alarm.hpp"
#include "queue/scheduling/backend.hpp"
#include "queue/scheduling/drains.hpp"
#include "queue/scheduling/helpers.hpp"
#include "queue/scheduling/job_state.hpp"
#include "queue/scheduling/slot_table.hpp"
#include "queue/scheduling/waiting_line.hpp"

namespace millrace::scheduling {

struct CoreOptions {
  std::size_t backlog = 0;  ///< accepted jobs that may wait for a slot
  WhenFull full = WhenFull::kWait;
  /// False: a completed job's slot starts the next waiting job before the continuation runs (InferQueue).
  /// True: the slot belongs to the continuation until that returns (AsyncInferQueue).
  bool slot_follows_continuation = false;
  /// True: the slot that has been free longest is taken first, so that slots take turns (AsyncInferQueue). False: the
  /// one freed last, whose memory is still in the caches (InferQueue).
  bool longest_free_first = false;
  Executor deliver = {};  ///< where continuations run; empty: on the thread that ends the job
  TraceHook trace = {};
  std::string device = {};  ///< for the trace
  std::optional<Clock::duration> stall_timeout = std::nullopt;
  StallHook on_stall = {};
};

/// Hands jobs to slots and outcomes to their owners: the part of the queue that is independent of OpenVINO.
///
///   a job  = submit (wait)? (start completion)? publish continuation?     exactly one outcome, whatever happens
///   a slot = free -> (leased | running) -> ... -> free
///
/// Thread-safe. No lock is held across a call of the backend or of user code. The core keeps itself alive while it owns
/// a job. When its last owner lets go inside a completion callback, a short-lived thread destroys it, because a request
/// must not be destroyed inside its own callback.
///
/// A job that is stopped while it runs ends at once; its slot comes back when the device lets go of it.
///
/// No call waits for another thread's user code: a slot becomes free only once the last of its completion callbacks
/// that may still run user code has left.
///
/// A backend that completes inside start() runs on the callers' threads: a thread that has started its own job goes on
/// with those that wait for the slot. After a backlog of them, a thread that is blocked in a call takes over, if there
/// is one.
class Core final : public std::enable_shared_from_this<Core>, private Alarm::Client {
 public:
  static std::shared_ptr<Core> create(std::unique_ptr<Backend> backend, CoreOptions options);
  ~Core() = default;
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  /// Starts the job, or puts it in the line. When the backlog is full, CoreOptions::full decides; inside a continuation
  /// the call never blocks, and the job joins ahead of the line. Throws Error kClosed and kFull; the job is then not
  /// accepted.
  void submit(const std::shared_ptr<JobState>& job) MILLRACE_EXCLUDES(mutex_);
  /// The same, without blocking or joining ahead: false when there is neither a free slot nor room in the backlog.
  bool try_submit(const std::shared_ptr<JobState>& job) MILLRACE_EXCLUDES(mutex_);

  /// Leases a slot to the caller, who returns it with start() or release(). Throws Error kClosed, Stopped when `stop`
  /// fires, and resource_deadlock_would_occur if it would have to wait inside a continuation.
  std::size_t acquire(const std::stop_token& stop, const char* caller) MILLRACE_EXCLUDES(mutex_);
  std::optional<std::size_t> try_acquire() MILLRACE_EXCLUDES(mutex_);
  /// Leases a slot to `job`, which must have wants_lease set; the slot is in job->slot. True: at once, to the caller,
  /// and the continuation does not run. False: later, to the continuation. Throws Error kClosed, and Stopped when the
  /// job's token has fired.
  bool acquire_later(const std::shared_ptr<JobState>& job) MILLRACE_EXCLUDES(mutex_);
  /// Starts a job on a leased slot, and ends the lease. Throws Error kClosed; the lease then stays with the caller.
  void start(std::size_t slot, const std::shared_ptr<JobState>& job) MILLRACE_EXCLUDES(mutex_);
  /// Completes a job with `error` instead of starting it on its leased slot. Throws Error kClosed likewise.
  void fail(std::size_t slot, const std::shared_ptr<JobState>& job, std::exception_ptr error) MILLRACE_EXCLUDES(mutex_);
  /// Ends a lease without a run.
  void release(std::size_t slot) noexcept MILLRACE_EXCLUDES(mutex_);

  /// Stops a job wherever it is. False when it has ended, or is being stopped already.
  bool stop(const std::shared_ptr<JobState>& job, StopReason reason) noexcept MILLRACE_EXCLUDES(mutex_);
  /// Stops every job accepted before this call.
  void cancel_all() MILLRACE_EXCLUDES(mutex_);

  /// Waits for the outcome of the job.
  void wait_for(JobState& job) MILLRACE_EXCLUDES(mutex_);
  /// Waits until every job accepted before this call has ended, its continuation included; false when `deadline`
  /// passed first.
  bool drain(Clock::time_point deadline = Clock::time_point::max()) MILLRACE_EXCLUDES(mutex_);
  /// Waits until no job is waiting or running, including later ones, and their callbacks have returned.
  void wait_idle(const char* caller) MILLRACE_EXCLUDES(mutex_);
  /// Accepts no more jobs: waiting ones are stopped, blocked threads get Error kClosed, running ones go on.
  void close() noexcept MILLRACE_EXCLUDES(mutex_);
  /// The owner's last call: waits until no job is left and every completion callback has returned. Jobs are accepted
  /// until none is left; at that very moment the core closes, so no user code runs afterwards. Inside a continuation it
  /// returns at once; the remaining jobs end on their own, and the core closes in the same way.
  void retire() noexcept MILLRACE_EXCLUDES(mutex_);

  /// True when a slot is free.
  bool ready() const noexcept MILLRACE_EXCLUDES(mutex_);
  std::size_t size() const noexcept { return backend_->size(); }
  /// Counts an exception of user code in Stats::continuation_errors.
  void count_continuation_error() noexcept MILLRACE_EXCLUDES(mutex_);
  Stats stats() const MILLRACE_EXCLUDES(mutex_);
  Backend& backend() noexcept { return *backend_; }
  /// A core is useless in a forked child: only its noexcept methods may be called there, which do nothing, and it is
  /// never destroyed.
  const base::ForkMark& made() const noexcept { return made_; }

  /// How many cores of this process could not be destroyed because no thread could be started for that.
  static std::size_t leaked() noexcept;

 private:
  friend class Frame;
  friend class Delivery;
  struct Deleter;

  Core(std::unique_ptr<Backend> backend, CoreOptions options);

  /// Whether pass_on() may leave the completion callback inside which it is called.
  enum class Leave {
    kNo,       ///< no: user code follows in it
    kIfLast,   ///< yes, if the frame has nothing more to do
    kAtItsEnd  ///< yes: no user code follows
  };

  // A job's way, in this order. All of these are called without the lock.
  void prepare(JobState& job);
  void make_bell();
  bool enter(const std::shared_ptr<JobState>& job, bool may_block) MILLRACE_EXCLUDES(mutex_);
  bool hand_over(std::size_t slot, const std::shared_ptr<JobState>& job, std::size_t started) noexcept
      MILLRACE_EXCLUDES(mutex_);
  void start_in_frame(std::size_t slot, const std::shared_ptr<JobState>& job) noexcept MILLRACE_EXCLUDES(mutex_);
  void launch(std::size_t slot, const std::shared_ptr<JobState>& job) noexcept MILLRACE_EXCLUDES(mutex_);
  void cancel(std::size_t slot) noexcept MILLRACE_EXCLUDES(mutex_);
  static void complete(const std::weak_ptr<Core>& core, CallbackScope& callback, std::exception_ptr error) noexcept;
  void settle(std::size_t slot, CallbackScope* callback, std::exception_ptr error) noexcept MILLRACE_EXCLUDES(mutex_);
  void let_go(std::size_t slot, JobState& job, bool concluded) noexcept MILLRACE_EXCLUDES(mutex_);
  void finish(const std::shared_ptr<JobState>& job, std::optional<std::size_t> slot) noexcept MILLRACE_EXCLUDES(mutex_);
  void finish_with(const std::shared_ptr<JobState>& job, Continuation continuation,
                   std::optional<std::size_t> slot) noexcept MILLRACE_EXCLUDES(mutex_);
  void drop_inputs(JobState& job) noexcept MILLRACE_EXCLUDES(mutex_);
  void deliver(const std::shared_ptr<JobState>& job, Continuation continuation) noexcept MILLRACE_EXCLUDES(mutex_);
  void conclude(JobState& job, Continuation continuation) noexcept MILLRACE_EXCLUDES(mutex_);
  Clock::time_point run(JobState& job, Continuation continuation) noexcept MILLRACE_EXCLUDES(mutex_);
  void close_record(JobState& job, Clock::time_point ended) noexcept MILLRACE_EXCLUDES(mutex_);
  void forget(JobState& job) noexcept MILLRACE_EXCLUDES(mutex_);
  void trace(const JobState& job) noexcept MILLRACE_EXCLUDES(mutex_);

  void pass_on(std::size_t slot, Leave leave, bool parked = false) noexcept MILLRACE_EXCLUDES(mutex_);
  void leave_callback(std::size_t slot, bool may_pass_on) noexcept MILLRACE_EXCLUDES(mutex_);
  void end_callback(CallbackScope& callback) noexcept MILLRACE_EXCLUDES(mutex_);
  std::optional<std::size_t> take_slot() MILLRACE_REQUIRES(mutex_);
  std::optional<std::size_t> own_slot() const MILLRACE_REQUIRES(mutex_);
  bool serve_here(std::size_t slot) MILLRACE_REQUIRES(mutex_);
  void free_slot(std::size_t slot) MILLRACE_REQUIRES(mutex_);
  void wait_until_quiet(std::size_t slot) noexcept;

  void wait_or_work(base::CondVar& changed, base::MutexLock& lock, const JobState* awaited = nullptr)
      MILLRACE_REQUIRES(mutex_);
  void wait_for_callbacks() noexcept MILLRACE_EXCLUDES(mutex_);
  bool may_wait_for(std::size_t slot) const noexcept MILLRACE_EXCLUDES(mutex_);
  void ring() noexcept override MILLRACE_EXCLUDES(mutex_);
  std::shared_ptr<JobState> take_expired() noexcept MILLRACE_EXCLUDES(mutex_);
  std::optional<StallReport> take_stall() MILLRACE_EXCLUDES(mutex_);

  void throw_if_closed() const MILLRACE_REQUIRES(mutex_);
  void accept(JobState& job) MILLRACE_REQUIRES(mutex_);
  void join(const std::shared_ptr<JobState>& job) MILLRACE_REQUIRES(mutex_);
  void block(const std::shared_ptr<JobState>& job, base::MutexLock& lock) MILLRACE_REQUIRES(mutex_);
  void watch_deadline(JobState& job) MILLRACE_REQUIRES(mutex_);
  void forget_deadline(JobState& job) MILLRACE_REQUIRES(mutex_);
  bool wants_to_stop(JobState& job) const MILLRACE_REQUIRES(mutex_);
  bool stop_if_wanted(const std::shared_ptr<JobState>& job) MILLRACE_REQUIRES(mutex_);
  void begin_run(std::size_t slot, JobState& job, Clock::time_point now) MILLRACE_REQUIRES(mutex_);
  void end_stopped(const std::shared_ptr<JobState>& job, StopReason reason) MILLRACE_REQUIRES(mutex_);
  void admit() MILLRACE_REQUIRES(mutex_);
  std::shared_ptr<JobState> take_waiting_job(std::size_t slot) MILLRACE_REQUIRES(mutex_);
  std::size_t unfinished() const MILLRACE_REQUIRES(mutex_);
  void tell_if_idle() MILLRACE_REQUIRES(mutex_);
  void close_line() MILLRACE_REQUIRES(mutex_);

  const base::ForkMark made_;
  const CoreOptions options_;
  const std::unique_ptr<Backend> backend_;
  std::once_flag bell_once_;
  std::unique_ptr<Alarm::Bell> bell_;           // made for the first deadline or the watchdog
  std::atomic<bool> completes_inline_ = false;  // the backend has completed a job inside start()

  mutable base::Mutex mutex_;
  base::CondVar became_idle_;
  WaitingLine line_ MILLRACE_GUARDED_BY(mutex_);
  SlotTable slots_ MILLRACE_GUARDED_BY(mutex_);
  Drains drains_ MILLRACE_GUARDED_BY(mutex_);
  Helpers helpers_ MILLRACE_GUARDED_BY(mutex_);
  Deadlines deadlines_ MILLRACE_GUARDED_BY(mutex_);
  Account account_ MILLRACE_GUARDED_BY(mutex_);
  std::size_t pending_ MILLRACE_GUARDED_BY(mutex_) = 0;  // jobs accepted and not yet ended
  std::size_t leasing_ MILLRACE_GUARDED_BY(mutex_) = 0;  // jobs with wants_lease that have not ended
  std::uint64_t next_id_ MILLRACE_GUARDED_BY(mutex_) = 0;
  std::size_t blocked_ MILLRACE_GUARDED_BY(mutex_) = 0;                          // threads blocked in a call
  std::optional<Clock::time_point> reported_stall_ MILLRACE_GUARDED_BY(mutex_);  // the last progress before it
  bool closed_ MILLRACE_GUARDED_BY(mutex_) = false;
  bool retiring_ MILLRACE_GUARDED_BY(mutex_) = false;  // it closes when no job is left
};

}  // namespace millrace::scheduling
