#include "queue/async_state.hpp"

#include <utility>

#include "queue/reservations.hpp"

namespace millrace::queue {
namespace {

std::shared_ptr<scheduling::Core> make_core(ov::CompiledModel model, std::size_t jobs) {
  return scheduling::Core::create(
      std::make_unique<OpenVinoBackend>(std::move(model),
                                        BackendOptions{.requests = jobs, .user_tensors = UserTensors::kOfTheRequest}),
      {.backlog = 0, .slot_follows_continuation = true, .longest_free_first = true});
}

}  // namespace

AsyncState::AsyncState(ov::CompiledModel model, std::size_t jobs)
    : core(make_core(std::move(model), jobs)), latencies_(core->size()), userdata_(core->size()) {}

bool AsyncState::start(const std::shared_ptr<TensorJob>& job, bool may_block) {
  SharedCallback callback;
  {
    const base::MutexLock lock(mutex_);
    callback = callback_;
  }
  job->set_continuation([self = shared_from_this(), callback = std::move(callback),
                         room = ErrorBook::room()](scheduling::JobState& done) mutable {
    self->finish(static_cast<TensorJob&>(done), callback, std::move(room));
  });
  job->abandon();  // only the continuation wants the outcome
  if (const auto slot = reservations::take(core)) {
    try {
      job->leased = true;
      core->start(*slot, job);
    } catch (...) {
      core->release(*slot);
      throw;
    }
    return true;
  }
  if (!may_block) return core->try_submit(job);
  core->submit(job);
  return true;
}

void AsyncState::finish(TensorJob& job, const SharedCallback& callback, ErrorBook::List room) {
  if (job.stopped) return;
  latencies_[job.slot].store((job.finished - job.started).count(), std::memory_order_relaxed);
  Userdata previous = job.userdata;
  {
    const base::MutexLock lock(mutex_);
    userdata_[job.slot].swap(previous);
  }
  previous.reset();  // runs the user's destructor, so not under the lock
  job.outputs.clear();
  std::exception_ptr error = job.error;
  if (!error && callback) {
    try {
      Request request(shared_from_this(), job.slot);
      (*callback)(request, value_of(job.userdata));
    } catch (...) {
      error = std::current_exception();
    }
  }
  if (error) errors.add({.request_id = job.slot, .userdata = job.userdata, .error = std::move(error)}, std::move(room));
}

void AsyncState::set_callback(AsyncInferQueue::Callback callback) {
  auto shared = callback ? std::make_shared<const AsyncInferQueue::Callback>(std::move(callback)) : nullptr;
  const base::MutexLock lock(mutex_);
  callback_.swap(shared);  // the old one is destroyed after the lock is let go
}

std::size_t AsyncState::reserve() {
  if (const auto held = reservations::find(core)) return *held;
  reservations::prepare();
  const std::size_t slot = core->acquire({}, "AsyncInferQueue::get_idle_request_id()");
  reservations::add(core, slot);
  try {
    backend().begin_lease(slot);
  } catch (...) {
    reservations::release(core);
    throw;
  }
  return slot;
}

Milliseconds AsyncState::latency(std::size_t slot) const noexcept {
  return Clock::duration(latencies_[slot].load(std::memory_order_relaxed));
}

std::vector<std::any> AsyncState::userdata() const {
  std::vector<Userdata> shared;
  {
    const base::MutexLock lock(mutex_);
    shared = userdata_;
  }
  std::vector<std::any> values;
  values.reserve(shared.size());
  for (const Userdata& each : shared) values.push_back(value_of(each));
  return values;
}

}  // namespace millrace::queue
