#pragma once

#include <atomic>
#include <cstdint>
#include <random>

#include "openvino/runtime/compiled_model.hpp"
#include "tuning/soak_ledger.hpp"

namespace millrace::tuning {

/// Makes queues of all kinds on a compiled model, gives them some work, and destroys them in the middle of it. One
/// thread.
class SoakChurn {
 public:
  /// `ledger` sees the outcome of every job.
  SoakChurn(ov::CompiledModel model, SoakLedger& ledger, std::atomic<std::uint64_t>& thrown, bool with_faults,
            std::uint64_t seed);

  /// The whole life of one queue.
  void act();

 private:
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  ov::CompiledModel model_;
  SoakLedger& ledger_;
  std::atomic<std::uint64_t>& thrown_;
  bool with_faults_;
  std::mt19937_64 random_;
};

}  // namespace millrace::tuning
