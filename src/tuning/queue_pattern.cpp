#include "tuning/queue_pattern.hpp"

#include <optional>
#include <utility>

namespace millrace::tuning {
namespace {

Clock::duration clock_time(Milliseconds duration) {
  return std::chrono::duration_cast<Clock::duration>(duration);
}

/// Removes and returns the front of a deque.
template <class T>
T take_front(std::deque<T>& items) {
  T front = std::move(items.front());
  items.pop_front();
  return front;
}

}  // namespace

QueuePattern::QueuePattern(DetectionWork work, std::size_t requests, std::string name)
    : work_(work), name_(std::move(name)), queue_(work_.model(), {.requests = requests}) {}

void QueuePattern::warm_up() {
  // All leases first: a queue that gave the same request twice would leave another one cold.
  std::deque<Slot> slots;
  while (slots.size() < queue_.size()) slots.push_back(queue_.acquire());
  std::deque<InFlight> in_flight;
  while (!slots.empty()) in_flight.push_back(start(take_front(slots), 0));
  while (!in_flight.empty()) finish(take_front(in_flight));
}

QueuePattern::InFlight QueuePattern::start(Slot slot, std::size_t picture) const {
  PictureInFlight flight = work_.begin(picture, slot.input());
  flight.record.started = Clock::now();
  return {std::move(flight), std::move(slot).start()};
}

JobRecord QueuePattern::finish(InFlight flight) const {
  const Result result = flight.job.get();
  JobRecord& record = flight.picture.record;
  record.started += clock_time(result.timing().waited);
  record.ended = record.started + clock_time(result.timing().ran);
  return work_.finish(std::move(flight.picture), result);
}

std::vector<JobRecord> QueuePattern::run(const Work& work, std::stop_token stop) {
  std::vector<JobRecord> records;
  records.reserve(work.count);
  std::deque<InFlight> in_flight;
  for (std::size_t i = 0; i < work.count && !stop.stop_requested(); ++i) {
    std::optional<Slot> slot;
    while (!(slot = queue_.try_acquire())) records.push_back(finish(take_front(in_flight)));
    in_flight.push_back(start(std::move(*slot), work.first + i));
    while (!in_flight.empty() && in_flight.front().job.ready()) records.push_back(finish(take_front(in_flight)));
  }
  while (!in_flight.empty()) records.push_back(finish(take_front(in_flight)));
  return records;
}

}  // namespace millrace::tuning
