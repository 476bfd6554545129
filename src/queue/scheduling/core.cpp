#include "queue/scheduling/core.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "millrace/base/error.hpp"
#include "queue/scheduling/delivery.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/lease.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace::scheduling {
namespace {

std::atomic<std::size_t> leaked_cores = 0;

constexpr auto kNever = Clock::time_point::max();

/// Counts a thread as long as it waits. Made and destroyed with the core's lock held.
class Counted {
 public:
  explicit Counted(std::size_t& count) noexcept : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::size_t& count_;
};

}  // namespace

/// A request must not be destroyed inside its own callback: OpenVINO would wait there for the callback to return.
struct Core::Deleter {
  void operator()(Core* core) const noexcept {
    if (!in_callback()) {
      delete core;
      return;
    }
    try {
      std::thread([core] { delete core; }).detach();
    } catch (...) {
      leaked_cores.fetch_add(1, std::memory_order_relaxed);
    }
  }
};

std::shared_ptr<Core> Core::create(std::unique_ptr<Backend> backend, CoreOptions options) {
  if (options.full == WhenFull::kDropOldest && options.backlog == 0) {
    throw Error(ErrorCode::kInvalidArgument,
                "a queue that drops the oldest waiting job needs a backlog of at least 1: with 0 no job waits");
  }
  std::shared_ptr<Core> core(new Core(std::move(backend), std::move(options)), Deleter{});
  core->backend_->bind(
      [owner = core.get(), weak = std::weak_ptr<Core>(core)](std::size_t slot, std::exception_ptr error) {
        CallbackScope callback(owner, slot);  // stands until the last step below has run, and `core` is let go
        complete(weak, callback, std::move(error));
      });
  if (core->options_.stall_timeout) core->make_bell();
  return core;
}

Core::Core(std::unique_ptr<Backend> backend, CoreOptions options)
    : options_(std::move(options)),
      backend_(std::move(backend)),
      line_(options_.backlog),
      slots_(backend_->size(), options_.longest_free_first),
      account_(backend_->size()) {}

std::size_t Core::leaked() noexcept {
  return leaked_cores.load(std::memory_order_relaxed);
}

// --- jobs in

void Core::submit(const std::shared_ptr<JobState>& job) {
  enter(job, true);
}

bool Core::try_submit(const std::shared_ptr<JobState>& job) {
  return enter(job, false);
}

bool Core::enter(const std::shared_ptr<JobState>& job, bool may_block) {
  prepare(*job);
  const bool from_continuation = in_continuation();
  const Frame frame;  // what is stopped here ends when the lock is let go
  std::optional<std::size_t> slot;
  {
    MutexLock lock(mutex_);
    throw_if_closed();
    const bool stopped = wants_to_stop(*job);
    if (!stopped) slot = slots_.take_free();
    if (stopped) {
      accept(*job);
      stop_if_wanted(job);
    } else if (slot) {
      accept(*job);
      slots_.give(*slot, job);
      begin_run(*slot, *job, job->submitted);
    } else if (from_continuation && may_block && options_.full == WhenFull::kWait) {
      line_.join_first(job);
      accept(*job);
      job->phase_ = Phase::kWaiting;
    } else if (line_.has_room()) {
      join(job);
    } else if (options_.full == WhenFull::kDropOldest) {
      end_stopped(line_.pop_oldest_job(), StopReason::kDropped);
      join(job);
    } else if (!may_block) {
      return false;
    } else if (options_.full == WhenFull::kFail) {
      throw Error(ErrorCode::kFull, "the queue is full: every request is busy and " + std::to_string(options_.backlog) +
                                        " jobs wait; submit again later, or give it a larger backlog");
    } else {
      block(job, lock);
    }
  }
  if (slot) launch(*slot, job);
  return true;
}

void Core::prepare(JobState& job) {
  job.submitted = Clock::now();
  if (job.deadline != kNever) {
    make_bell();
    Deadlines one;
    one.emplace(job.deadline, &job);
    job.deadline_node_ = one.extract(one.begin());
  }
  if (job.stop.stop_possible()) {
    job.stopper_ = weak_from_this();
    job.on_stop_.emplace(job.stop, JobState::StopJob{&job});  // may run it at once
  }
}

