#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "millrace/base/clock.hpp"
#include "tuning/pattern.hpp"
#include "tuning/round_measure.hpp"
#include "tuning/same_detections.hpp"

namespace millrace::tuning {

/// How patterns are compared.
struct ComparisonOptions {
  std::size_t rounds = 10;  ///< at least 1; every pattern runs once in each
  /// Roughly how long the first pattern is measured, all rounds together; longer if a round would not run every request
  /// kRunsARound times. The others get the same pictures.
  std::chrono::duration<double> time{10};
  DetectionTolerance tolerance = {};

  static constexpr std::size_t kRunsARound = 4;
};

/// What a comparison is doing now.
struct ComparisonStep {
  std::size_t round = 0;   ///< 1, 2, 3...; 0 while it warms up and checks
  std::size_t rounds = 0;  ///< how many there will be
  std::string pattern;
  std::size_t pictures_a_round = 0;                 ///< measured of each pattern; 0 until known
  std::optional<Milliseconds> left = std::nullopt;  ///< estimated time left, if known
};

/// A picture in which a pattern did not find what the first pattern found.
struct Mismatch {
  std::size_t pattern = 0;
  std::size_t picture = 0;
  std::string difference;  ///< "found 5 detections instead of 4"
};

/// One pattern and what it did.
struct PatternRounds {
  std::string name;
  std::size_t requests = 0;
  std::vector<RoundMeasure> rounds = {};

  /// One value per round.
  std::vector<double> pictures_per_second() const;
};

/// What a comparison found.
struct Comparison {
  std::vector<PatternRounds> patterns = {};         ///< in the order given, each with the same number of rounds
  std::size_t rounds = 0;                           ///< complete ones
  std::size_t pictures_a_round = 0;                 ///< measured of each pattern in each round
  std::size_t results_checked = 0;                  ///< results of other runs that were compared with the first one's
  std::size_t detections = 0;                       ///< found in all pictures together
  std::optional<Mismatch> mismatch = std::nullopt;  ///< where it ended, if two patterns disagreed
  bool stopped = false;                             ///< it was asked to stop
};

/// Runs patterns against each other on the same pictures:
/// 1. Warm-up: every pattern runs all its requests, then a few pictures more, which tell how fast it is.
/// 2. Check: every pattern gets every picture, and must find in it what the first pattern found.
/// 3. Rounds: in each, every pattern gets the same pictures, and the order of patterns changes (round_order()). Only
///    the steady state is measured (measure_round()): each pattern gets as many extra pictures before and after as it
///    has requests. Every result is compared with the first pattern's.
/// Ends early with `mismatch` when two patterns disagree, and with the complete rounds when `stop` fires. `pictures` is
/// the number of pictures in the set that Work counts through. Throws Error kInvalidArgument without a pattern, picture
/// or round, and what inference throws.
Comparison compare_patterns(std::span<const std::unique_ptr<Pattern>> patterns, std::size_t pictures,
                            const ComparisonOptions& options = {}, std::stop_token stop = {},
                            const std::function<void(const ComparisonStep&)>& progress = {});

}  // namespace millrace::tuning
