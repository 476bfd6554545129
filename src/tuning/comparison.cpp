#include "tuning/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "millrace/base/error.hpp"
#include "millrace/tuning/statistics.hpp"
#include "tuning/round_order.hpp"

namespace millrace::tuning {
namespace {

constexpr std::size_t kLookedAt = 4;  // pictures that tell how fast a pattern is
constexpr double kLookSeconds = 0.05;
constexpr std::size_t kMostLooks = 25;

/// One comparison under way.
class Run {
 public:
  Run(std::span<const std::unique_ptr<Pattern>> patterns, std::size_t pictures, const ComparisonOptions& options,
      std::stop_token stop, const std::function<void(const ComparisonStep&)>& progress);

  Comparison result() &&;

 private:
  void warm_up();
  void look_at(std::size_t pattern, const Work& work);
  void plan(std::size_t checked);
  void check();
  void measure();
  std::vector<RoundMeasure> measure_one_round(std::size_t round);
  std::vector<JobRecord> run(std::size_t pattern, const Work& work, std::size_t round);
  std::size_t first_look(std::size_t pattern) const;
  std::optional<Milliseconds> left() const;
  void check_records(std::size_t pattern, std::span<const JobRecord> records);
  bool over() const { return stop_.stop_requested() || result_.mismatch.has_value(); }

  std::span<const std::unique_ptr<Pattern>> patterns_;
  std::size_t pictures_;
  const ComparisonOptions& options_;
  std::stop_token stop_;
  const std::function<void(const ComparisonStep&)>& progress_;
  std::vector<std::optional<std::vector<Detection>>> wanted_;  // by picture: what the first pattern found
  std::vector<double> speeds_;                                 // by pattern: pictures a second, last measured
  std::vector<std::size_t> ahead_;                             // by pattern: pictures still to do
  Comparison result_;
};

Run::Run(std::span<const std::unique_ptr<Pattern>> patterns, std::size_t pictures, const ComparisonOptions& options,
         std::stop_token stop, const std::function<void(const ComparisonStep&)>& progress)
    : patterns_(patterns),
      pictures_(pictures),
      options_(options),
      stop_(std::move(stop)),
      progress_(progress),
      wanted_(pictures),
      speeds_(patterns.size()),
      ahead_(patterns.size()) {
  if (patterns.empty() || pictures == 0 || options.rounds == 0) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("compare_patterns: {} patterns, {} pictures, {} rounds; at least one of each is wanted",
                            patterns.size(), pictures, options.rounds));
  }
  for (const auto& pattern : patterns_) {
    result_.patterns.push_back({.name = pattern->name(), .requests = pattern->requests()});
  }
}

Comparison Run::result() && {
  warm_up();
  check();
  if (!over()) measure();
  for (const auto& wanted : wanted_) result_.detections += wanted ? wanted->size() : 0;
  result_.stopped = stop_.stop_requested();
  return std::move(result_);
}

// How many pictures a pattern starts with: enough to see how fast it is.
std::size_t Run::first_look(std::size_t pattern) const {
  return 2 * patterns_[pattern]->requests() + kLookedAt;
}

void Run::warm_up() {
  for (std::size_t i = 0; i < patterns_.size() && !over(); ++i) {
    patterns_[i]->warm_up();
    std::vector<double> speeds;  // of several looks if one is short: a hiccup would mislead
    for (double seconds = 0; !over() && seconds < kLookSeconds && speeds.size() < kMostLooks;) {
      look_at(i, {.first = 0, .count = first_look(i)});
      speeds.push_back(speeds_[i]);
      seconds += static_cast<double>(first_look(i)) / speeds_[i];
    }
    if (!speeds.empty()) speeds_[i] = median(std::move(speeds));
  }
  if (!over()) plan(0);
}

void Run::look_at(std::size_t pattern, const Work& work) {
  const std::size_t margin = patterns_[pattern]->requests();
  const auto records = run(pattern, work, 0);
  if (!over() && work.count > 2 * margin) speeds_[pattern] = measure_round(records, margin).pictures_per_second();
}

