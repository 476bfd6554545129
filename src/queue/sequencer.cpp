#include "millrace/queue/sequencer.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "base/fork_mark.hpp"
#include "base/mutex.hpp"
#include "millrace/base/error.hpp"
#include "queue/scheduling/thread_context.hpp"

namespace millrace {

/// Holds outcomes back until all earlier ones are there. The thread that brings the first missing one feeds the sink.
class Sequencer::State {
 public:
  explicit State(Sink sink) : sink_(std::move(sink)) {}

  const base::ForkMark made;

  std::uint64_t reserve() MILLRACE_EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    places_.emplace_back();
    return first_ + places_.size() - 1;
  }

  void put(std::uint64_t place, Outcome outcome) MILLRACE_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    places_[place - first_] = std::move(outcome);
    if (delivering_) return;  // the delivering thread will see it
    delivering_ = true;
    while (!places_.empty() && places_.front()) {
      Outcome next = std::move(*places_.front());
      places_.pop_front();
      ++first_;
      lock.unlock();
      const bool returned = scheduling::run_user_code([&] { sink_(std::move(next)); });
      lock.lock();
      ++delivered_;
      if (!returned) ++sink_errors_;
      advanced_.notify_all();
    }
    delivering_ = false;
  }

  void wait() MILLRACE_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    const std::uint64_t all = first_ + places_.size();
    if (delivered_ >= all) return;
    if (scheduling::in_continuation()) scheduling::throw_would_deadlock("Sequencer::wait()");
    while (delivered_ < all) advanced_.wait(lock);
  }

  std::size_t sink_errors() const MILLRACE_EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    return sink_errors_;
  }

 private:
  Sink sink_;  // run only by the delivering thread

  mutable base::Mutex mutex_;
  base::CondVar advanced_;
  std::deque<std::optional<Outcome>> places_ MILLRACE_GUARDED_BY(mutex_);
  std::uint64_t first_ MILLRACE_GUARDED_BY(mutex_) = 0;  // the place at the front
  std::uint64_t delivered_ MILLRACE_GUARDED_BY(mutex_) = 0;
  std::size_t sink_errors_ MILLRACE_GUARDED_BY(mutex_) = 0;
  bool delivering_ MILLRACE_GUARDED_BY(mutex_) = false;
};

Sequencer::Sequencer(Sink sink) {
  if (!sink) throw Error(ErrorCode::kInvalidArgument, "a Sequencer was given an empty sink");
  state_ = std::make_shared<State>(std::move(sink));
}

Sequencer::~Sequencer() {
  if (!scheduling::in_continuation() && !state_->made.forked()) state_->wait();
}

void Sequencer::add(Job job) {
  state_->made.check("this Sequencer");
  const std::uint64_t place = state_->reserve();
  try {
    job.on_done([state = state_, place](Outcome outcome) { state->put(place, std::move(outcome)); });
  } catch (...) {
    state_->put(place, Outcome(std::current_exception()));  // or all later outcomes would never be delivered
  }
}

void Sequencer::wait() {
  state_->made.check("this Sequencer");
  state_->wait();
}

std::size_t Sequencer::sink_errors() const {
  state_->made.check("this Sequencer");
  return state_->sink_errors();
}

}  // namespace millrace
