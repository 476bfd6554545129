#include "tuning/sync_pattern.hpp"

#include "queue/device_call.hpp"

namespace millrace::tuning {

SyncPattern::SyncPattern(DetectionWork work) : work_(work), request_(queue::make_request(work_.model())) {}

void SyncPattern::warm_up() {
  detect(0);
}

JobRecord SyncPattern::detect(std::size_t picture) {
  PictureInFlight flight = work_.begin(picture, request_.get_input_tensor());
  flight.record.started = Clock::now();
  request_.infer();
  flight.record.ended = Clock::now();
  return work_.finish(std::move(flight), request_);
}

std::vector<JobRecord> SyncPattern::run(const Work& work, std::stop_token stop) {
  std::vector<JobRecord> records;
  records.reserve(work.count);
  for (std::size_t i = 0; i < work.count && !stop.stop_requested(); ++i) records.push_back(detect(work.first + i));
  return records;
}

}  // namespace millrace::tuning
