#include "queue/device_names.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/letter_case.hpp"
#include "base/nearest.hpp"
#include "millrace/base/error.hpp"

namespace millrace::queue {
namespace {

// The hardware that OpenVINO has plugins for, and what is probably missing when it is not listed.
struct Hardware {
  std::string_view name;
  std::string_view missing;
};
constexpr Hardware kHardware[] = {
    {"CPU", "OpenVINO's CPU plugin is not installed"},
    {"GPU", "OpenVINO finds no Intel GPU: there is none, or its driver (intel-opencl-icd) or /dev/dri is missing"},
    {"NPU",
     "OpenVINO finds no Intel NPU: there is none, or its driver (intel-level-zero-npu) or /dev/accel is missing"},
};
constexpr std::string_view kSchedulers[] = {"AUTO", "MULTI", "HETERO", "BATCH"};

// "GPU.1" without its number.
std::string_view family_of(std::string_view device) {
  return device.substr(0, device.find('.'));
}

bool is_scheduler(std::string_view name) {
  return std::ranges::find(kSchedulers, name) != std::end(kSchedulers);
}

// A single GPU is listed as "GPU", several as "GPU.0", "GPU.1"; both spellings mean the first one.
bool is_listed(std::string_view device, std::span<const std::string> available) {
  return std::ranges::any_of(available, [device](std::string_view name) {
    const bool first = device == family_of(device) || device == std::string(family_of(device)) + ".0";
    return name == device || (first && family_of(name) == family_of(device));
  });
}

std::string join(std::span<const std::string> names) {
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

std::vector<std::string> known_names(std::span<const std::string> available) {
  std::vector<std::string> names(available.begin(), available.end());
  for (const Hardware& hardware : kHardware) names.emplace_back(hardware.name);
  names.insert(names.end(), std::begin(kSchedulers), std::end(kSchedulers));
  return names;
}

// Device names from programs for other hardware.
std::string why_foreign(std::string_view device) {
  const bool number = device.find_first_not_of("0123456789,") == std::string_view::npos && !device.empty();
  const std::string word = base::lower_case(device);
  if (number || word.starts_with("cuda") || word == "mps") {
    return "OpenVINO's devices have names: the CPU is CPU, an Intel GPU is GPU, the first of several GPU.0";
  }
  if (word.find(',') != std::string::npos) return "several devices are written AUTO:" + std::string(device);
  if (word.starts_with("intel")) return "OpenVINO's own names have no 'intel:' before them; write CPU, GPU or NPU";
  return "";
}

std::string why_unknown(std::string_view device, std::span<const std::string> available) {
  if (std::string reason = why_foreign(device); !reason.empty()) return reason;
  return "OpenVINO knows no device of this name" + base::did_you_mean(device, known_names(available));
}

std::string why_not_listed(std::string_view device, std::span<const std::string> available) {
  if (is_listed(device, available)) return "";
  const std::string_view family = family_of(device);
  if (family != device && is_listed(family, available)) {
    return "OpenVINO finds fewer devices of this kind: " + join(available);
  }
  for (const Hardware& hardware : kHardware) {
    if (hardware.name == family) return std::string(hardware.missing);
  }
  return why_unknown(device, available);
}

bool is_known(std::string_view device, std::span<const std::string> available) {
  return is_listed(device, available) || std::ranges::any_of(kHardware, [device](const Hardware& hardware) {
           return hardware.name == family_of(device);
         });
}

std::string why_nothing_to_choose(const DeviceName& name, std::span<const std::string> available) {
  for (const auto& part : {name.members, name.excluded}) {
    for (const std::string& device : part) {
      if (!is_known(device, available)) return fmt::format("'{}' in it: {}", device, why_not_listed(device, available));
    }
  }
  if (!possible_devices(name, available).empty()) return "";
  return name.scheduler + " has no device left to choose" +
         (name.members.empty() ? "" : fmt::format(": {} not available", join(name.members)));
}

}  // namespace

DeviceName parse_device(std::string_view device) {
  DeviceName name;
  const auto colon = device.find(':');
  if (colon == std::string_view::npos && !is_scheduler(device)) return {"", {std::string(device)}, {}};
  name.scheduler = device.substr(0, colon);
  if (colon == std::string_view::npos) return name;
  std::string_view rest = device.substr(colon + 1);
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    std::string_view part = rest.substr(0, comma);
    const bool minus = part.starts_with('-');
    if (minus) part.remove_prefix(1);
    part = part.substr(0, part.find('('));
    (minus ? name.excluded : name.members).emplace_back(part);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return name;
}

std::vector<std::string> possible_devices(const DeviceName& device, std::span<const std::string> available) {
  const auto is_excluded = [&](const std::string& each) {
    return std::ranges::find(device.excluded, family_of(each)) != device.excluded.end();
  };
  std::vector<std::string> possible;
  if (device.members.empty()) {
    std::ranges::remove_copy_if(available, std::back_inserter(possible), is_excluded);
  } else {
    std::ranges::copy_if(device.members, std::back_inserter(possible),
                         [&](const std::string& each) { return is_listed(each, available); });
  }
  return possible;
}

std::string why_absent(std::string_view device, std::span<const std::string> available) {
  const DeviceName name = parse_device(device);
  if (name.scheduler.empty()) return why_not_listed(device, available);
  if (is_scheduler(name.scheduler)) return why_nothing_to_choose(name, available);
  return why_unknown(name.scheduler, available);
}

void require_device(std::string_view device, std::span<const std::string> available) {
  const std::string reason = why_absent(device, available);
  if (reason.empty()) return;
  throw Error(ErrorCode::kDevice,
              fmt::format("device '{}' cannot be used: {} (available: {})", device, reason, join(available)));
}

}  // namespace millrace::queue
