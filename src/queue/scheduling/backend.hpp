#pragma once

#include <cstddef>
#include <exception>
#include <functional>

#include "queue/scheduling/job_state.hpp"

namespace millrace::scheduling {

/// The seam between the scheduling core and a runtime: a fixed number of slots, each runs one job at a time.
///
///   protocol of a slot = (park* | end_lease | start completion collect)*
///
/// The core calls every method without holding a lock, and never two at once for the same slot, but for cancel().
class Backend {
 public:
  /// Called once after each start() that did not throw: on any thread, also inside start() itself. The error is what
  /// the run failed with, or null.
  using Completion = std::function<void(std::size_t slot, std::exception_ptr error)>;

  virtual ~Backend() = default;

  /// How many slots there are; never changes.
  virtual std::size_t size() const noexcept = 0;

  /// Says where completions go. Called once, before anything else.
  virtual void bind(Completion completion) = 0;

  /// Gives `job`'s inputs to the slot and starts it. Throws when it could not be started; no completion comes then.
  /// Called inside the slot's own completion too.
  virtual void start(std::size_t slot, JobState& job) = 0;

  /// Returns once the slot does not run and its last completion has returned; never called inside that.
  virtual void wait(std::size_t slot) noexcept = 0;

  /// Asks the run of the slot to end early, and does not wait. The completion comes all the same, sooner or later. May
  /// be called at any moment from just before start() to the end of the completion; the slot is not started again
  /// before it returns.
  virtual void cancel(std::size_t slot) noexcept = 0;

  /// Moves the outputs of the run that just completed into `job`.
  virtual void collect(std::size_t slot, JobState& job) = 0;

  /// The slot has nothing to run: forget the last job's inputs.
  virtual void park(std::size_t slot) noexcept = 0;

  /// Who had leased the slot lets go of it without a run: forget what he did to it.
  virtual void end_lease(std::size_t slot) noexcept = 0;
};

}  // namespace millrace::scheduling
