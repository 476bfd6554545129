#pragma once

#include <coroutine>
#include <cstdint>
#include <exception>
#include <memory>
#include <utility>

#include "millrace/base/clock.hpp"
#include "millrace/base/unique_function.hpp"
#include "millrace/queue/outcome.hpp"

namespace millrace {

namespace scheduling {
class Core;
}
class Job;
class JobAwaiter;

namespace queue {
class Resumption;
Job job_of(std::shared_ptr<TensorJob> state, std::weak_ptr<scheduling::Core> core) noexcept;
}  // namespace queue

/// One job that a queue took: a future for its outcome. Move-only, one-shot, thread-compatible (one owner at a time).
///
/// Dropping a Job cancels the job, and never blocks. detach() and on_done() make dropping harmless.
///
/// Example:
///   Job job = queue.submit(tensor);
///   Result result = job.get();                      // waits; throws the job's own exception
///   Result other = co_await queue.submit(another);  // the same, without blocking a thread
///
/// Inside a continuation, wait(), get() and outcome() throw std::system_error(resource_deadlock_would_occur) when the
/// job is not done, since the wait could never end. On a moved-from Job, and after the outcome was taken or given away,
/// they throw Error kInvalidState.
class Job {
 public:
  Job(Job&&) noexcept = default;
  Job& operator=(Job&& other) noexcept;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job();

  /// A Job that has failed already, without a queue: it keeps the place of something that could not be submitted.
  static Job failed(std::exception_ptr error);

  /// The job's number: 0, 1, 2, ... in the order in which the queue accepted them.
  std::uint64_t id() const;

  /// True once the outcome is there.
  bool ready() const;
  /// Waits for the outcome.
  void wait() const;
  /// Waits until `deadline` at most; true when the outcome is there.
  bool wait_until(Clock::time_point deadline) const;

  /// Waits, and takes the result out. Throws what the job failed with, type intact, or Stopped.
  Result get();
  /// Waits, and takes the outcome out, whatever it is.
  Outcome outcome();

  /// Stops the job: it ends at once with StopReason::kCancelled. If it runs, the device is asked to stop too; its
  /// request comes back when the device lets go of it (AUTO, MULTI and BATCH run to the end). False when it has ended
  /// already, or is being stopped.
  bool cancel();

  /// The job goes on although nobody will ask for its outcome.
  void detach() noexcept;

  /// Gives the outcome to `continuation`: at once on this thread if the job is done, else on the thread that completes
  /// it, where nothing may block for long: the device's other completions wait for it (Options::deliver). What it
  /// throws is caught and counted. Afterwards the Job can still be waited for, and dropping it does not stop the job.
  void on_done(UniqueFunction<void(Outcome)> continuation);

  /// The coroutine goes on where a continuation would run, and what holds inside those holds there: blocking calls
  /// throw when they would have to wait. A coroutine that is destroyed while it waits cancels the job; as with any
  /// awaitable, destroying it at the moment in which it is being resumed is an error.
  JobAwaiter operator co_await() &&;

 private:
  friend class JobAwaiter;
  friend Job queue::job_of(std::shared_ptr<queue::TensorJob> state, std::weak_ptr<scheduling::Core> core) noexcept;

  Job(std::shared_ptr<queue::TensorJob> state, std::weak_ptr<scheduling::Core> core) noexcept;

  queue::TensorJob& state() const;
  void throw_if_taken() const;
  void let_go() noexcept;

  std::shared_ptr<queue::TensorJob> state_;
  std::weak_ptr<scheduling::Core> core_;
  bool abandoned_stops_ = true;  // dropping the Job stops the job
  bool taken_ = false;           // the outcome has gone to get(), outcome() or a continuation
};

/// What `co_await queue.submit(...)` waits with.
class JobAwaiter {
 public:
  ~JobAwaiter();
  JobAwaiter(const JobAwaiter&) = delete;
  JobAwaiter& operator=(const JobAwaiter&) = delete;

  bool await_ready() const { return job_.ready(); }
  bool await_suspend(std::coroutine_handle<> waiting);
  Result await_resume() { return job_.get(); }

 private:
  friend class Job;

  explicit JobAwaiter(Job job) noexcept : job_(std::move(job)) {}

  Job job_;
  std::shared_ptr<queue::Resumption> resumption_;
};

}  // namespace millrace