void Core::make_bell() {
  std::call_once(bell_once_, [&] {
    bell_ = std::make_unique<Alarm::Bell>(std::shared_ptr<Alarm::Client>(shared_from_this(), this));
  });
}

void Core::throw_if_closed() const {
  if (closed_) throw Error(ErrorCode::kClosed, "the queue is closed: it takes no more jobs; make a new queue to go on");
}

bool Core::wants_to_stop(JobState& job) const {
  if (!job.stop_wanted_ && job.deadline <= job.submitted) job.stop_wanted_ = StopReason::kExpired;
  return job.stop_wanted_.has_value();
}

bool Core::stop_if_wanted(const std::shared_ptr<JobState>& job) {
  if (!job->stop_wanted_) return false;
  end_stopped(job, *job->stop_wanted_);
  return true;
}

void Core::accept(JobState& job) {
  job.id = next_id_++;
  job.core = shared_from_this();
  ++pending_;
  account_.accept();
  watch_deadline(job);
}

void Core::join(const std::shared_ptr<JobState>& job) {
  line_.join(job);
  accept(*job);
  job->phase_ = Phase::kWaiting;
}

void Core::block(const std::shared_ptr<JobState>& job, MutexLock& lock) {
  Waiter waiter;
  line_.join_blocked(job, waiter);
  watch_deadline(*job);
  {
    const Counted counted(blocked_);
    while (waiter.state == Waiter::State::kWaiting && !job->stop_wanted_) waiter.changed.wait(lock);
  }
  if (waiter.state == Waiter::State::kGranted) return;
  if (waiter.state == Waiter::State::kClosed) {
    forget_deadline(*job);
    throw_if_closed();
  }
  line_.remove(waiter);
  accept(*job);
  stop_if_wanted(job);
  admit();
}

void Core::admit() {
  while (const auto admitted = line_.admit()) {
    accept(*admitted->job);
    admitted->job->phase_ = Phase::kWaiting;
    admitted->waiter->settle(Waiter::State::kGranted);
    if (admitted->job->stop_wanted_) {
      line_.remove(*admitted->job);
      stop_if_wanted(admitted->job);
    }
  }
}

void Core::start(std::size_t slot, const std::shared_ptr<JobState>& job) {
  prepare(*job);
  const Frame frame;
  bool stopped = false;
  {
    MutexLock lock(mutex_);
    throw_if_closed();
    stopped = wants_to_stop(*job);
    accept(*job);
    if (stopped) {
      stop_if_wanted(job);
    } else {
      slots_.give(slot, job);
      if (!slots_.may_start(slot, this_callback(this, slot))) {
        job->phase_ = Phase::kStarting;
        job->slot = slot;
        slots_.afterwards(slot) = Afterwards::kStart;
        return;
      }
      begin_run(slot, *job, job->submitted);
    }
  }
  if (stopped) {
    release(slot);
  } else {
    launch(slot, job);
  }
}

void Core::fail(std::size_t slot, const std::shared_ptr<JobState>& job, std::exception_ptr error) {
  job->submitted = Clock::now();
  const Frame frame;
  {
    MutexLock lock(mutex_);
    throw_if_closed();
    accept(*job);
    forget_deadline(*job);
    job->phase_ = Phase::kEnded;
    job->finished = job->submitted;
    job->failed = true;
    job->error = std::move(error);
    account_.fail_unstarted();
  }
  if (!job->keeps_slot) backend_->end_lease(slot);
  Frame::push_finish(job, job->keeps_slot ? std::nullopt : std::optional(slot));
}

// --- leases

std::size_t Core::acquire(const std::stop_token& stop, const char* caller) {
  if (stop.stop_requested()) throw Stopped(StopReason::kCancelled);
  Waiter waiter;
  // Outside the lock at both ends: making and destroying it may run it.
  const std::stop_callback wake(stop, [&] {
    MutexLock lock(mutex_);
    waiter.changed.notify_all();
  });
  const bool must_not_block = in_continuation();
  const Frame frame;
  MutexLock lock(mutex_);
  throw_if_closed();
  std::optional<std::size_t> slot = slots_.take_free();
  if (!slot) {
    if (must_not_block) throw_would_deadlock(caller);
    line_.join_blocked(nullptr, waiter);
    {
      const Counted counted(blocked_);
      while (waiter.state == Waiter::State::kWaiting && !stop.stop_requested()) waiter.changed.wait(lock);
    }
    if (waiter.state == Waiter::State::kClosed) throw_if_closed();
    if (waiter.state == Waiter::State::kWaiting) {
      line_.remove(waiter);
      admit();
      throw Stopped(StopReason::kCancelled);
    }
    slot = waiter.slot;
  }
  lock.unlock();
  wait_until_quiet(*slot);
  return *slot;
}

