#pragma once

#include <deque>

#include "millrace/queue/infer_queue.hpp"
#include "tuning/detection_work.hpp"
#include "tuning/pattern.hpp"

namespace millrace::tuning {

/// An InferQueue: this thread letterboxes into any idle request, starts it, and makes boxes of finished ones; it waits
/// only when every request is in flight and the oldest is not done.
class QueuePattern : public Pattern {
 public:
  /// `name` tells apart patterns that differ only in `requests`.
  QueuePattern(DetectionWork work, std::size_t requests, std::string name);

  std::string name() const override { return name_; }
  std::size_t requests() const override { return queue_.size(); }
  void warm_up() override;
  std::vector<JobRecord> run(const Work& work, std::stop_token stop) override;

 private:
  struct InFlight {
    PictureInFlight picture;
    Job job;
  };

  InFlight start(Slot slot, std::size_t picture) const;
  JobRecord finish(InFlight flight) const;

  DetectionWork work_;
  std::string name_;
  InferQueue queue_;
};

}  // namespace millrace::tuning
