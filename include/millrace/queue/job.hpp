#pragma once

#include <cstdint>
#include <memory>

#include "millrace/base/clock.hpp"
#include "millrace/base/unique_function.hpp"
#include "millrace/queue/outcome.hpp"

namespace millrace {

namespace scheduling {
class Core;
}

/// One submitted job: a future for its outcome. Move-only and one-shot; thread-compatible (one owner at a time).
///
/// Dropping a Job never blocks. If the job still waits for a request, it is stopped; if it runs, it runs to its end and
/// the outcome is dropped. detach() and on_done() make dropping harmless.
///
///   Job job = queue.submit(tensor);
///   Result result = job.get();              // waits; throws the job's own exception
///
/// Inside a continuation, wait(), get() and outcome() throw std::system_error(resource_deadlock_would_occur) when the
/// job is not done, since the wait could never end. On a moved-from Job, and after the outcome was taken or given away,
/// they throw Error kInvalidState.
class Job {
 public:
  /// (For the library's own use: Jobs come from a queue.)
  Job(std::shared_ptr<TensorJob> state, std::weak_ptr<scheduling::Core> core) noexcept;
  Job(Job&&) noexcept = default;
  Job& operator=(Job&& other) noexcept;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job();

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

  /// The job goes on although nobody will ask for its outcome.
  void detach() noexcept;

  /// Gives the outcome to `continuation`: at once on this thread if the job is done, else on the thread that completes
  /// it, where nothing may block for long: the device's other completions wait for it. What it throws is caught and
  /// dropped. Afterwards the Job can still be waited for, and dropping it does not stop the job.
  void on_done(UniqueFunction<void(Outcome)> continuation);

 private:
  TensorJob& state() const;
  void throw_if_taken() const;
  void stop_if_waiting() noexcept;

  std::shared_ptr<TensorJob> state_;
  std::weak_ptr<scheduling::Core> core_;
  bool abandoned_stops_ = true;  // dropping the Job stops a waiting job
  bool taken_ = false;           // the outcome has gone to get(), outcome() or a continuation
};

}  // namespace millrace
