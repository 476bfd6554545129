#pragma once

namespace millrace::queue {

/// Keeps the plugins of AUTO, MULTI, HETERO and BATCH in memory until the process ends, those that are loaded. OpenVINO
/// 2026.4.1 may unload one while a CPU stream thread still destroys the plugin's last task, which crashes once in a few
/// hundred exits. Cheap, and may be called often. Does nothing where there is no dlopen().
void keep_loaded_plugins();

}  // namespace millrace::queue
