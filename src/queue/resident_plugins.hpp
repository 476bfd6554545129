#pragma once

namespace millrace::queue {

/// Keeps the plugins of AUTO, MULTI, HETERO and BATCH in memory until the process ends, if they are loaded. OpenVINO
/// 2026.4.1 may unload one while a CPU stream thread is still destroying the plugin's last task, which crashes once in
/// a few hundred exits. Cheap enough to call often.
void keep_loaded_plugins();

}  // namespace millrace::queue
