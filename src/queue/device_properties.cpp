#include "millrace/queue/device_properties.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/compile_model.hpp"
#include "openvino/runtime/properties.hpp"
#include "queue/device_call.hpp"

namespace millrace {
namespace {

constexpr const char* kDeviceProperties = "DEVICE_PROPERTIES";
constexpr const char* kRangeForStreams = "RANGE_FOR_STREAMS";

std::string text_of(const ov::Any& value) {
  try {
    return value.as<std::string>();
  } catch (const std::exception&) {
    return "(not printable)";
  }
}

bool contains(const std::vector<ov::PropertyName>& names, const std::string& wanted) {
  return std::ranges::any_of(names, [&](const std::string& name) { return name == wanted; });
}

// Asks even for properties that the model does not list: BATCH passes on the underlying device's without listing them.
std::optional<ov::Any> property_of(const ov::CompiledModel& model, const std::string& name) {
  try {
    return model.get_property(name);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

// What the devices under AUTO, MULTI, HETERO or BATCH settled on: device -> its properties.
ov::AnyMap nested_properties(const ov::CompiledModel& model) {
  const std::optional<ov::Any> nested = property_of(model, kDeviceProperties);
  return nested && nested->is<ov::AnyMap>() ? nested->as<ov::AnyMap>() : ov::AnyMap{};
}

// AUTO puts a device name in parentheses while another device is still loading.
std::string without_brackets(const std::string& device) {
  std::string name = device;
  std::erase_if(name, [](char c) { return c == '(' || c == ')'; });
  return name;
}

// RANGE_FOR_STREAMS belongs to the device, not to the compiled model.
std::optional<std::string> range_for_streams(const ov::Core& core, const std::vector<std::string>& devices) {
  for (const std::string& device : devices) {
    if (!contains(core.get_property(device, ov::supported_properties), kRangeForStreams)) continue;
    return text_of(core.get_property(device, kRangeForStreams));
  }
  return std::nullopt;
}

std::vector<PropertyValue> read_running(const ov::Core& core, const ov::CompiledModel& model) {
  std::vector<PropertyValue> values;
  for (const std::string& name : running_properties()) {
    values.push_back({name, name == kRangeForStreams ? range_for_streams(core, execution_devices(model))
                                                     : resolved_property(model, name)});
  }
  return values;
}

std::vector<PropertyValue> read_everything(const ov::CompiledModel& model) {
  std::vector<PropertyValue> values;
  for (const auto& name : model.get_property(ov::supported_properties)) {
    const auto value = name == kDeviceProperties ? std::nullopt : property_of(model, name);
    if (value) values.push_back({name, text_of(*value)});
  }
  for (const auto& [device, properties] : nested_properties(model)) {
    if (!properties.is<ov::AnyMap>()) continue;
    for (const auto& [name, value] : properties.as<ov::AnyMap>()) {
      values.push_back({fmt::format("{}.{}", device, name), text_of(value)});
    }
  }
  return values;
}

std::optional<double> number(const std::optional<std::string>& text) {
  double value = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<std::string> DeviceProperties::find(std::string_view name) const {
  const auto found = std::ranges::find(values, name, &PropertyValue::name);
  return found == values.end() ? std::nullopt : found->value;
}

std::optional<double> DeviceProperties::requests_per_stream() const {
  const auto requests = number(find("OPTIMAL_NUMBER_OF_INFER_REQUESTS"));
  const auto streams = number(find("NUM_STREAMS"));
  if (!requests || !streams || *streams <= 0) return std::nullopt;
  return *requests / *streams;
}

const std::vector<std::string>& running_properties() {
  static const std::vector<std::string> names = {
      "OPTIMAL_NUMBER_OF_INFER_REQUESTS", "NUM_STREAMS",           kRangeForStreams,
      "PERFORMANCE_HINT_NUM_REQUESTS",    "INFERENCE_NUM_THREADS", "GPU_QUEUE_PRIORITY",
      "INFERENCE_PRECISION_HINT",         "EXECUTION_DEVICES"};
  return names;
}

DeviceProperties read_device_properties(ov::Core& core, const std::shared_ptr<const ov::Model>& model,
                                        const CompileOptions& options) {
  DeviceProperties result{.device = options.device, .hint = options.hint};
  try {
    CompileOptions settled = options;
    settled.startup_fallback = false;  // read the device that AUTO chose, not the one it starts on
    const ov::CompiledModel compiled = compile_model(core, model, settled);
    result.execution_devices = execution_devices(compiled);
    queue::device_call("its properties", "try another device", [&] {
      result.values = read_running(core, compiled);
      result.all_values = read_everything(compiled);
    });
  } catch (const Error& error) {
    result.absent = error.what();
  }
  return result;
}

std::vector<PropertyValue> read_supported_properties(const ov::Core& core, const std::string& device) {
  std::vector<PropertyValue> values;
  const auto names = queue::device_call("its properties", "try another device",
                                        [&] { return core.get_property(device, ov::supported_properties); });
  for (const auto& name : names) {
    try {
      values.push_back({name, text_of(core.get_property(device, name))});
    } catch (const std::exception&) {
      values.push_back({name, std::nullopt});  // listed as supported, but it can only be written
    }
  }
  return values;
}

std::optional<std::string> resolved_property(const ov::CompiledModel& model, const std::string& name) {
  if (const auto own = property_of(model, name)) return text_of(*own);
  const ov::AnyMap nested = nested_properties(model);
  for (const std::string& device : execution_devices(model)) {
    const auto properties = nested.find(device);
    if (properties == nested.end() || !properties->second.is<ov::AnyMap>()) continue;
    const auto& of_device = properties->second.as<ov::AnyMap>();
    if (const auto found = of_device.find(name); found != of_device.end()) return text_of(found->second);
  }
  return std::nullopt;
}

std::size_t optimal_requests(const ov::CompiledModel& model) {
  return queue::device_call("the number of requests that suits it", "give a number of requests",
                            [&] { return std::size_t{model.get_property(ov::optimal_number_of_infer_requests)}; });
}

std::vector<std::string> execution_devices(const ov::CompiledModel& model) {
  const std::optional<ov::Any> named = property_of(model, ov::execution_devices.name());
  std::vector<std::string> devices;
  for (const std::string& device : named ? named->as<std::vector<std::string>>() : std::vector<std::string>()) {
    devices.push_back(without_brackets(device));
  }
  return devices;
}

}  // namespace millrace
