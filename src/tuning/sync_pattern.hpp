#pragma once

#include "openvino/runtime/infer_request.hpp"
#include "tuning/detection_work.hpp"
#include "tuning/pattern.hpp"

namespace millrace::tuning {

/// One request and infer(): the device waits while this thread prepares pictures and makes boxes, and this thread waits
/// for the device.
class SyncPattern : public Pattern {
 public:
  explicit SyncPattern(DetectionWork work);

  std::string name() const override { return "sync"; }
  std::size_t requests() const override { return 1; }
  void warm_up() override;
  std::vector<JobRecord> run(const Work& work, std::stop_token stop) override;

 private:
  JobRecord detect(std::size_t picture);

  DetectionWork work_;
  ov::InferRequest request_;
};

}  // namespace millrace::tuning
