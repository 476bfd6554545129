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

/// Runs once a job's outcome is there, and takes the outcome out of the job.
using Continuation = UniqueFunction<void(JobState&)>;

/// How far a job has come. A stopped job goes to kEnded from any phase, from kNew and kStarting at the next step.
///
///   kNew -> kWaiting -> kStarting -> kRunning -> kEnded
enum class Phase {
  kNew,       ///< not accepted: before submit(), or while its submitter is blocked
  kWaiting,   ///< in the waiting line
  kStarting,  ///< it has a slot, and a frame will start it
  kRunning,   ///< the backend has it
  kEnded,     ///< the thread that moved it here fills in the outcome
};

/// Jobs that have a deadline, the earliest first.
using Deadlines = std::multimap<Clock::time_point, JobState*>;

/// One job from submission to outcome; a backend derives from it to carry its inputs and outputs.
///
/// It has one owner at a time: the submitter until the core accepts the job, then the core (and through it the
/// backend), then the thread that moves it to kEnded and fills in the outcome, and after publish() the Job handle or
/// the continuation. If it is stopped while it runs, the backend keeps it too, but touches only its inputs.
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
  bool wants_lease = false;     ///< it runs nothing: it wants a lease, for its continuation
  bool keeps_slot = false;      ///< it runs on a lease that outlives it, unless it is stopped
  std::shared_ptr<Lease> loan;  ///< if set and it succeeds, its slot stays leased until this is let go

  // Set by the core. `core` keeps the core alive for as long as it owns the job.
  std::uint64_t id = 0;
  std::shared_ptr<Core> core;
  std::size_t slot = kNowhere;  ///< where it runs or ran
  Clock::time_point submitted{};
  Clock::time_point started{};  ///< the epoch if never started
  Clock::time_point finished{};
  Clock::time_point released{};   ///< the device let go of it
  Clock::time_point delivered{};  ///< the outcome became visible
  Clock::time_point concluded{};  ///< its continuation returned

  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  // The outcome: an error, a reason why it was stopped, or neither (success).
  std::exception_ptr error;
  bool failed = false;  ///< there was an error, even if it has been taken out
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
  /// Nobody will ask for the outcome: its user objects are dropped at once, or as soon as it is there.
  void abandon() noexcept MILLRACE_EXCLUDES(mutex_);

  // The end, for the thread that moved the job to kEnded: seal, publish, and let_go_of_outcome after a continuation.

  /// Hands over the continuation, if there is one. If there is none, the outcome now belongs to the handle, and setting
  /// a continuation or abandoning the job waits for publish(), which must follow soon and without user code in between.
  /// Once the handle is gone, so is the outcome.
  Continuation seal() noexcept MILLRACE_EXCLUDES(mutex_);
  /// Makes the outcome visible and wakes its waiters. `to_continuation`: a continuation will run, and owns the outcome.
  void publish(bool to_continuation = false) noexcept MILLRACE_EXCLUDES(mutex_);
  /// The continuation has run: drops the rest of the outcome if the job was abandoned.
  void let_go_of_outcome() noexcept MILLRACE_EXCLUDES(mutex_);
  /// The device is done with the inputs, or will never get them.
  virtual void drop_inputs() noexcept {}

 protected:
  /// Drops the outcome's user objects, except the error.
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
  std::optional<StopReason> stop_wanted_;  // requested in kNew or kStarting; done at the next step
  bool on_device_ = false;                 // the backend holds its inputs
  bool starting_ = false;                  // the backend's start() has not returned yet
  bool concluded_ = false;                 // its continuation has returned
  std::list<Waiting>* line_ = nullptr;     // the list it waits in
  std::list<Waiting>::iterator place_;
  Deadlines::node_type deadline_node_;  // its node while not in Deadlines
  std::optional<Deadlines::iterator> deadline_place_;

  // Owned by the frame that holds the job: its next step, and on which slot.
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

/// Runs `continuation` on `job`: blocking calls throw inside it, and its exceptions are caught. False when it threw.
bool run_continuation(Continuation continuation, JobState& job) noexcept;

}  // namespace millrace::scheduling
