#pragma once

#include <cstddef>
#include <memory>

#include "millrace/base/unique_function.hpp"
#include "millrace/queue/job.hpp"

namespace millrace {

/// Passes outcomes to a sink in the order in which their jobs were added, one at a time, as early as that order allows.
/// Errors and stops keep their place.
///
/// Example:
///   Sequencer in_order([](const Outcome& outcome) {
///     if (outcome.ok()) show(outcome.result());
///   });
///   for (const ov::Tensor& picture : pictures) in_order.add(queue.submit(picture));
///   in_order.wait();
///
/// The sink runs as a continuation, on threads that complete jobs, never on two at once. Its exceptions are caught and
/// counted. Thread-safe. The destructor waits as wait() does, but returns at once inside a continuation.
class Sequencer {
 public:
  using Sink = UniqueFunction<void(Outcome)>;

  explicit Sequencer(Sink sink);
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  /// Puts the job's outcome after those of all jobs added before.
  void add(Job job);

  /// Waits until the sink has had the outcome of every job added before. Inside a continuation it throws
  /// std::system_error(resource_deadlock_would_occur) when it would have to wait.
  void wait();

  /// How often the sink threw.
  std::size_t sink_errors() const;

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace millrace
