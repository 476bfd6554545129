#include "tuning/detection_work.hpp"

#include <utility>
#include <vector>

#include "base/platform.hpp"

namespace millrace::tuning {
namespace {

JobRecord completed(JobRecord record, std::vector<Detection> detections) {
  record.detections = std::move(detections);
  record.done = Clock::now();
  record.cpu_at_done = base::platform::process_cpu_time();
  return record;
}

}  // namespace

PictureInFlight DetectionWork::begin(std::size_t index, const ov::Tensor& input) const {
  const std::size_t picture = index % pictures_.size();
  PictureInFlight flight{.record = {.picture = picture, .begun = Clock::now()}, .fit = {}};
  flight.fit = detector_->prepare(pictures_[picture].view(), input);
  return flight;
}

JobRecord DetectionWork::finish(PictureInFlight picture, ov::InferRequest request) const {
  return completed(std::move(picture.record), detector_->decode(std::move(request), picture.fit));
}

JobRecord DetectionWork::finish(PictureInFlight picture, const Result& result) const {
  return completed(std::move(picture.record), detector_->decode(result, picture.fit));
}

}  // namespace millrace::tuning
