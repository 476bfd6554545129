#pragma once

#include <array>
#include <optional>

#include "openvino/runtime/infer_request.hpp"
#include "tuning/detection_work.hpp"
#include "tuning/pattern.hpp"

namespace millrace::tuning {

/// Two requests in turn, the classic of OpenVINO's demos: start the next picture, wait for the current one, make its
/// boxes, swap.
class TwoRequestPattern : public Pattern {
 public:
  explicit TwoRequestPattern(DetectionWork work);
  TwoRequestPattern(const TwoRequestPattern&) = delete;
  TwoRequestPattern& operator=(const TwoRequestPattern&) = delete;

  std::string name() const override { return "two in turn"; }
  std::size_t requests() const override { return lanes_.size(); }
  void warm_up() override;
  std::vector<JobRecord> run(const Work& work, std::stop_token stop) override;

 private:
  struct Lane {
    std::optional<PictureInFlight> picture;
    Clock::time_point ended;   // written by the completion callback, read after wait()
    ov::InferRequest request;  // last: destroyed first, which waits for its callback
  };

  void start(Lane& lane, std::size_t picture);
  JobRecord finish(Lane& lane);

  DetectionWork work_;
  std::array<Lane, 2> lanes_;
};

}  // namespace millrace::tuning
