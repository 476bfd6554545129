#include "queue/resident_plugins.hpp"

#if defined(__linux__)
#include <filesystem>

#include <dlfcn.h>

#include "openvino/core/version.hpp"
#endif

namespace millrace::queue {

void keep_loaded_plugins() {
#if defined(__linux__)
  // By their whole paths: they have no names of their own, and this library need not know OpenVINO's folder.
  Dl_info openvino = {};
  if (dladdr(reinterpret_cast<const void*>(&ov::get_openvino_version), &openvino) == 0) return;
  const auto folder = std::filesystem::path(openvino.dli_fname).parent_path();
  for (const char* plugin :
       {"libopenvino_auto_plugin.so", "libopenvino_hetero_plugin.so", "libopenvino_auto_batch_plugin.so"}) {
    dlopen((folder / plugin).c_str(), RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  }
#endif
}

}  // namespace millrace::queue
