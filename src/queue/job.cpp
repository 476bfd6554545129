#include "millrace/queue/job.hpp"

#include <utility>

#include "millrace/base/error.hpp"
#include "queue/make_job.hpp"
#include "queue/resumption.hpp"
#include "queue/scheduling/core.hpp"
#include "queue/scheduling/frame.hpp"
#include "queue/scheduling/thread_context.hpp"
#include "queue/tensor_job.hpp"

namespace millrace {

Job::Job(std::shared_ptr<queue::TensorJob> state, std::weak_ptr<scheduling::Core> core) noexcept
    : state_(std::move(state)), core_(std::move(core)) {}

Job queue::job_of(std::shared_ptr<queue::TensorJob> state, std::weak_ptr<scheduling::Core> core) noexcept {
  return {std::move(state), std::move(core)};
}

Job& Job::operator=(Job&& other) noexcept {
  if (this != &other) {
    let_go();
    state_ = std::move(other.state_);
    core_ = std::move(other.core_);
    abandoned_stops_ = other.abandoned_stops_;
    taken_ = other.taken_;
  }
  return *this;
}

Job::~Job() {
  let_go();
}

void Job::let_go() noexcept {
  if (!state_ || taken_ || state_->made.forked()) return;
  const auto core = core_.lock();
  if (core && abandoned_stops_) core->stop(state_, StopReason::kCancelled);
  state_->abandon();
}

queue::TensorJob& Job::state() const {
  if (!state_) throw Error(ErrorCode::kInvalidState, "this Job was moved from; use the one it was moved to");
  state_->made.check("this Job");
  return *state_;
}

void Job::throw_if_taken() const {
  if (taken_) {
    throw Error(ErrorCode::kInvalidState,
                "the outcome of this job was taken already by get(), outcome() or on_done(); it can be had once");
  }
}

Job Job::failed(std::exception_ptr error) {
  auto state = std::make_shared<queue::TensorJob>();
  state->submitted = state->finished = Clock::now();
  state->failed = true;
  state->error = std::move(error);
  state->publish();
  return {std::move(state), {}};
}

std::uint64_t Job::id() const {
  return state().id;
}

bool Job::ready() const {
  return state().done();
}

void Job::wait() const {
  queue::TensorJob& job = state();
  if (scheduling::in_continuation() && !job.done()) scheduling::throw_would_deadlock("Job::wait()");
  if (const auto core = core_.lock()) {
    core->wait_for(job);
  } else {
    job.wait();
  }
}

bool Job::wait_until(Clock::time_point deadline) const {
  queue::TensorJob& job = state();
  if (scheduling::in_continuation() && !job.done()) scheduling::throw_would_deadlock("Job::wait_until()");
  return job.wait_until(deadline);
}

Outcome Job::outcome() {
  throw_if_taken();
  wait();
  taken_ = true;
  return Outcome(*state_);
}

Result Job::get() {
  return outcome().result();
}

bool Job::cancel() {
  state();
  const auto core = core_.lock();
  return core && core->stop(state_, StopReason::kCancelled);
}

void Job::detach() noexcept {
  abandoned_stops_ = false;
}

void Job::on_done(UniqueFunction<void(Outcome)> continuation) {
  queue::TensorJob& job = state();
  throw_if_taken();
  if (!continuation) throw Error(ErrorCode::kInvalidArgument, "on_done() was given an empty function");
  scheduling::Continuation now =
      job.set_continuation([f = std::move(continuation)](scheduling::JobState& done) mutable {
        f(Outcome(static_cast<queue::TensorJob&>(done)));
      });
  taken_ = true;
  // Jobs that the continuation submits may complete inside it; the frame defers their continuations.
  const scheduling::Frame frame;
  if (scheduling::run_continuation(std::move(now), job)) return;
  if (const auto core = core_.lock()) core->count_continuation_error();
}

JobAwaiter Job::operator co_await() && {
  state();
  throw_if_taken();
  return JobAwaiter(std::move(*this));
}

JobAwaiter::~JobAwaiter() {
  if (resumption_) resumption_->disarm();
}

bool JobAwaiter::await_suspend(std::coroutine_handle<> waiting) {
  const auto resumption = std::make_shared<queue::Resumption>(waiting);
  resumption_ = resumption;
  // After this call the coroutine may have resumed and this awaiter be gone.
  const scheduling::Continuation done = job_.state().set_continuation([resumption](auto&) { resumption->resume(); });
  return !done;
}

}  // namespace millrace
