#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "tuning/paired_ratio.hpp"

namespace millrace::tuning {

/// Which of several things that ran in the same rounds is fastest, as far as the rounds can tell.
struct Verdict {
  std::size_t leader = 0;               ///< the one with the highest median ratio against the first one
  std::vector<PairedRatio> lead = {};   ///< by index: the leader against each; against itself 1
  std::vector<std::size_t> level = {};  ///< those that the leader cannot be told from, in their order
  bool enough_rounds = false;           ///< PairedRatio::kFewestRounds were run

  /// The leader is faster than every other one.
  bool decided() const noexcept { return level.empty(); }
};

/// Judges speeds[i][round], pictures a second for example; at least one, all with the same number of rounds (at least
/// one), else Error kInvalidArgument. The leader is faster than another one when PairedRatio::low of the two lies
/// above 1, the medians of the two say much the same, and nobody that is level with the leader looks slower: on a machine
/// that drifts, rounds and medians may disagree.
Verdict judge(std::span<const std::vector<double>> speeds);

}  // namespace millrace::tuning
