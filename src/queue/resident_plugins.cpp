#include "queue/resident_plugins.hpp"

#include "base/platform.hpp"
#include "openvino/core/version.hpp"

namespace millrace::queue {

void keep_loaded_plugins() {
  // By path, next to OpenVINO itself: they have no soname, and this library need not know OpenVINO's folder.
  constexpr const char* kPlugins[] = {"libopenvino_auto_plugin.so", "libopenvino_hetero_plugin.so",
                                      "libopenvino_auto_batch_plugin.so"};
  base::platform::keep_loaded(reinterpret_cast<const void*>(&ov::get_openvino_version), kPlugins);
}

}  // namespace millrace::queue
