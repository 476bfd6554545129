#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/fork_mark.hpp"
#include "base/mutex.hpp"
#include "millrace/base/clock.hpp"
#include "millrace/base/unique_function.hpp"
#include "millrace/queue/stop_reason.hpp"
#include "millrace/queue/timing.hpp"

namespace millrace::scheduling {

class Core;
class JobState;
class Lease;
struct Waiting;

/// What runs once a job's outcome is there. It gets the job and takes the outcome out of it.
using Continuation = UniqueFunction<void(JobState&)>;

/// Where a job stands. A job that is stopped goes to kEnded from wherever it is, from kNew and kStarting at the next
/// step.
///
///   kNew -> kWaiting -> kStarting -> kRunning -> kEnded
enum class Phase {
  kNew,       ///< not accepted: before submit(), or its submitter is blocked
  kWaiting,   ///< in the waiting line
  kStarting,  ///< it has a slot, and a frame will start it
  kRunning,   ///< the backend has it
  kEnded,     ///< whoever moved it here gives it its outcome
};

/// Jobs that have a deadline, the earliest first.
using Deadlines = std::multimap<Clock::time_point, JobState*>;

/// One job from submission to outcome; a backend derives from it to carry its inputs and outputs.
///
/// Owners, one at a time: the submitter until the core accepts the job, then the core (and through it the backend),
/// then whoever moves it to kEnded, who fills in the outcome, and after publish() the Job handle or the continuation. A
/// job that is stopped while it runs stays in the backend's hands too, which touches its inputs only.
class JobState : public std::enable_shared_from_this<JobState> {
 public:
  JobState() = default;
  JobState(const JobState&) = delete;
  JobState& operator=(const JobState&) = delete;
  virtual ~JobState() = default;

  const base::ForkMark made;  ///< in a forked child nothing here may be called

  // Set by the submitter.
  std::shared_ptr<const std::any> userdata;
  std::shared_ptr<void> keep_alive;
  Clock::time_point deadline = Clock::time_point::max();
  std::stop_token stop;
  bool wants_lease = false;     ///< it wants the slot itself, to hand it to its continuation: nothing is run
  bool keeps_slot = false;      ///< it comes from a lease, which goes on when it ends, unless it was stopped
  std::shared_ptr<Lease> loan;  ///< set: when it succeeds, its slot stays leased until the loan is let go

  // Set by the core. `core` keeps the core alive for as long as it owns the job.
  std::uint64_t id = 0;
  std::shared_ptr<Core> core;
  std::size_t slot = kNowhere;  ///< where it runs or ran
  Clock::time_point submitted{};
  Clock::time_point started{};  ///< the epoch: never
  Clock::time_point finished{};
  Clock::time_point released{};   ///< the device let go of it
  Clock::time_point delivered{};  ///< the outcome became visible
  Clock::time_point concluded{};  ///< its continuation returned

  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  // The outcome: an error, a reason why it was stopped, or neither (success).
  std::exception_ptr error;
  bool failed = false;  ///< there is an error; stays when the error has been taken out
  std::optional<StopReason> stopped;

  Timing timing() const noexcept;

  /// True once the outcome is there.
  bool done() const MILLRACE_EXCLUDES(mutex_);
  void wait() MILLRACE_EXCLUDES(mutex_);
  /// False when `time` came first.
  bool wait_until(Clock::time_point time) MILLRACE_EXCLUDES(mutex_);

  /// Leaves `continuation` to be run by the core, or gives it back when the job is done already.
  Continuation set_continuation(Continuation continuation) MILLRACE_EXCLUDES(mutex_);
  bool has_continuation() const MILLRACE_EXCLUDES(mutex_);
  /// Nobody will ask for the outcome: what is the user's in it goes at once, or as soon as it is there.
  void abandon() noexcept MILLRACE_EXCLUDES(mutex_);

  // The end, for whoever moved the job to kEnded: seal, publish, and let_go_of_outcome after a continuation.

  /// Hands over the continuation, if there is one. Without one it is settled that the outcome is the handle's: it has
  /// been let go of when that is gone, and nobody sets a continuation or abandons the job before publish(), which has
  /// to come soon and without any user code in between.
  Continuation seal() noexcept MILLRACE_EXCLUDES(mutex_);
  /// Makes the outcome visible, and wakes whoever waits for it. `to_continuation`: one will run, and has the outcome.
  void publish(bool to_continuation = false) noexcept MILLRACE_EXCLUDES(mutex_);
  /// The continuation has run: if the job was abandoned, what is left of the outcome goes.
  void let_go_of_outcome() noexcept MILLRACE_EXCLUDES(mutex_);
  /// The device is done with the inputs, or will not get them.
  virtual void drop_inputs() noexcept {}

 protected:
  /// Nobody wants the outcome: drops what is the user's in it, but for its error.
  virtual void drop_outcome() noexcept {}

 private:
  friend class Core;
  friend class WaitingLine;
  friend class Frame;

  bool take_abandoned() noexcept MILLRACE_REQUIRES(mutex_);
  void drop() noexcept MILLRACE_EXCLUDES(mutex_);

  mutable base::Mutex mutex_;
  base::CondVar became_done_;
  bool sealed_ MILLRACE_GUARDED_BY(mutex_) = false;
  bool done_ MILLRACE_GUARDED_BY(mutex_) = false;
  bool continuation_has_outcome_ MILLRACE_GUARDED_BY(mutex_) = false;
  bool abandoned_ MILLRACE_GUARDED_BY(mutex_) = false;
  bool dropped_ MILLRACE_GUARDED_BY(mutex_) = false;  // the outcome of an abandoned job
  Continuation continuation_ MILLRACE_GUARDED_BY(mutex_);

  // Guarded by the core's mutex.
  Phase phase_ = Phase::kNew;
  std::optional<StopReason> stop_wanted_;  // asked for while kNew or kStarting; carried out where it goes on
  bool on_device_ = false;                 // the backend holds its inputs
  bool starting_ = false;                  // the backend's start() has not returned yet
  bool concluded_ = false;                 // its continuation has returned
  std::list<Waiting>* line_ = nullptr;     // where the job stands while it waits
  std::list<Waiting>::iterator place_;
  Deadlines::node_type deadline_node_;  // while it is not among the deadlines
  std::optional<Deadlines::iterator> deadline_place_;

  // Owned by the one frame that holds the job: what to do next, and on which slot.
  enum class Step { kStart, kFinish };
  Step step_ = Step::kStart;
  std::optional<std::size_t> step_slot_;
  std::shared_ptr<JobState> next_in_frame_;

  struct StopJob {
    JobState* job;
    void operator()() const noexcept;
  };
  std::weak_ptr<Core> stopper_;                         // set before on_stop_, and never changed
  std::optional<std::stop_callback<StopJob>> on_stop_;  // from submission to outcome
};

/// Runs `continuation` on `job` as a continuation: blocking calls throw inside it, and what it throws is caught. False
/// when it threw.
bool run_continuation(Continuation continuation, JobState& job) noexcept;

}  // namespace millrace::scheduling