std::optional<std::size_t> Core::try_acquire() {
  MutexLock lock(mutex_);
  throw_if_closed();
  const auto slot = slots_.take_free();
  lock.unlock();
  if (slot) wait_until_quiet(*slot);
  return slot;
}

bool Core::acquire_later(const std::shared_ptr<JobState>& job) {
  prepare(*job);
  const Frame frame;
  MutexLock lock(mutex_);
  throw_if_closed();
  if (job->stop_wanted_) throw Stopped(*job->stop_wanted_);
  const auto slot = slots_.take_free();
  if (slot) {
    job->phase_ = Phase::kEnded;
    job->slot = *slot;
    lock.unlock();
    wait_until_quiet(*slot);
    return true;
  }
  line_.join_acquirer(job);
  job->phase_ = Phase::kWaiting;
  job->core = shared_from_this();
  ++leasing_;
  return false;
}

void Core::release(std::size_t slot) noexcept {
  const Frame frame;
  backend_->end_lease(slot);
  pass_on(slot, Leave::kNo);
}

// Gives the slot to whoever is next. From outside a free slot may be taken at once and waited for, so that no completion
// callback of it may be present then: either this thread's own leaves, or the last one to leave passes the slot on.
void Core::pass_on(std::size_t slot, Leave leave, bool parked) noexcept {
  const Frame frame;
  for (;; parked = true) {
    {
      MutexLock lock(mutex_);
      CallbackScope* const mine = this_callback(this, slot);
      const bool present = mine != nullptr && mine->present;
      if (slots_.may_start(slot, mine) && serve_here(slot)) return;
      const bool may_leave = leave == Leave::kAtItsEnd || (leave == Leave::kIfLast && Frame::is_last_step());
      if (slots_.callbacks(slot) > (present && may_leave ? 1U : 0U)) {
        slots_.afterwards(slot) = Afterwards::kPassOn;
        return;
      }
      if (parked) {
        if (present) slots_.leave(*mine);
        free_slot(slot);
        return;
      }
    }
    backend_->park(slot);  // without the lock; then look again, a job may have come meanwhile
  }
}

// Serves what may have the slot inside a completion callback of it: a job, or a continuation that wants the slot itself.
bool Core::serve_here(std::size_t slot) {
  if (auto next = take_waiting_job(slot)) {
    Frame::push_start(std::move(next), slot);
    return true;
  }
  if (line_.front() == nullptr || line_.front()->waiter != nullptr) return false;
  const Waiting acquirer = line_.pop();
  acquirer.job->phase_ = Phase::kEnded;
  acquirer.job->slot = slot;
  Frame::push_finish(acquirer.job, std::nullopt);
  admit();
  return true;
}

// Only threads that want the slot itself can be waiting for it now.
void Core::free_slot(std::size_t slot) {
  if (line_.front() == nullptr) {
    slots_.put_free(slot);
    return;
  }
  Waiter& acquirer = *line_.pop().waiter;
  acquirer.slot = slot;
  acquirer.settle(Waiter::State::kGranted);
  admit();
}

// No user code follows in this callback of the slot, if it is one and the frame has nothing more to do. What the last one
// to leave has to do is done here if `may_pass_on`, else at the end.
void Core::leave_callback(std::size_t slot, bool may_pass_on) noexcept {
  {
    MutexLock lock(mutex_);
    CallbackScope* const mine = this_callback(this, slot);
    if (mine == nullptr || !mine->present || !Frame::is_last_step()) return;
    if (slots_.afterwards(slot) == Afterwards::kNothing || slots_.callbacks(slot) > 1) {
      slots_.leave(*mine);
      return;
    }
    if (slots_.afterwards(slot) == Afterwards::kStart || !may_pass_on) return;
    slots_.afterwards(slot) = Afterwards::kNothing;
  }
  pass_on(slot, Leave::kIfLast);
}

