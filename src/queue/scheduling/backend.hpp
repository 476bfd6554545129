#pragma once

#include <cstddef>
#include <exception>
#include <functional>

#include "queue/scheduling/job_state.hpp"

namespace millrace::scheduling {

/// The interface between the scheduling core and a runtime: a fixed number of slots that run one job each at a time.
///
///   protocol of a slot = (park* | end_lease | start completion collect)*
///
/// The core holds no lock when it calls a method, and except for cancel() never makes two calls for a slot at once.
class Backend {
 public:
  /// Called once after each start() that did not throw, on any thread, possibly inside start() itself. `error` is what
  /// the run failed with, or null.
  using Completion = std::function<void(std::size_t slot, std::exception_ptr error)>;

  virtual ~Backend() = default;

  /// The number of slots; constant.
  virtual std::size_t size() const noexcept = 0;

  /// Sets the receiver of completions. Called once, before anything else.
  virtual void bind(Completion completion) = 0;

  /// Gives `job`'s inputs to the slot and starts it. If it throws, no completion follows. May be called inside the
  /// slot's own completion.
  virtual void start(std::size_t slot, JobState& job) = 0;

  /// Waits until the slot is not running and its last completion has returned; never called inside that completion.
  virtual void wait(std::size_t slot) noexcept = 0;

  /// Asks the slot's run to end early, without waiting. The completion still comes, sooner or later. May be called at
  /// any moment from just before start() to the end of the completion; the slot is not started again before cancel()
  /// returns.
  virtual void cancel(std::size_t slot) noexcept = 0;

  /// Moves the outputs of the run that just completed into `job`.
  virtual void collect(std::size_t slot, JobState& job) = 0;

  /// The slot has nothing to run: drops the last job's inputs.
  virtual void park(std::size_t slot) noexcept = 0;

  /// The lease of the slot ends without a run: undoes what its holder did to the slot.
  virtual void end_lease(std::size_t slot) noexcept = 0;
};

}  // namespace millrace::scheduling
