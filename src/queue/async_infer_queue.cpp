#include "millrace/queue/async_infer_queue.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "queue/async_state.hpp"
#include "queue/make_job.hpp"
#include "queue/reservations.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace {
namespace {

/// Gives this thread's reservation back when a start throws.
class ReservationGuard {
 public:
  explicit ReservationGuard(const queue::AsyncState& state) : state_(state) {}
  ~ReservationGuard() {
    if (!done_) queue::reservations::release(state_.core);
  }
  ReservationGuard(const ReservationGuard&) = delete;
  ReservationGuard& operator=(const ReservationGuard&) = delete;

  void dismiss() noexcept { done_ = true; }

 private:
  const queue::AsyncState& state_;
  bool done_ = false;
};

bool start_with(queue::AsyncState& state, const Inputs& inputs, std::any userdata, bool may_block) {
  ReservationGuard guard(state);
  const auto job = queue::make_job({.userdata = std::move(userdata)});
  job->inputs = state.backend().inputs().resolve(inputs);
  const bool started = state.start(job, may_block);
  guard.dismiss();
  return started;
}

}  // namespace

AsyncInferQueue::AsyncInferQueue(ov::CompiledModel model, std::size_t jobs)
    : state_(std::make_shared<queue::AsyncState>(std::move(model), jobs)) {}

AsyncInferQueue& AsyncInferQueue::operator=(AsyncInferQueue&& other) noexcept {
  if (this != &other) {
    retire();
    state_ = std::move(other.state_);
  }
  return *this;
}

AsyncInferQueue::~AsyncInferQueue() {
  retire();
}

void AsyncInferQueue::retire() noexcept {
  if (!state_) return;
  queue::reservations::release(state_->core);
  state_->core->retire();
}

// A copy, so that a thread blocked inside a call keeps the state alive while another thread destroys the queue.
std::shared_ptr<queue::AsyncState> AsyncInferQueue::state() const {
  if (!state_)
    throw Error(ErrorCode::kInvalidState, "this AsyncInferQueue was moved from; use the one it was moved to");
  state_->core->made().check("this AsyncInferQueue");
  return state_;
}

void AsyncInferQueue::set_callback(Callback callback) {
  state()->set_callback(std::move(callback));
}

void AsyncInferQueue::start_async(const Inputs& inputs, std::any userdata) {
  start_with(*state(), inputs, std::move(userdata), true);
}

void AsyncInferQueue::start_async() {
  const auto state = this->state();
  ReservationGuard guard(*state);
  state->start(queue::make_job({}), true);
  guard.dismiss();
}

bool AsyncInferQueue::try_start_async(const Inputs& inputs, std::any userdata) {
  return start_with(*state(), inputs, std::move(userdata), false);
}

void AsyncInferQueue::wait_all() {
  const auto state = this->state();
  queue::reservations::release(state->core);
  state->core->wait_idle("AsyncInferQueue::wait_all()");
  if (auto first = state->errors.take_first()) std::rethrow_exception(std::move(first));
}

std::vector<std::exception_ptr> AsyncInferQueue::take_errors() {
  return state()->errors.take_errors();
}

std::vector<JobError> AsyncInferQueue::take_job_errors() {
  return state()->errors.take_job_errors();
}

std::optional<JobError> AsyncInferQueue::last_error() const {
  return state()->errors.last_taken();
}

std::size_t AsyncInferQueue::dropped_errors() const {
  return state()->errors.dropped();
}

Stats AsyncInferQueue::stats() const {
  return state()->core->stats();
}

bool AsyncInferQueue::is_ready() const {
  const auto core = state()->core;
  return core->ready() || queue::reservations::find(core).has_value();
}

std::size_t AsyncInferQueue::get_idle_request_id() {
  return state()->reserve();
}

std::size_t AsyncInferQueue::size() const noexcept {
  return state_ ? state_->core->size() : 0;
}

Request AsyncInferQueue::operator[](std::size_t i) const {
  const std::size_t size = state()->core->size();
  if (i >= size) {
    throw std::out_of_range(fmt::format("the queue has {} requests, there is no request {}", size, i));
  }
  return {state_, i};
}

AsyncInferQueue::iterator AsyncInferQueue::begin() const {
  return {state(), 0};
}

AsyncInferQueue::iterator AsyncInferQueue::end() const {
  return {state(), static_cast<std::ptrdiff_t>(size())};
}

std::vector<std::any> AsyncInferQueue::userdata() const {
  return state()->userdata();
}

}  // namespace millrace
