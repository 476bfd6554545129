#pragma once

#include <deque>

#include "millrace/queue/infer_queue.hpp"
#include "tuning/detection_work.hpp"
#include "tuning/pattern.hpp"

namespace millrace::tuning {

/// An InferQueue: this thread letterboxes into whichever request is idle, starts it, and makes boxes of what is done;
/// it waits only when every request is in flight and the oldest one is not done.
class QueuePattern : public Pattern {
 public:
  /// `name` tells patterns apart that differ in `requests` only.
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
