#pragma once

#include "cli/devices/report.hpp"

namespace millrace::cli {

/// A machine with a CPU and without a GPU, as the report describes it; no OpenVINO device is asked.
inline DevicesReport sample_report() {
  const DeviceProperties cpu{.device = "CPU",
                             .hint = PerformanceHint::kThroughput,
                             .execution_devices = {"CPU"},
                             .values = {{"OPTIMAL_NUMBER_OF_INFER_REQUESTS", "8"},
                                        {"NUM_STREAMS", "4"},
                                        {"RANGE_FOR_STREAMS", "1 16"},
                                        {"GPU_QUEUE_PRIORITY", std::nullopt},
                                        {"INFERENCE_PRECISION_HINT", "bf16"},
                                        {"EXECUTION_DEVICES", "CPU"}},
                             .all_values = {{"NETWORK_NAME", "net"}}};
  return {.model = "net.onnx",
          .available = {{"CPU", "A processor"}},
          .devices = {{.device = "CPU", .hints = {cpu}, .own = {{"FULL_DEVICE_NAME", "A processor"}}},
                      {.device = "GPU.0", .absent = "no GPU"},
                      {.device = "GPU.1", .absent = "no GPU"}}};
}

}  // namespace millrace::cli
