#include "cli/devices/report.hpp"

#include <algorithm>

#include "cli/devices/tiny_model.hpp"
#include "millrace/base/error.hpp"
#include "models/model_file.hpp"
#include "openvino/runtime/properties.hpp"
#include "queue/device_call.hpp"
#include "queue/device_names.hpp"

namespace millrace::cli {
namespace {

// The devices that people ask about first. Missing ones are shown with the reason.
constexpr const char* kUsualDevices[] = {"GPU.0", "GPU.1", "CPU", "NPU", "AUTO", "AUTO:GPU,-CPU"};

std::vector<ListedDevice> listed_devices(const ov::Core& core) {
  std::vector<ListedDevice> devices;
  for (const std::string& name : core.get_available_devices()) {
    devices.push_back({name, queue::device_call("its name", "check its driver",
                                                [&] { return core.get_property(name, ov::device::full_name); })});
  }
  return devices;
}

std::vector<std::string> names_of(const std::vector<ListedDevice>& devices) {
  std::vector<std::string> names;
  names.reserve(devices.size());
  for (const ListedDevice& device : devices) names.push_back(device.name);
  return names;
}

// Adds devices that exist and are not in the usual list, where a single "GPU" is "GPU.0".
std::vector<std::string> usual_devices(const std::vector<std::string>& available) {
  std::vector<std::string> names(std::begin(kUsualDevices), std::end(kUsualDevices));
  for (const std::string& device : available) {
    const auto same = [&](const std::string& name) { return name == device || name == device + ".0"; };
    if (std::ranges::none_of(names, same)) names.insert(names.begin(), device);
  }
  return names;
}

std::vector<PerformanceHint> usual_hints(const std::string& device) {
  std::vector<PerformanceHint> hints = {PerformanceHint::kLatency, PerformanceHint::kThroughput};
  const std::string scheduler = queue::parse_device(device).scheduler;
  if (scheduler == "AUTO" || scheduler == "MULTI") hints.push_back(PerformanceHint::kCumulativeThroughput);
  return hints;
}

DeviceReport report_on(ov::Core& core, const std::shared_ptr<const ov::Model>& model, const std::string& device,
                       const DevicesQuery& query, const std::vector<std::string>& available) {
  DeviceReport report{.device = device, .absent = queue::why_absent(device, available)};
  if (!report.absent.empty()) return report;
  for (const PerformanceHint hint : query.hints.empty() ? usual_hints(device) : query.hints) {
    report.hints.push_back(read_device_properties(core, model, {.device = device, .hint = hint}));
  }
  if (queue::parse_device(device).scheduler.empty()) report.own = read_supported_properties(core, device);
  return report;
}

}  // namespace

DevicesReport make_devices_report(ov::Core& core, const DevicesQuery& query) {
  DevicesReport report{.model = query.model, .available = listed_devices(core), .devices = {}};
  const std::vector<std::string> available = names_of(report.available);
  for (const std::string& device : query.devices) queue::require_device(device, available);
  const auto model = query.model.empty() ? tiny_model() : models::read_model(core, query.model);
  for (const std::string& device : query.devices.empty() ? usual_devices(available) : query.devices) {
    report.devices.push_back(report_on(core, model, device, query, available));
  }
  return report;
}

void require_every_device(const DevicesReport& report) {
  for (const DeviceReport& device : report.devices) {
    for (const DeviceProperties& properties : device.hints) {
      if (!properties.absent.empty()) throw Error(ErrorCode::kDevice, properties.absent);
    }
  }
}

}  // namespace millrace::cli
