#include "cli/devices/text.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/letter_case.hpp"
#include "base/stream_line.hpp"
#include "cli/devices/words.hpp"
#include "cli/text/text_layout.hpp"
#include "cli/version.hpp"

namespace millrace::cli {
namespace {

constexpr std::size_t kNameWidth = 33;   // the longest property name and a blank
constexpr std::size_t kValueWidth = 11;  // wide enough for THROUGHPUT
constexpr const char* kNotThere = "n/a";

std::string heading_of(PerformanceHint hint) {
  return hint == PerformanceHint::kNone ? "NO HINT" : base::upper_case(to_string(hint));
}

std::size_t column_width(PerformanceHint hint) {
  return std::max(kValueWidth, heading_of(hint).size() + 1);
}

// OpenVINO writes a range as "1 2".
std::string shown(const PropertyValue& property) {
  std::string value = property.value.value_or(kNotThere);
  if (property.name == "RANGE_FOR_STREAMS" && property.value) {
    if (const auto blank = value.find(' '); blank != std::string_view::npos) value.replace(blank, 1, "..");
  }
  return value.empty() ? "(empty)" : value;
}

std::string cell(const std::string& value, std::size_t width, const Terminal& terminal) {
  const std::string padded = fmt::format("{:>{}}", value, width);
  return value == kNotThere ? dim(padded, terminal) : padded;
}

std::string row(const std::string& name, const DeviceReport& device, const Terminal& terminal,
                const std::function<std::string(const DeviceProperties&)>& value) {
  std::string line = fmt::format("  {:{}}", name, kNameWidth);
  for (const DeviceProperties& hint : device.hints) {
    line += cell(hint.absent.empty() ? value(hint) : kNotThere, column_width(hint.hint), terminal);
  }
  return line + '\n';
}

std::string headings(const DeviceReport& device, const std::string& name, const Terminal& terminal) {
  std::string line = bold(fmt::format("{:{}}", name, kNameWidth + 2), terminal);
  for (const DeviceProperties& hint : device.hints) {
    line += bold(fmt::format("{:>{}}", heading_of(hint.hint), column_width(hint.hint)), terminal);
  }
  return line + '\n';
}

std::string requests_per_stream(const DeviceProperties& hint) {
  const auto ratio = hint.requests_per_stream();
  return ratio ? fmt::format("{:.3g}", *ratio) : kNotThere;
}

std::string table(const DeviceReport& device, const Terminal& terminal) {
  std::string text = headings(device, device.device, terminal);
  for (const std::string& name : running_properties()) {
    text += row(name, device, terminal, [&](const DeviceProperties& hint) { return shown({name, hint.find(name)}); });
    if (name == "NUM_STREAMS") text += row("requests per stream", device, terminal, requests_per_stream);
  }
  for (const DeviceProperties& hint : device.hints) {
    if (hint.absent.empty()) continue;
    text += fmt::format("  {}\n", wrap(fmt::format("{}: {}", heading_of(hint.hint), hint.absent), 4, 2));
  }
  return text + '\n';
}

std::string property_list(const std::string& title, const std::vector<PropertyValue>& properties,
                          const Terminal& terminal) {
  std::size_t name_width = kNameWidth;
  for (const PropertyValue& property : properties) name_width = std::max(name_width, property.name.size() + 2);
  std::string text = bold(title, terminal) + '\n';
  for (const PropertyValue& property : properties) {
    if (property.name.ends_with("SUPPORTED_PROPERTIES")) continue;  // this very list
    text +=
        fmt::format("  {:{}}{}\n", property.name, name_width, wrap(shown(property), name_width + 2, name_width + 2));
  }
  return text + '\n';
}

std::string every_property(const DeviceReport& device, const Terminal& terminal) {
  std::string text;
  if (!device.own.empty()) {
    text += property_list(device.device + ": SUPPORTED_PROPERTIES of the device", device.own, terminal);
  }
  for (const DeviceProperties& hint : device.hints) {
    if (!hint.absent.empty()) continue;
    text += property_list(
        fmt::format("{} {}: SUPPORTED_PROPERTIES of the compiled model", device.device, heading_of(hint.hint)),
        hint.all_values, terminal);
  }
  return text;
}

std::string top(const DevicesReport& report, const Terminal& terminal) {
  std::vector<std::string> available;
  for (const ListedDevice& device : report.available) {
    available.push_back(fmt::format("{} ({})", device.name, device.full_name));
  }
  if (available.empty()) available.emplace_back("none");
  const std::string model = report.model.empty() ? fmt::format("a tiny one, built in; {} shows yours",
                                                               bold("millrace devices MODEL", terminal))
                                                 : base::one_line(report.model);
  return fmt::format("{:19}{}\n", "OpenVINO", openvino_version()) +
         fmt::format("{:19}{}\n", "Available devices", wrap(fmt::format("{}", fmt::join(available, ", ")), 19, 19)) +
         fmt::format("{:19}{}\n\n", "Model", model);
}

// Groups devices with the same reason: "GPU.0, GPU.1".
std::string absent_devices(const DevicesReport& report, const Terminal& terminal) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const DeviceReport& device : report.devices) {
    if (device.absent.empty()) continue;
    if (!lines.empty() && lines.back().second == device.absent) {
      lines.back().first += ", " + device.device;
    } else {
      lines.emplace_back(device.device, device.absent);
    }
  }
  std::string text;
  for (const auto& [names, reason] : lines) {
    const std::size_t width = std::max<std::size_t>(15, names.size() + 2);
    text += fmt::format("  {:{}}{}\n", names, width, wrap(reason, 17, width + 2));
  }
  return text.empty() ? "" : fmt::format("{}\n{}\n", bold("Not available here", terminal), text);
}

std::string word_list(const std::string& title, std::span<const Word> words, std::size_t width,
                      const Terminal& terminal) {
  std::string text = bold(title, terminal) + '\n';
  for (const Word& word : words) {
    text += fmt::format("  {:{}}{}\n", word.name, width, wrap(word.meaning, width + 2, width + 2));
  }
  return text;
}

}  // namespace

std::string devices_text(const DevicesReport& report, const DevicesTextOptions& options, const Terminal& terminal) {
  std::string text = top(report, terminal);
  for (const DeviceReport& device : report.devices) {
    if (!device.hints.empty()) text += table(device, terminal);
  }
  text += absent_devices(report, terminal);
  if (options.all) {
    for (const DeviceReport& device : report.devices) text += every_property(device, terminal);
  }
  text += word_list("Words", words(), 9, terminal);
  if (!options.explain) return fmt::format("{}{}\n", text, dim("More: --explain, --all, --json FILE", terminal));
  text += '\n' + word_list("Properties", property_words(), kNameWidth, terminal);
  return fmt::format("{}\n{}", text, word_list("Hints", hint_words(), kNameWidth, terminal));
}

}  // namespace millrace::cli
