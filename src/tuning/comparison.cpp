#include "millrace/tuning/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "millrace/base/error.hpp"
#include "millrace/tuning/round_order.hpp"

namespace millrace {
namespace {

/// One comparison under way.
class Run {
 public:
  Run(std::span<const std::unique_ptr<Pattern>> patterns, std::size_t pictures, const ComparisonOptions& options,
      std::stop_token stop, const std::function<void(const ComparisonStep&)>& progress);

  Comparison result() &&;

 private:
  void warm_up();
  void check();
  void measure();
  std::vector<RoundMeasure> measure_one_round(std::size_t round);
  std::vector<JobRecord> run(std::size_t pattern, const Work& work, std::size_t round);
  void check_records(std::size_t pattern, std::span<const JobRecord> records);
  bool over() const { return stop_.stop_requested() || result_.mismatch.has_value(); }

  std::span<const std::unique_ptr<Pattern>> patterns_;
  std::size_t pictures_;
  const ComparisonOptions& options_;
  std::stop_token stop_;
  const std::function<void(const ComparisonStep&)>& progress_;
  std::vector<std::optional<std::vector<Detection>>> wanted_;  // by picture: what the first pattern found
  Comparison result_;
};

Run::Run(std::span<const std::unique_ptr<Pattern>> patterns, std::size_t pictures, const ComparisonOptions& options,
         std::stop_token stop, const std::function<void(const ComparisonStep&)>& progress)
    : patterns_(patterns),
      pictures_(pictures),
      options_(options),
      stop_(std::move(stop)),
      progress_(progress),
      wanted_(pictures) {
  if (patterns.empty() || pictures == 0 || options.rounds == 0) {
    throw Error(ErrorCode::kInvalidArgument,
                "compare_patterns: " + std::to_string(patterns.size()) + " patterns, " + std::to_string(pictures) +
                    " pictures, " + std::to_string(options.rounds) + " rounds; at least one of each is wanted");
  }
  for (const auto& pattern : patterns_) {
    result_.patterns.push_back({.name = pattern->name(), .requests = pattern->requests()});
  }
}

Comparison Run::result() && {
  warm_up();
  check();
  if (!over()) measure();
  result_.stopped = stop_.stop_requested();
  return std::move(result_);
}

void Run::warm_up() {
  for (const auto& pattern : patterns_) {
    if (!over()) pattern->warm_up();
  }
}

void Run::check() {
  for (std::size_t i = 0; i < patterns_.size() && !over(); ++i) {
    const std::size_t margin = patterns_[i]->requests();
    const auto records = run(i, {.first = 0, .count = std::max(pictures_, 2 * margin + 1)}, 0);
    if (i != 0 || over()) continue;
    const double share_of_a_round = options_.time.count() / static_cast<double>(options_.rounds);
    const double pictures = measure_round(records, margin).pictures_per_second() * share_of_a_round;
    result_.pictures_a_round = static_cast<std::size_t>(std::ceil(pictures));
  }
  // Enough for every request to run a few times, however short the time.
  for (const auto& pattern : patterns_) {
    result_.pictures_a_round = std::max(result_.pictures_a_round, 4 * pattern->requests());
  }
  for (const auto& wanted : wanted_) result_.detections += wanted ? wanted->size() : 0;
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
    // The measured pictures are the same for all; the margin before them is taken from the set's end if need be.
    const std::size_t first = round * result_.pictures_a_round + margin * pictures_ - margin;
    const auto records = run(i, {.first = first, .count = result_.pictures_a_round + 2 * margin}, round + 1);
    if (over()) break;
    measures[i] = measure_round(records, margin);
  }
  return measures;
}

std::vector<JobRecord> Run::run(std::size_t pattern, const Work& work, std::size_t round) {
  if (progress_) progress_({.round = round, .rounds = options_.rounds, .pattern = result_.patterns[pattern].name});
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

}  // namespace millrace