// Called before the check of all patterns but the first `checked` ones.
void Run::plan(std::size_t checked) {
  const double share_of_a_round = options_.time.count() / static_cast<double>(options_.rounds);
  result_.pictures_a_round = static_cast<std::size_t>(std::ceil(speeds_[0] * share_of_a_round));
  for (const auto& pattern : patterns_) {
    result_.pictures_a_round = std::max(result_.pictures_a_round, ComparisonOptions::kRunsARound * pattern->requests());
  }
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const std::size_t in_check = i < checked ? 0 : pictures_ - std::min(pictures_, first_look(i));
    ahead_[i] = in_check + options_.rounds * (result_.pictures_a_round + 2 * patterns_[i]->requests());
  }
}

std::optional<Milliseconds> Run::left() const {
  double seconds = 0;
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    if (ahead_[i] == 0) continue;
    seconds += static_cast<double>(ahead_[i]) / speeds_[i];
  }
  return std::isfinite(seconds) && result_.pictures_a_round > 0
             ? std::optional<Milliseconds>(std::chrono::duration<double>(seconds))
             : std::nullopt;
}

void Run::check() {
  for (std::size_t i = 0; i < patterns_.size() && !over(); ++i) {
    const std::size_t first = first_look(i);
    if (first < pictures_) look_at(i, {.first = first, .count = pictures_ - first});
    if (i == 0 && !over()) plan(1);  // its speed is known better by now
  }
}

void Run::measure() {
  while (result_.rounds < options_.rounds) {
    std::vector<RoundMeasure> measures = measure_one_round(result_.rounds);
    if (over()) return;
    for (std::size_t i = 0; i < measures.size(); ++i) {
      result_.patterns[i].rounds.push_back(std::move(measures[i]));
    }
    ++result_.rounds;
  }
}

std::vector<RoundMeasure> Run::measure_one_round(std::size_t round) {
  std::vector<RoundMeasure> measures(patterns_.size());
  for (const std::size_t i : round_order(patterns_.size(), round)) {
    const std::size_t margin = patterns_[i]->requests();
    // The measured pictures are the same for all; the margin before them wraps round to the set's end if need be.
    const std::size_t first = round * result_.pictures_a_round + margin * pictures_ - margin;
    const auto records = run(i, {.first = first, .count = result_.pictures_a_round + 2 * margin}, round + 1);
    if (over()) break;
    measures[i] = measure_round(records, margin);
    speeds_[i] = measures[i].pictures_per_second();
  }
  return measures;
}

std::vector<JobRecord> Run::run(std::size_t pattern, const Work& work, std::size_t round) {
  if (progress_) {
    progress_({.round = round,
               .rounds = options_.rounds,
               .pattern = result_.patterns[pattern].name,
               .pictures_a_round = result_.pictures_a_round,
               .left = left()});
  }
  ahead_[pattern] -= std::min(ahead_[pattern], work.count);
  auto records = patterns_[pattern]->run(work, stop_);
  check_records(pattern, records);
  return records;
}

void Run::check_records(std::size_t pattern, std::span<const JobRecord> records) {
  for (const JobRecord& record : records) {
    auto& wanted = wanted_[record.picture];
    if (!wanted) {
      wanted = record.detections;
      continue;
    }
    ++result_.results_checked;
    std::string different = difference(record.detections, *wanted, options_.tolerance);
    if (different.empty()) continue;
    result_.mismatch = Mismatch{.pattern = pattern, .picture = record.picture, .difference = std::move(different)};
    return;
  }
}

}  // namespace

std::vector<double> PatternRounds::pictures_per_second() const {
  std::vector<double> values;
  for (const RoundMeasure& round : rounds) values.push_back(round.pictures_per_second());
  return values;
}

Comparison compare_patterns(std::span<const std::unique_ptr<Pattern>> patterns, std::size_t pictures,
                            const ComparisonOptions& options, std::stop_token stop,
                            const std::function<void(const ComparisonStep&)>& progress) {
  return Run(patterns, pictures, options, std::move(stop), progress).result();
}

}  // namespace millrace::tuning
