#include "millrace/queue/compile_model.hpp"

#include <cstddef>
#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "queue/device_names.hpp"
#include "queue/openvino_reason.hpp"
#include "queue/resident_plugins.hpp"

namespace millrace {
namespace {

// AUTO skips devices that are named but absent, though not always (seen with 2026.4.1): with a cache it asks every one
// for its id and fails. It also fails, even for "-GPU", when the libraries that the GPU plugin needs are not installed.
// So the absent ones are left out here.
std::string without_absent(const std::string& device, const std::vector<std::string>& available) {
  const queue::DeviceName name = queue::parse_device(device);
  if (name.scheduler.empty() || name.scheduler.size() == device.size()) return device;
  std::string left;
  std::istringstream parts(device.substr(name.scheduler.size() + 1));
  for (std::string part; std::getline(parts, part, ',');) {
    const std::size_t begin = part.starts_with('-') ? 1 : 0;
    if (!queue::why_absent(part.substr(begin, part.find('(') - begin), available).empty()) continue;
    left += (left.empty() ? ":" : ",") + part;
  }
  return name.scheduler + left;
}

// Two processes that fill a cache with the same model at once disturb each other (seen with 2026.4.1). A cache only
// saves time, so a failure with one is tried again without.
ov::CompiledModel compile(ov::Core& core, const std::shared_ptr<const ov::Model>& model, CompileOptions options) {
  if (!options.cache_dir.empty()) {
    try {
      return core.compile_model(model, options.device, to_properties(options));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
      options.cache_dir.clear();
    }
  }
  return core.compile_model(model, options.device, to_properties(options));
}

}  // namespace

ov::CompiledModel compile_model(ov::Core& core, const std::shared_ptr<const ov::Model>& model,
                                const CompileOptions& options) {
  const std::vector<std::string> available = core.get_available_devices();
  queue::require_device(options.device, available);
  CompileOptions usable = options;
  usable.device = without_absent(options.device, available);
  try {
    ov::CompiledModel compiled = compile(core, model, usable);
    queue::keep_loaded_plugins();
    return compiled;
  } catch (const std::exception& error) {
    throw Error(
        ErrorCode::kDevice,
        fmt::format("device '{}' cannot compile this model with these options: {}; try -d CPU, or fewer options",
                    options.device, queue::openvino_reason(error.what())),
        std::current_exception());
  }
}

}  // namespace millrace
