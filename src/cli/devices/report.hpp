#pragma once

#include <string>
#include <vector>

#include "millrace/queue/device_properties.hpp"

namespace millrace::cli {

/// A device that OpenVINO lists, with the name its maker gave it.
struct ListedDevice {
  std::string name;
  std::string full_name;
};

/// One device under each hint, or why it is missing.
struct DeviceReport {
  std::string device;
  std::string absent = {};                   ///< empty if present
  std::vector<DeviceProperties> hints = {};  ///< one for each hint that applies
  std::vector<PropertyValue> own = {};       ///< of the device itself, before any model; not for AUTO and the like
};

/// Everything `millrace devices` shows.
struct DevicesReport {
  std::string model;  ///< its path; empty: the tiny one built in code
  std::vector<ListedDevice> available;
  std::vector<DeviceReport> devices;
};

/// What to look at; empty lists mean the usual ones.
struct DevicesQuery {
  std::string model = {};
  std::vector<std::string> devices = {};
  std::vector<PerformanceHint> hints = {};
};

/// Compiles the model on each device with each hint and collects what OpenVINO settled on. Throws Error kModel when the
/// model cannot be read, and kDevice when a device that was asked for is absent.
DevicesReport make_devices_report(ov::Core& core, const DevicesQuery& query);

/// Throws Error kDevice for the first device of the report that could not compile the model.
void require_every_device(const DevicesReport& report);

}  // namespace millrace::cli
