#include "millrace/queue/slot_awaiter.hpp"

#include <utility>

#include "millrace/base/error.hpp"
#include "queue/resumption.hpp"
#include "queue/scheduling/core.hpp"

namespace millrace {

/// A job that runs nothing: it waits for a slot and passes it to the coroutine, or back to the queue if that is gone.
struct SlotAwaiter::Wish final : scheduling::JobState {
  std::shared_ptr<scheduling::Core> queue;
  std::shared_ptr<queue::Resumption> resumption;
};

SlotAwaiter::SlotAwaiter(std::shared_ptr<scheduling::Core> core, std::stop_token stop)
    : wish_(std::make_shared<Wish>()) {
  wish_->wants_lease = true;
  wish_->stop = std::move(stop);
  wish_->queue = std::move(core);
}

SlotAwaiter::~SlotAwaiter() {
  if (!wish_ || !wish_->resumption) return;
  wish_->resumption->disarm();
  wish_->queue->stop(wish_, StopReason::kCancelled);
}

bool SlotAwaiter::await_suspend(std::coroutine_handle<> waiting) {
  wish_->queue->made().check("this InferQueue");
  const auto resumption = std::make_shared<queue::Resumption>(waiting);
  const auto wish = wish_;
  wish->resumption = resumption;
  wish->set_continuation([resumption, queue = wish->queue](scheduling::JobState& granted) {
    if (!resumption->resume() && !granted.stopped) queue->release(granted.slot);
  });
  // Unless a slot was free, the coroutine may have resumed after this call and this awaiter be gone.
  return !wish->queue->acquire_later(wish);
}

Slot SlotAwaiter::await_resume() {
  const auto wish = std::move(wish_);
  if (wish->stopped == StopReason::kClosed)
    throw Error(ErrorCode::kClosed, "the queue was closed while a coroutine waited for a request");
  if (wish->stopped) throw Stopped(*wish->stopped);
  return Slot::lease(std::move(wish->queue), wish->slot);
}

}  // namespace millrace
