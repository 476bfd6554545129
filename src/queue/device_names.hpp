#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace millrace::queue {

/// A parsed OpenVINO device name. "AUTO:GPU,-CPU": scheduler "AUTO", member "GPU", excluded "CPU". "CPU" and "GPU.0":
/// no scheduler, themselves the only member. "BATCH:CPU(4)": scheduler "BATCH", member "CPU".
struct DeviceName {
  std::string scheduler;              ///< "AUTO", "MULTI", "HETERO", "BATCH" or empty
  std::vector<std::string> members;   ///< named devices, in order; empty for plain "AUTO"
  std::vector<std::string> excluded;  ///< devices with a minus
};

/// Takes `device` apart; does not look whether its parts exist.
DeviceName parse_device(std::string_view device);

/// Of the devices that OpenVINO lists, those that a model on `device` may run on: {"CPU"} for "AUTO" where there is
/// nothing else.
std::vector<std::string> possible_devices(const DeviceName& device, std::span<const std::string> available);

/// Why `device` cannot be used when OpenVINO lists `available`, as a sentence (no such device, no driver, nothing left
/// for AUTO to choose from), or "" when it can.
std::string why_absent(std::string_view device, std::span<const std::string> available);

/// Throws Error kDevice when `device` cannot be used; it says what was given, why not, what is available and the
/// nearest name.
void require_device(std::string_view device, std::span<const std::string> available);

}  // namespace millrace::queue