void Core::end_callback(CallbackScope& callback) noexcept {
  const std::size_t slot = callback.slot;
  for (;;) {
    const Frame frame;
    {
      MutexLock lock(mutex_);
      if (!callback.present) return;
      auto& afterwards = slots_.afterwards(slot);
      if (afterwards == Afterwards::kNothing || slots_.callbacks(slot) > 1) {
        slots_.leave(callback);
        return;
      }
      if (std::exchange(afterwards, Afterwards::kNothing) == Afterwards::kStart) {
        Frame::push_start(slots_.job(slot), slot);
        continue;
      }
    }
    pass_on(slot, Leave::kAtItsEnd);
  }
}

// For who has just got a slot: the runtime may still be on its way out of a callback, in which no user code is left.
void Core::wait_until_quiet(std::size_t slot) noexcept {
  if (this_callback(this, slot) == nullptr) backend_->wait(slot);
}

std::shared_ptr<JobState> Core::take_waiting_job(std::size_t slot) {
  for (;;) {
    const Waiting* next = line_.front();
    if (next == nullptr || next->wants_lease()) return nullptr;
    Waiting taken = line_.pop();
    if (taken.waiter != nullptr) {
      accept(*taken.job);
      taken.waiter->settle(Waiter::State::kGranted);
    }
    admit();
    if (stop_if_wanted(taken.job)) continue;
    taken.job->phase_ = Phase::kStarting;
    slots_.give(slot, taken.job);
    return std::move(taken.job);
  }
}

// --- runs

void Core::start_in_frame(std::size_t slot, const std::shared_ptr<JobState>& job) noexcept {
  bool stopped = false;
  {
    MutexLock lock(mutex_);
    stopped = stop_if_wanted(job);
    if (stopped) {
      slots_.take_back(slot);
    } else {
      begin_run(slot, *job, Clock::now());
    }
  }
  if (stopped) {
    release(slot);
  } else {
    launch(slot, job);
  }
}

void Core::begin_run(std::size_t slot, JobState& job, Clock::time_point now) {
  slots_.begin_run(slot);
  job.phase_ = Phase::kRunning;
  job.on_device_ = true;
  job.starting_ = true;
  job.slot = slot;
  job.started = now;
  account_.start(now, now - job.submitted);
  if (options_.stall_timeout && account_.on_device() == 1) bell_->ring_at(now + *options_.stall_timeout);
}

void Core::launch(std::size_t slot, const std::shared_ptr<JobState>& job) noexcept {
  const Frame frame;
  try {
    wait_until_quiet(slot);
    backend_->start(slot, *job);
  } catch (...) {
    settle(slot, nullptr, std::current_exception());
    return;
  }
  bool stopped = false;
  {
    MutexLock lock(mutex_);
    job->starting_ = false;
    stopped = slots_.job(slot) == job && job->phase_ == Phase::kEnded;  // meanwhile, and the device runs it still
    if (stopped) slots_.begin_cancel(slot);
  }
  if (stopped) cancel(slot);
}

void Core::cancel(std::size_t slot) noexcept {
  backend_->cancel(slot);
  bool slot_is_left = false;
  {
    MutexLock lock(mutex_);
    slot_is_left = slots_.end_cancel(slot);
  }
  if (slot_is_left) release(slot);  // a run that was stopped ends its lease too
}

void Core::complete(const std::weak_ptr<Core>& weak, CallbackScope& callback, std::exception_ptr error) noexcept {
  const std::shared_ptr<Core> core = weak.lock();
  if (!core) return;  // nothing of its own: a core with a running job keeps itself alive
  {
    const Frame frame;
    core->settle(callback.slot, &callback, std::move(error));
  }
  core->end_callback(callback);
}

