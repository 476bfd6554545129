#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "tuning/paired_ratio.hpp"

namespace millrace::tuning {

/// Which of several things that ran in the same rounds is fastest, as far as that can be told.
struct Verdict {
  std::size_t leader = 0;               ///< the one with the highest median ratio to the first
  std::vector<PairedRatio> lead = {};   ///< by index: the leader's ratio to each; 1 to itself
  std::vector<std::size_t> level = {};  ///< those that may be as fast as the leader, in order
  bool enough_rounds = false;           ///< PairedRatio::kFewestRounds were run

  /// The leader is faster than every other one.
  bool decided() const noexcept { return level.empty(); }
};

/// Judges speeds[i][round], such as pictures a second; at least one, all with the same number of rounds (at least one),
/// else Error kInvalidArgument. The leader is faster than another one when PairedRatio::low of the two lies above 1,
/// the ratio of their medians is much the same, and none that is level with the leader looks slower: on a machine that
/// drifts, rounds and medians may disagree.
Verdict judge(std::span<const std::vector<double>> speeds);

}  // namespace millrace::tuning
