#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "openvino/core/any.hpp"

namespace millrace {

/// What OpenVINO shall optimise for (ov::hint::performance_mode).
enum class PerformanceHint {
  kNone,                  ///< no hint: the device's own default
  kLatency,               ///< one request as fast as possible
  kThroughput,            ///< many requests side by side
  kCumulativeThroughput,  ///< AUTO and MULTI: all devices at once; a plain device takes it as kThroughput
};

/// The number type that inference shall use; kAuto leaves the choice to the device (bf16 on CPUs that have it).
enum class Precision { kAuto, kF32, kBf16, kF16 };

/// "none", "latency", "throughput", "cumulative_throughput".
std::string_view to_string(PerformanceHint hint) noexcept;
/// "auto", "f32", "bf16", "f16".
std::string_view to_string(Precision precision) noexcept;

/// Reads a hint as people write it: any case, benchmark_app's "tput" and "ctput" included.
/// Throws Error kInvalidArgument naming all hints and the nearest.
PerformanceHint parse_hint(std::string_view text);
/// Reads "auto", "f32", "bf16" or "f16", in any case. Throws Error kInvalidArgument like parse_hint().
Precision parse_precision(std::string_view text);

/// How a model shall be compiled. Everything that is not set is left to OpenVINO.
///
/// Example: `core.compile_model(model, options.device, to_properties(options))`
struct CompileOptions {
  std::string device = "CPU";  ///< as OpenVINO writes it: "CPU", "GPU.0", "AUTO:GPU,-CPU"
  PerformanceHint hint = PerformanceHint::kThroughput;
  std::optional<int> streams = std::nullopt;             ///< NUM_STREAMS: requests that run side by side
  std::optional<unsigned> hint_requests = std::nullopt;  ///< PERFORMANCE_HINT_NUM_REQUESTS: how many will be used
  std::optional<int> threads = std::nullopt;             ///< INFERENCE_NUM_THREADS: CPU threads in all
  Precision precision = Precision::kAuto;                ///< INFERENCE_PRECISION_HINT
  bool startup_fallback = true;          ///< AUTO may start on the CPU while the device it chose is still loading
  std::filesystem::path cache_dir = {};  ///< where compiled models are kept; empty: nowhere
};

/// The properties for compile_model(). They suit plain devices and AUTO, MULTI, HETERO and BATCH alike: OpenVINO hands
/// them down to the devices below (seen with 2026.4.1 on all five).
ov::AnyMap to_properties(const CompileOptions& options);

}  // namespace millrace
