#include "millrace/queue/compile_model.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "millrace/base/error.hpp"
#include "millrace/queue/device_names.hpp"
#include "millrace/queue/openvino_reason.hpp"
#include "queue/resident_plugins.hpp"

namespace millrace {
namespace {

// AUTO with a cache asks every device it names for its id and fails on one that is absent (seen with 2026.4.1), though
// without a cache it goes on with the others. So the cache is given up where a named device is not there.
bool names_an_absent_device(const DeviceName& name, const std::vector<std::string>& available) {
  return std::ranges::any_of(name.members,
                             [&](const std::string& member) { return !why_absent(member, available).empty(); });
}

}  // namespace

ov::CompiledModel compile_model(ov::Core& core, const std::shared_ptr<const ov::Model>& model,
                                const CompileOptions& options) {
  const std::vector<std::string> available = core.get_available_devices();
  require_device(options.device, available);
  CompileOptions usable = options;
  if (names_an_absent_device(parse_device(options.device), available)) usable.cache_dir.clear();
  try {
    ov::CompiledModel compiled = core.compile_model(model, usable.device, to_properties(usable));
    keep_loaded_plugins();
    return compiled;
  } catch (const std::exception& error) {
    throw Error(ErrorCode::kDevice,
                "device '" + options.device + "' cannot compile this model with these options: " +
                    openvino_reason(error.what()) + "; try -d CPU, or fewer options",
                std::current_exception());
  }
}

}  // namespace millrace
