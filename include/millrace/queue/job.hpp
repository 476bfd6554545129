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
/// The handle of a job that `core` has accepted; for queues.
Job job_of(std::shared_ptr<TensorJob> state, std::weak_ptr<scheduling::Core> core) noexcept;
}  // namespace queue

/// A future for the outcome of one accepted job. Move-only, one-shot, thread-compatible (one owner at a time).
///
/// Dropping a Job cancels the job, and never blocks. After detach() or on_done() it no longer cancels.
///
/// Example:
///   Job job = queue.submit(tensor);
///   Result result = job.get();                      // waits; throws the job's own exception
///   Result other = co_await queue.submit(another);  // the same, without blocking a thread
///
/// Inside a continuation, wait(), get() and outcome() throw std::system_error(resource_deadlock_would_occur) when the
/// job is not done, since the wait might never end. On a moved-from Job, and once the outcome has been taken or passed
/// to a continuation, they throw Error kInvalidState.
class Job {
 public:
  Job(Job&&) noexcept = default;
  Job& operator=(Job&& other) noexcept;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job();

  /// A Job that has already failed, without a queue, in place of one that could not be submitted.
  static Job failed(std::exception_ptr error);

  /// The job's number: 0, 1, 2, ... in the order in which the queue accepted them.
  std::uint64_t id() const;

  /// True once the outcome is there.
  bool ready() const;
  /// Waits for the outcome.
  void wait() const;
  /// Waits until `deadline` at most; true if the outcome is there by then.
  bool wait_until(Clock::time_point deadline) const;

  /// Waits, and takes the result out. Throws what the job failed with, type intact, or Stopped.
  Result get();
  /// Waits and takes the outcome out; never throws the job's own exception.
  Outcome outcome();

  /// Stops the job: it ends at once with StopReason::kCancelled. If it runs, the device is asked to stop too; its
  /// request comes back when the device lets go of it (AUTO, MULTI and BATCH run to the end). False if the job has
  /// ended or is being stopped already.
  bool cancel();

  /// Lets the job go on although nobody will ask for its outcome.
  void detach() noexcept;

  /// Passes the outcome to `continuation`: at once on this thread if the job is done, else on the thread that completes
  /// it. It must not block for long there, since it holds up the device's other completions (but see Options::deliver).
  /// Its exceptions are caught and counted. The Job can still be waited for, and dropping it no longer stops the job.
  void on_done(UniqueFunction<void(Outcome)> continuation);

  /// The coroutine resumes where a continuation would run, under the same rule: calls that would have to wait throw.
  /// Destroying a coroutine while it waits cancels the job; as with any awaitable, destroying it just as it is being
  /// resumed is an error.
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
  bool taken_ = false;           // get(), outcome() or a continuation has the outcome
};

/// The awaiter of `co_await queue.submit(...)`.
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
