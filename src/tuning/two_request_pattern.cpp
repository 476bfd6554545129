#include "tuning/two_request_pattern.hpp"

#include <utility>

#include "queue/device_call.hpp"

namespace millrace::tuning {

TwoRequestPattern::TwoRequestPattern(DetectionWork work) : work_(work) {
  for (Lane& lane : lanes_) {
    lane.request = queue::make_request(work_.model());
    // wait() reports errors, so the callback need not.
    lane.request.set_callback([&lane](const std::exception_ptr&) { lane.ended = Clock::now(); });
  }
}

void TwoRequestPattern::warm_up() {
  for (Lane& lane : lanes_) {
    start(lane, 0);
    finish(lane);
  }
}

void TwoRequestPattern::start(Lane& lane, std::size_t picture) {
  lane.picture = work_.begin(picture, lane.request.get_input_tensor());
  lane.picture->record.started = Clock::now();
  lane.request.start_async();
}

JobRecord TwoRequestPattern::finish(Lane& lane) {
  lane.request.wait();
  lane.picture->record.ended = lane.ended;
  PictureInFlight picture = std::move(*lane.picture);
  lane.picture.reset();
  return work_.finish(std::move(picture), lane.request);
}

std::vector<JobRecord> TwoRequestPattern::run(const Work& work, std::stop_token stop) {
  std::vector<JobRecord> records;
  records.reserve(work.count);
  Lane* current = &lanes_[0];
  Lane* next = &lanes_[1];
  for (std::size_t i = 0; i < work.count && !stop.stop_requested(); ++i) {
    start(*next, work.first + i);
    if (current->picture) records.push_back(finish(*current));
    std::swap(current, next);
  }
  if (current->picture) records.push_back(finish(*current));
  return records;
}

}  // namespace millrace::tuning
