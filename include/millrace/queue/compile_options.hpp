#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "openvino/core/any.hpp"

namespace millrace {

/// What OpenVINO optimises for (ov::hint::performance_mode).
enum class PerformanceHint {
  kNone,                  ///< no hint: the device's own default
  kLatency,               ///< one request as fast as possible
  kThroughput,            ///< many requests side by side
  kCumulativeThroughput,  ///< AUTO and MULTI: all devices at once; on a plain device the same as kThroughput
};

/// The number type used for inference; kAuto leaves the choice to the device (bf16 on CPUs that have it).
enum class Precision { kAuto, kF32, kBf16, kF16 };

/// "none", "latency", "throughput", "cumulative_throughput".
std::string_view to_string(PerformanceHint hint) noexcept;
/// "auto", "f32", "bf16", "f16".
std::string_view to_string(Precision precision) noexcept;

/// Parses a hint in any case, including benchmark_app's "tput" and "ctput". Throws Error kInvalidArgument naming all
/// hints and the nearest.
PerformanceHint parse_hint(std::string_view text);
/// Reads "auto", "f32", "bf16" or "f16", in any case. Throws Error kInvalidArgument like parse_hint().
Precision parse_precision(std::string_view text);

/// How to compile a model. OpenVINO decides everything that is not set.
///
/// Example: `core.compile_model(model, options.device, to_properties(options))`
struct CompileOptions {
  std::string device = "CPU";  ///< as OpenVINO writes it: "CPU", "GPU.0", "AUTO:GPU,-CPU"
  PerformanceHint hint = PerformanceHint::kThroughput;
  std::optional<int> streams = std::nullopt;             ///< NUM_STREAMS: requests that run side by side
  std::optional<unsigned> hint_requests = std::nullopt;  ///< PERFORMANCE_HINT_NUM_REQUESTS: requests in use
  std::optional<int> threads = std::nullopt;             ///< INFERENCE_NUM_THREADS: CPU threads in all
  Precision precision = Precision::kAuto;                ///< INFERENCE_PRECISION_HINT
  bool startup_fallback = true;  ///< AUTO may start on the CPU while the device it chose is still loading
  /// Where compiled models are kept, if it can be used; empty: nowhere. Each precision but kAuto has a folder in it.
  std::filesystem::path cache_dir = {};
};

/// The properties for compile_model(). They suit plain devices as well as AUTO, MULTI, HETERO and BATCH: OpenVINO
/// passes them on to the underlying devices (checked with 2026.4.1 on all five).
ov::AnyMap to_properties(const CompileOptions& options);

}  // namespace millrace
