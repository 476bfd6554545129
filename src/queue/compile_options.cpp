#include "millrace/queue/compile_options.hpp"

#include <array>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/letter_case.hpp"
#include "base/nearest.hpp"
#include "millrace/base/error.hpp"
#include "openvino/runtime/auto/properties.hpp"
#include "openvino/runtime/properties.hpp"

namespace millrace {
namespace {

constexpr std::array<std::pair<std::string_view, PerformanceHint>, 6> kHints = {{
    {"latency", PerformanceHint::kLatency},
    {"throughput", PerformanceHint::kThroughput},
    {"cumulative_throughput", PerformanceHint::kCumulativeThroughput},
    {"none", PerformanceHint::kNone},
    {"tput", PerformanceHint::kThroughput},
    {"ctput", PerformanceHint::kCumulativeThroughput},
}};

constexpr std::array<std::pair<std::string_view, Precision>, 4> kPrecisions = {{
    {"auto", Precision::kAuto},
    {"f32", Precision::kF32},
    {"bf16", Precision::kBf16},
    {"f16", Precision::kF16},
}};

template <class Value, std::size_t kSize>
Value parse(std::string_view what, std::string_view text,
            const std::array<std::pair<std::string_view, Value>, kSize>& table) {
  const std::string wanted = base::lower_case(text);
  std::vector<std::string> names;
  std::vector<std::string_view> listed;
  for (const auto& [name, value] : table) {
    if (name == wanted) return value;
    names.emplace_back(name);
    if (to_string(value) == name) listed.push_back(name);  // aliases are not listed
  }
  throw Error(ErrorCode::kInvalidArgument, fmt::format("unknown {} '{}' (there are: {}){}", what, text,
                                                       fmt::join(listed, ", "), base::did_you_mean(wanted, names)));
}

template <class Value, std::size_t kSize>
std::string_view name_of(Value wanted, const std::array<std::pair<std::string_view, Value>, kSize>& table) {
  for (const auto& [name, value] : table) {
    if (value == wanted) return name;
  }
  return "unknown";
}

void require_at_least(const char* what, const std::optional<int>& number, int least) {
  if (!number || *number >= least) return;
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("{} {} were asked for; give a number from 1 on, or {} for as many as the device finds right",
                          *number, what, least));
}

void add_hint(PerformanceHint hint, ov::AnyMap& properties) {
  using ov::hint::PerformanceMode;
  switch (hint) {
    case PerformanceHint::kNone: return;
    case PerformanceHint::kLatency: properties.insert(ov::hint::performance_mode(PerformanceMode::LATENCY)); return;
    case PerformanceHint::kThroughput:
      properties.insert(ov::hint::performance_mode(PerformanceMode::THROUGHPUT));
      return;
    case PerformanceHint::kCumulativeThroughput:
      properties.insert(ov::hint::performance_mode(PerformanceMode::CUMULATIVE_THROUGHPUT));
      return;
  }
}

void add_precision(Precision precision, ov::AnyMap& properties) {
  switch (precision) {
    case Precision::kAuto: return;
    case Precision::kF32: properties.insert(ov::hint::inference_precision(ov::element::f32)); return;
    case Precision::kBf16: properties.insert(ov::hint::inference_precision(ov::element::bf16)); return;
    case Precision::kF16: properties.insert(ov::hint::inference_precision(ov::element::f16)); return;
  }
}

// OpenVINO takes a model that the CPU compiled for f16 out of its cache for one in f32, and the reverse (seen with
// 2026.4.1). So each precision that is asked for has a folder of its own.
std::filesystem::path folder_for(const CompileOptions& options) {
  if (options.precision == Precision::kAuto) return options.cache_dir;
  return options.cache_dir / to_string(options.precision);
}

}  // namespace

std::string_view to_string(PerformanceHint hint) noexcept {
  return name_of(hint, kHints);
}
std::string_view to_string(Precision precision) noexcept {
  return name_of(precision, kPrecisions);
}

PerformanceHint parse_hint(std::string_view text) {
  return parse("hint", text, kHints);
}
Precision parse_precision(std::string_view text) {
  return parse("precision", text, kPrecisions);
}

ov::AnyMap to_properties(const CompileOptions& options) {
  require_at_least("streams", options.streams, ov::streams::AUTO.num);
  require_at_least("threads", options.threads, 0);
  ov::AnyMap properties;
  add_hint(options.hint, properties);
  add_precision(options.precision, properties);
  if (options.streams) properties.insert(ov::num_streams(ov::streams::Num(*options.streams)));
  if (options.hint_requests) properties.insert(ov::hint::num_requests(*options.hint_requests));
  if (options.threads) properties.insert(ov::inference_num_threads(*options.threads));
  if (!options.startup_fallback && options.device.starts_with("AUTO")) {
    properties.insert(ov::intel_auto::enable_startup_fallback(false));
  }
  if (!options.cache_dir.empty()) properties.insert(ov::cache_dir(folder_for(options).string()));
  return properties;
}

}  // namespace millrace