// The run of a slot is over: inside its completion callback, or because it could not be started (null).
void Core::settle(std::size_t slot, CallbackScope* callback, std::exception_ptr error) noexcept {
  const auto now = Clock::now();
  std::shared_ptr<JobState> job;
  bool stopped = false;
  bool concluded = false;
  {
    MutexLock lock(mutex_);
    job = slots_.take_back(slot);
    if (!job) return;  // a run that the queue did not start
    if (callback != nullptr) slots_.enter(*callback);
    job->on_device_ = false;
    job->released = now;
    stopped = job->phase_ == Phase::kEnded;
    concluded = job->concluded_;
    account_.let_go(now, stopped);
    job->phase_ = Phase::kEnded;
    forget_deadline(*job);
  }
  if (stopped) {
    let_go(slot, *job, concluded, callback != nullptr);
    return;
  }
  try {
    if (!error) backend_->collect(slot, *job);
  } catch (...) {
    error = std::current_exception();
  }
  job->finished = now;
  job->failed = error != nullptr;
  job->error = std::move(error);
  const bool lends = job->loan && !job->failed;
  if (lends) job->loan->hold(shared_from_this(), slot);

  bool slot_is_taken = lends || job->keeps_slot;
  {
    MutexLock lock(mutex_);
    account_.end(job->failed, job->finished - job->started);
    if (!slot_is_taken && !options_.slot_follows_continuation && slots_.may_start(slot, this_callback(this, slot))) {
      if (auto next = take_waiting_job(slot)) {
        Frame::push_start(std::move(next), slot);  // the device first, user code afterwards
        slot_is_taken = true;
      }
    }
  }
  Frame::push_finish(std::move(job), slot_is_taken ? std::nullopt : std::optional(slot));
}

// The run of a job that was stopped before is over. `concluded`: its continuation had returned by then.
void Core::let_go(std::size_t slot, JobState& job, bool concluded, bool in_own_callback) noexcept {
  std::shared_ptr<void> keep_alive;
  std::shared_ptr<void> keeper;
  bool left_to_canceller = false;
  {
    MutexLock lock(mutex_);
    keep_alive = std::move(job.keep_alive);
    keeper = slots_.end_stopped_run(slot, left_to_canceller);
  }
  keep_alive.reset();
  if (concluded) trace(job);
  if (!left_to_canceller) release(slot);
  if (in_own_callback) leave_callback(slot, true);
  MutexLock lock(mutex_);
  if (unfinished() == 0) became_idle_.notify_all();
}

// The slot comes back before the outcome shows, and what is the user's goes before the slot comes back: no user code runs
// between the two, nor afterwards.
void Core::finish(const std::shared_ptr<JobState>& job, std::optional<std::size_t> slot) noexcept {
  job->on_stop_.reset();  // waits for the callback if it runs on another thread just now; it finds the job ended
  drop_inputs(*job);
  job->delivered = Clock::now();
  if (!job->has_continuation()) {
    close_record(*job, job->delivered);
    if (slot) backend_->park(*slot);
  }
  if (Continuation continuation = job->seal()) {
    finish_with(job, std::move(continuation), slot);
    return;
  }
  if (slot) {
    pass_on(*slot, Leave::kIfLast, true);
  } else {
    leave_callback(job->slot, false);
  }
  job->publish();
  forget(*job);
}

void Core::finish_with(const std::shared_ptr<JobState>& job, Continuation continuation,
                       std::optional<std::size_t> slot) noexcept {
  job->publish(true);
  if (options_.deliver) {
    deliver(job, std::move(continuation));
  } else {
    conclude(*job, std::move(continuation));
  }
  if (slot) {
    pass_on(*slot, Leave::kIfLast);
  } else {
    leave_callback(job->slot, true);
  }
  if (!options_.deliver) forget(*job);
}

// A job that was stopped while it ran keeps them until the device lets go.
void Core::drop_inputs(JobState& job) noexcept {
  std::shared_ptr<void> keep_alive;
  {
    MutexLock lock(mutex_);
    if (job.on_device_) return;
    keep_alive = std::move(job.keep_alive);
  }
  job.drop_inputs();
}

void Core::deliver(const std::shared_ptr<JobState>& job, Continuation continuation) noexcept {
  try {
    const auto delivery = std::make_shared<Delivery>(job, std::move(continuation));
    options_.deliver([delivery] { delivery->run(); });
  } catch (...) {
    count_continuation_error();  // of the executor; the delivery has run where it was dropped
  }
}

void Core::conclude(JobState& job, Continuation continuation) noexcept {
  const auto ended = run(job, std::move(continuation));
  job.let_go_of_outcome();
  close_record(job, ended);
}

