#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>

#include "millrace/queue/inputs.hpp"
#include "millrace/queue/job.hpp"
#include "millrace/queue/options.hpp"
#include "millrace/queue/slot.hpp"
#include "millrace/queue/slot_awaiter.hpp"
#include "millrace/queue/stats.hpp"
#include "openvino/runtime/compiled_model.hpp"

namespace millrace {

/// The infer requests of one compiled model and a bounded backlog of jobs waiting for them. It keeps the device busy,
/// and every job it accepts ends with exactly one Outcome.
///
/// Example:
///   const auto throughput = ov::hint::performance_mode(ov::hint::PerformanceMode::THROUGHPUT);
///   InferQueue queue(core.compile_model(model, "CPU", throughput));
///   std::deque<Job> jobs;
///   for (const ov::Tensor& picture : pictures) jobs.push_back(queue.submit(picture));  // blocks while it is full
///   for (Job& job : jobs) use(job.get()[0]);
///
/// Thread-safe except for move and destruction, also inside continuations. Nothing blocks there: submit() joins ahead
/// of the backlog, and calls that would have to wait throw std::system_error(resource_deadlock_would_occur).
/// The destructor closes the queue and waits for running jobs and their continuations (inside a continuation it returns
/// at once). Calls on a moved-from queue throw Error kInvalidState.
class InferQueue {
 public:
  using Options = millrace::Options;

  /// Throws Error kDevice when no number of requests is given and the device does not say how many are optimal, and
  /// Error kInvalidArgument for options that contradict each other.
  explicit InferQueue(ov::CompiledModel model, Options options = {});
  InferQueue(InferQueue&&) noexcept = default;
  InferQueue& operator=(InferQueue&& other) noexcept;
  InferQueue(const InferQueue&) = delete;
  InferQueue& operator=(const InferQueue&) = delete;
  ~InferQueue();

  /// Starts a job, or puts it into the backlog. When that is full too, Options::full says what happens; by default the
  /// call blocks. Throws Error kInvalidInput when the inputs do not fit the model, kFull and kClosed; then there is no
  /// job.
  Job submit(const Inputs& inputs, JobOptions options = {});
  /// The same, but returns nothing when it would have to block; the arguments are then untouched.
  std::optional<Job> try_submit(const Inputs& inputs, const JobOptions& options = {});

  /// Leases a request, to fill its tensors in place; blocks until one is idle. Throws Error kClosed, and Stopped when
  /// `stop` fires first.
  Slot acquire(const std::stop_token& stop = {});
  /// The same, but returns nothing when none is idle.
  std::optional<Slot> try_acquire();
  /// `Slot slot = co_await queue.async_acquire();` leases a request without blocking a thread. Throws as acquire()
  /// does. The coroutine resumes where a continuation would run; see Job::operator co_await().
  SlotAwaiter async_acquire(std::stop_token stop = {});

  /// Waits until every job accepted before this call has ended, continuations included. Does not throw their errors.
  void drain();
  /// The same, but returns false when `time` comes first.
  bool drain_until(Clock::time_point time);
  /// Stops every job accepted before this call; see Job::cancel().
  void cancel_all();
  /// Accepts no more jobs: waiting ones are stopped, blocked threads get Error kClosed, running ones go on.
  void close();

  /// What became of the jobs, and where their time went. Cheap enough to poll.
  Stats stats() const;
  /// True when a request is idle.
  bool ready() const;
  /// How many requests there are.
  std::size_t size() const;
  const ov::CompiledModel& model() const;

 private:
  std::shared_ptr<scheduling::Core> core() const;
  void retire() noexcept;

  std::shared_ptr<scheduling::Core> core_;
};

}  // namespace millrace
