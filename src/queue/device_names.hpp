#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace millrace::queue {

/// A device as OpenVINO writes it, taken apart: "AUTO:GPU,-CPU" is scheduler "AUTO" with members "GPU" and excluded
/// "CPU"; "CPU" and "GPU.0" have no scheduler and themselves as the only member; "BATCH:CPU(4)" has the member "CPU".
struct DeviceName {
  std::string scheduler;              ///< "AUTO", "MULTI", "HETERO", "BATCH" or empty
  std::vector<std::string> members;   ///< devices that are named, in their order; empty for plain "AUTO"
  std::vector<std::string> excluded;  ///< devices with a minus
};

/// Takes `device` apart; does not look whether its parts exist.
DeviceName parse_device(std::string_view device);

/// Why `device` cannot be used where OpenVINO lists `available`, as a sentence, or "" when it can: no such device, no
/// driver, nothing left for AUTO to choose from.
std::string why_absent(std::string_view device, std::span<const std::string> available);

/// Throws Error kDevice when `device` cannot be used: what was given, why not, what is available, the nearest name.
void require_device(std::string_view device, std::span<const std::string> available);

}  // namespace millrace::queue