Clock::time_point Core::run(JobState& job, Continuation continuation) noexcept {
  const auto began = options_.deliver ? Clock::now() : job.delivered;
  if (!run_continuation(std::move(continuation), job)) count_continuation_error();
  const auto ended = Clock::now();
  if (in_callback()) {
    MutexLock lock(mutex_);
    account_.user_code(ended - began);
  }
  return ended;
}

// What happened to the job is told when both its continuation has returned and the device has let go of it.
void Core::close_record(JobState& job, Clock::time_point ended) noexcept {
  {
    MutexLock lock(mutex_);
    if (std::exchange(job.concluded_, true)) return;
    job.concluded = ended;
    if (job.on_device_) return;
  }
  if (!job.wants_lease) trace(job);
}

void Core::forget(JobState& job) noexcept {
  {
    MutexLock lock(mutex_);
    if (job.wants_lease) {
      --leasing_;
    } else {
      --pending_;
      account_.deliver(job.delivered - job.finished);
      drains_.job_ended(job.id);
    }
    if (pending_ == 0) became_idle_.notify_all();
  }
  job.core.reset();
}

void Core::trace(const JobState& job) noexcept {
  if (!options_.trace) return;
  const auto tell = [&] {
    options_.trace({.device = options_.device,
                    .requests = size(),
                    .job = job.id,
                    .slot = job.slot == JobState::kNowhere ? std::nullopt : std::optional(job.slot),
                    .submitted = job.submitted,
                    .started = job.started,
                    .finished = job.finished,
                    .released = job.released,
                    .delivered = job.delivered,
                    .ended = job.concluded,
                    .failed = job.failed,
                    .stopped = job.stopped});
  };
  if (!run_user_code(tell)) count_continuation_error();
}

void Core::count_continuation_error() noexcept {
  MutexLock lock(mutex_);
  account_.continuation_error();
}

// --- ends

bool Core::stop(const std::shared_ptr<JobState>& job, StopReason reason) noexcept {
  const Frame frame;
  std::size_t slot = 0;
  bool runs = false;
  {
    MutexLock lock(mutex_);
    switch (job->phase_) {
      case Phase::kEnded: return false;
      case Phase::kNew:
      case Phase::kStarting:
        if (job->stop_wanted_) return false;
        if (slots_.waits_to_start(*job)) {
          slot = job->slot;
          slots_.afterwards(slot) = Afterwards::kNothing;
          slots_.take_back(slot);
          end_stopped(job, reason);
          break;
        }
        job->stop_wanted_ = reason;
        if (job->line_ != nullptr) job->place_->waiter->changed.notify_all();
        return true;
      case Phase::kWaiting:
        line_.remove(*job);
        end_stopped(job, reason);
        admit();
        return true;
      case Phase::kRunning:
        slot = job->slot;
        runs = true;
        slots_.keep(slot, shared_from_this());
        end_stopped(job, reason);
        if (job->starting_) return true;  // launch() cancels it when the backend has started it
        slots_.begin_cancel(slot);
        break;
    }
  }
  runs ? cancel(slot) : release(slot);
  return true;
}

void Core::end_stopped(const std::shared_ptr<JobState>& job, StopReason reason) {
  forget_deadline(*job);
  if (!job->wants_lease && job->phase_ == Phase::kRunning) {
    account_.stop_started(reason);
  } else if (!job->wants_lease) {
    account_.stop_unstarted(reason);
  }
  job->phase_ = Phase::kEnded;
  job->finished = Clock::now();
  job->stopped = reason;
  Frame::push_finish(job, std::nullopt);
}

void Core::cancel_all() {
  std::vector<std::shared_ptr<JobState>> jobs;
  {
    MutexLock lock(mutex_);
    jobs = line_.jobs();
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_.job(slot)) jobs.push_back(slots_.job(slot));
    }
  }
  const Frame frame;  // all of them are stopped before the first continuation hears of it
  for (const auto& job : jobs) stop(job, StopReason::kCancelled);
}

void Core::close() noexcept {
  const Frame frame;
  MutexLock lock(mutex_);
  closed_ = true;
  while (line_.front() != nullptr) {
    const Waiting waiting = line_.pop();
    if (waiting.waiter != nullptr) {
      waiting.waiter->settle(Waiter::State::kClosed);
    } else {
      end_stopped(waiting.job, StopReason::kClosed);
    }
  }
}

