#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <list>
#include <memory>
#include <optional>

#include "millrace/base/clock.hpp"
#include "millrace/base/mutex.hpp"
#include "millrace/base/unique_function.hpp"
#include "millrace/queue/stop_reason.hpp"
#include "millrace/queue/timing.hpp"

namespace millrace::scheduling {

class Core;
class JobState;
struct Waiting;

/// What runs once a job's outcome is there. It gets the job and takes the outcome out of it.
using Continuation = UniqueFunction<void(JobState&)>;

/// One job from submission to outcome; a backend derives from it to carry its inputs and outputs.
///
/// Owners, one at a time: the submitter until the core accepts the job, then the core (and through it the backend,
/// which fills in the outcome on the completion thread), and after publish() the Job handle or the continuation.
class JobState {
 public:
  JobState() = default;
  JobState(const JobState&) = delete;
  JobState& operator=(const JobState&) = delete;
  virtual ~JobState() = default;

  // Set by the submitter.
  std::shared_ptr<const std::any> userdata;
  std::shared_ptr<void> keep_alive;

  // Set by the core. `core` keeps the core alive for as long as it owns the job.
  std::uint64_t id = 0;
  std::shared_ptr<Core> core;
  Clock::time_point submitted{};
  Clock::time_point started{};
  Clock::time_point finished{};

  // The outcome: an error, a reason why it was stopped, or neither (success).
  std::exception_ptr error;
  std::optional<StopReason> stopped;

  Timing timing() const noexcept;

  /// True once the outcome is there.
  bool done() const MILLRACE_EXCLUDES(mutex_);
  void wait() MILLRACE_EXCLUDES(mutex_);
  /// False when `deadline` passed first.
  bool wait_until(Clock::time_point deadline) MILLRACE_EXCLUDES(mutex_);

  /// Leaves `continuation` to be run by the core, or gives it back when the job is done already.
  Continuation set_continuation(Continuation continuation) MILLRACE_EXCLUDES(mutex_);
  bool has_continuation() const MILLRACE_EXCLUDES(mutex_);
  /// Makes the outcome visible, wakes whoever waits for it, and hands over the continuation, if there is one.
  Continuation publish() noexcept MILLRACE_EXCLUDES(mutex_);

 private:
  friend class Core;
  friend class WaitingLine;
  friend class Frame;

  mutable Mutex mutex_;
  CondVar became_done_;
  bool done_ MILLRACE_GUARDED_BY(mutex_) = false;
  Continuation continuation_ MILLRACE_GUARDED_BY(mutex_);

  // Guarded by the core's mutex: where the job stands while it waits.
  std::list<Waiting>* line_ = nullptr;
  std::list<Waiting>::iterator place_;

  // Owned by the one frame that holds the job: what to do next, and on which slot.
  enum class Step { kStart, kFinish };
  Step step_ = Step::kStart;
  std::optional<std::size_t> slot_;
  std::shared_ptr<JobState> next_in_frame_;
};

/// Runs `continuation` on `job` as a continuation: blocking calls throw inside it, and what it throws is caught.
/// (The one place where user code is run.)
void run_continuation(Continuation continuation, JobState& job) noexcept;

}  // namespace millrace::scheduling
