#pragma once

#include <string>

#include "tuning/bench_report.hpp"

namespace millrace::cli {

/// The report as JSON: {"schema":1,"millrace","openvino","model",...,"pictures":[path],"rounds","patterns":[{"name",
/// "requests","pictures_per_second":{"median","q1","q3","rounds":[]},"against_sync":{"median","low","high"},
/// "latency_ms":{"p50","p90","p99"},"infer_ms":{...},"busy_share","mean_in_flight","cpu_share",
/// "cpu_ms_per_picture"}],"equal_detections":{"equal","results","detections","mismatch"},"verdict":{"fastest",
/// "decided","level","against":{name:{"median","low","high"}}}}. `low` and `high` are the 95 % interval, null with too
/// few rounds; `verdict` is null without a complete round.
std::string bench_json(const tuning::BenchReport& report);

}  // namespace millrace::cli