bool Core::drain(Clock::time_point deadline) {
  MutexLock lock(mutex_);
  if (pending_ == 0) return true;
  if (in_continuation()) throw_would_deadlock("drain()");
  const Counted counted(blocked_);
  return drains_.wait(lock, next_id_, pending_, deadline);
}

void Core::wait_idle(const char* caller) {
  {
    MutexLock lock(mutex_);
    if (pending_ != 0 && in_continuation()) throw_would_deadlock(caller);
    const Counted counted(blocked_);
    while (pending_ != 0) became_idle_.wait(lock);
  }
  wait_for_callbacks();
}

void Core::retire() noexcept {
  if (in_continuation()) return;  // what still runs keeps the core alive, and ends by itself
  {
    MutexLock lock(mutex_);
    const Counted counted(blocked_);
    while (unfinished() != 0) became_idle_.wait(lock);
  }
  wait_for_callbacks();
}

// The completion threads may still be on their way out of a callback, holding the core; until then the runtime calls the
// request busy.
void Core::wait_for_callbacks() noexcept {
  for (std::size_t slot = 0; slot < size(); ++slot) {
    if (may_wait_for(slot)) wait_until_quiet(slot);
  }
}

// Inside a continuation nobody waits for another one's user code.
bool Core::may_wait_for(std::size_t slot) const noexcept {
  if (!in_continuation()) return true;
  MutexLock lock(mutex_);
  return slots_.callbacks(slot) == 0;
}

std::size_t Core::unfinished() const {
  return pending_ + leasing_ + account_.letting_go();
}

bool Core::ready() const noexcept {
  MutexLock lock(mutex_);
  return slots_.any_free();
}

Stats Core::stats() const {
  std::size_t blocked = 0;
  const auto taken = [&] {
    MutexLock lock(mutex_);
    blocked = blocked_;
    return account_;
  }();
  Stats stats = taken.stats(Clock::now());
  stats.blocked = blocked;
  return stats;
}

// --- time

void Core::watch_deadline(JobState& job) {
  if (job.deadline_node_.empty()) return;
  job.deadline_place_ = deadlines_.insert(std::move(job.deadline_node_));
  if (*job.deadline_place_ == deadlines_.begin()) bell_->ring_at(job.deadline);
}

void Core::forget_deadline(JobState& job) {
  if (!job.deadline_place_) return;
  deadlines_.erase(*job.deadline_place_);
  job.deadline_place_.reset();
}

void Core::ring() noexcept {
  while (const auto job = take_expired()) stop(job, StopReason::kExpired);
  const auto report = [&] {
    if (const auto stall = take_stall()) options_.on_stall(*stall);
  };
  if (!run_user_code(report)) count_continuation_error();
}

std::shared_ptr<JobState> Core::take_expired() noexcept {
  MutexLock lock(mutex_);
  if (deadlines_.empty()) return nullptr;
  const auto [time, job] = *deadlines_.begin();
  if (time > Clock::now()) {
    bell_->ring_at(time);
    return nullptr;
  }
  forget_deadline(*job);
  return job->shared_from_this();  // whoever owns a job forgets its deadline before letting go of it
}

std::optional<StallReport> Core::take_stall() {
  MutexLock lock(mutex_);
  if (!options_.stall_timeout || account_.on_device() == 0) return std::nullopt;
  const auto now = Clock::now();
  const auto progress = account_.last_progress();
  const auto due = progress + *options_.stall_timeout;
  if (now < due) {
    bell_->ring_at(due);
    return std::nullopt;
  }
  bell_->ring_at(now + *options_.stall_timeout);
  if (reported_stall_ == progress) return std::nullopt;
  reported_stall_ = progress;
  const WaitingCounts waiting = line_.count();
  StallReport report{.quiet = now - progress,
                     .running = {},
                     .waiting_jobs = waiting.jobs,
                     .blocked_submitters = waiting.submitters,
                     .blocked_acquirers = waiting.acquirers};
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    const auto& job = slots_.job(slot);
    if (!job || !job->on_device_) continue;
    report.running.push_back(
        {.slot = slot, .job = job->id, .age = now - job->started, .stopped = job->phase_ == Phase::kEnded});
  }
  return report;
}

}  // namespace millrace::scheduling
