#include "cli/devices/json.hpp"

#include <cstdint>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "base/parse_number.hpp"
#include "cli/version.hpp"

namespace millrace::cli {
namespace {

using nlohmann::ordered_json;

ordered_json text_or_null(const std::string& text) {
  return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json whole_number_or_text(const std::string& text) {
  const auto number = base::parse_number<std::int64_t>(text);
  return number ? ordered_json(*number) : ordered_json(text);
}

ordered_json value_of(const PropertyValue& property) {
  if (!property.value) return nullptr;
  const auto blank = property.value->find(' ');
  if (!property.name.ends_with("RANGE_FOR_STREAMS") || blank == std::string_view::npos) {
    return whole_number_or_text(*property.value);
  }
  return ordered_json::array({whole_number_or_text(property.value->substr(0, blank)),
                              whole_number_or_text(property.value->substr(blank + 1))});
}

ordered_json object_of(const std::vector<PropertyValue>& properties) {
  ordered_json object = ordered_json::object();
  for (const PropertyValue& property : properties) object[property.name] = value_of(property);
  return object;
}

ordered_json json_of(const DeviceProperties& hint, bool all) {
  const auto ratio = hint.requests_per_stream();
  ordered_json object = {{"hint", to_string(hint.hint)},
                         {"absent", text_or_null(hint.absent)},
                         {"execution_devices", hint.execution_devices},
                         {"requests_per_stream", ratio ? ordered_json(*ratio) : ordered_json()},
                         {"properties", object_of(hint.values)}};
  if (all) object["all_properties"] = object_of(hint.all_values);
  return object;
}

ordered_json json_of(const DeviceReport& device, bool all) {
  ordered_json object = {
      {"device", device.device}, {"absent", text_or_null(device.absent)}, {"hints", ordered_json::array()}};
  for (const DeviceProperties& hint : device.hints) object["hints"].push_back(json_of(hint, all));
  if (all) object["device_properties"] = object_of(device.own);
  return object;
}

}  // namespace

std::string devices_json(const DevicesReport& report, bool all) {
  ordered_json object = {{"schema", 1},
                         {"millrace", millrace_version()},
                         {"openvino", openvino_version()},
                         {"available_devices", ordered_json::array()},
                         {"model", text_or_null(report.model)},
                         {"devices", ordered_json::array()}};
  for (const ListedDevice& device : report.available) {
    object["available_devices"].push_back({{"name", device.name}, {"full_name", device.full_name}});
  }
  for (const DeviceReport& device : report.devices) object["devices"].push_back(json_of(device, all));
  return base::json_text(object, 2) + "\n";
}

}  // namespace millrace::cli
