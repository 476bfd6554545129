#pragma once

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "millrace/queue/compile_model.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "openvino/runtime/properties.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

/// What the stress tests share. Under `ctest -L stress` they run at full length; as fast tests, a hundredth of it.
namespace millrace::stress {

/// `full`, or what is enough for a fast test. Throws unless MILLRACE_STRESS says which: a run that was meant to be long
/// must not be short without a word.
inline int times(int full) {
  const char* given = std::getenv("MILLRACE_STRESS");
  const std::string_view length = given != nullptr ? given : "";
  if (length == "full") return full;
  if (length == "short") return std::max(full / 100, std::min(full, 20));
  throw std::runtime_error("MILLRACE_STRESS is '" + std::string(length) + "'; set it to 'short' or 'full'");
}

/// AddressSanitizer keeps freed memory for a while: what a process uses then says nothing.
#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kMemoryTells = false;
#else
inline constexpr bool kMemoryTells = true;
#endif

inline constexpr const char* kDevices[] = {"CPU", "AUTO", "MULTI:CPU", "HETERO:CPU", "BATCH:CPU(4)"};

inline bool is_batch(const std::string& device) {
  return device.starts_with("BATCH");
}

/// One Core for all tests of an executable; BATCH waits a millisecond for a batch that is not full.
inline ov::CompiledModel compiled_on(const std::string& device, const std::shared_ptr<ov::Model>& model) {
  static ov::Core core;
  if (is_batch(device)) core.set_property("BATCH", ov::auto_batch_timeout(1));
  return compile_model(core, model, {.device = device, .precision = Precision::kF32});
}

/// Runs `body(0)`, `body(1)`, ... at once, and waits for all.
inline void on_threads(int count, const std::function<void(int)>& body) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(body, i);
}

inline std::string name_of(const std::string& device) {
  return device.substr(0, device.find(':'));
}

/// The account of a queue that is at rest.
inline bool balanced(const Stats& stats) {
  return stats.submitted == stats.succeeded + stats.failed + stats.stopped + stats.dropped &&
         stats.waiting + stats.running + stats.letting_go == 0;
}

}  // namespace millrace::stress
