#include "tuning/detection_work.hpp"

#include "base/platform.hpp"

namespace millrace::tuning {

PictureInFlight DetectionWork::begin(std::size_t index, const ov::Tensor& input) const {
  const std::size_t picture = index % pictures_.size();
  PictureInFlight flight{.record = {.picture = picture, .begun = Clock::now()}, .fit = {}};
  flight.fit = detector_->prepare(pictures_[picture].view(), input);
  return flight;
}

JobRecord DetectionWork::finish(PictureInFlight picture, const ov::Tensor& output) const {
  JobRecord& record = picture.record;
  record.detections = detector_->decode(output, picture.fit);
  record.done = Clock::now();
  record.cpu_at_done = base::platform::process_cpu_time();
  return std::move(record);
}

}  // namespace millrace::tuning
