#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "millrace/queue/compile_options.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace {

/// One property as text; no value when the device does not have it.
struct PropertyValue {
  std::string name;
  std::optional<std::string> value;
};

/// What OpenVINO settled on for one model, device and hint.
struct DeviceProperties {
  std::string device;  ///< as asked for: "AUTO"
  PerformanceHint hint = PerformanceHint::kNone;
  std::string absent = {};                          ///< why there are no values; empty when there are
  std::vector<std::string> execution_devices = {};  ///< where it really runs: {"CPU"}
  std::vector<PropertyValue> values = {};           ///< running_properties(), in their order
  std::vector<PropertyValue> all_values = {};       ///< the model's own, and "CPU.NUM_STREAMS" of devices under AUTO

  /// The value of a property, or nothing.
  std::optional<std::string> find(std::string_view name) const;
  /// OPTIMAL_NUMBER_OF_INFER_REQUESTS / NUM_STREAMS: requests that the device wants per stream.
  std::optional<double> requests_per_stream() const;
};

/// The properties that determine how a device runs a model, in display order: OPTIMAL_NUMBER_OF_INFER_REQUESTS,
/// NUM_STREAMS, RANGE_FOR_STREAMS, PERFORMANCE_HINT_NUM_REQUESTS, INFERENCE_NUM_THREADS, GPU_QUEUE_PRIORITY,
/// INFERENCE_PRECISION_HINT, EXECUTION_DEVICES.
const std::vector<std::string>& running_properties();

/// Compiles `model` as `options` say and reads its properties. A device that is absent or refuses the model gives
/// a result with `absent` set instead of an exception.
///
/// Example: `read_device_properties(core, model, {.device = "AUTO"}).find("NUM_STREAMS")`
DeviceProperties read_device_properties(ov::Core& core, const std::shared_ptr<const ov::Model>& model,
                                        const CompileOptions& options);

/// Every property of a device itself, without a model: SUPPORTED_PROPERTIES with values.
std::vector<PropertyValue> read_supported_properties(const ov::Core& core, const std::string& device);

/// One property of a compiled model as text. If a model on AUTO, MULTI, HETERO or BATCH does not have it, the value of
/// the device it runs on; nothing when that has none either.
std::optional<std::string> resolved_property(const ov::CompiledModel& model, const std::string& name);

/// OPTIMAL_NUMBER_OF_INFER_REQUESTS of a compiled model. Throws Error kDevice when the device does not report it.
std::size_t optimal_requests(const ov::CompiledModel& model);

/// Where a compiled model runs: EXECUTION_DEVICES, one name each.
std::vector<std::string> execution_devices(const ov::CompiledModel& model);

}  // namespace millrace
