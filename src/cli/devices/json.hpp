#pragma once

#include <string>

#include "cli/devices/report.hpp"

namespace millrace::cli {

/// The report as JSON: {"schema":1,"millrace","openvino","available_devices":[{"name","full_name"}],"model","devices":
/// [{"device","absent","hints":[{"hint","absent","execution_devices","requests_per_stream","properties":{...},
/// "all_properties":{...}}],"device_properties":{...}}]}. Whole numbers are numbers, a range is [first, last], a
/// missing property is null. `all` adds all_properties and device_properties.
std::string devices_json(const DevicesReport& report, bool all);

}  // namespace millrace::cli
