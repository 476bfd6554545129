#include "evaluation/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace millrace::evaluation {
namespace {

constexpr float kLeastOverlap = 0.5F;

double largest_difference(const Box& a, const Box& b) {
  return std::max({std::abs(double{a.x1} - b.x1), std::abs(double{a.y1} - b.y1), std::abs(double{a.x2} - b.x2),
                   std::abs(double{a.y2} - b.y2)});
}

std::vector<const Detection*> best_first(std::span<const Detection> detections) {
  std::vector<const Detection*> sorted;
  for (const Detection& each : detections) sorted.push_back(&each);
  std::ranges::sort(sorted, [](const Detection* a, const Detection* b) {
    return a->score > b->score || (a->score == b->score && a < b);  // of equal ones, the first one first
  });
  return sorted;
}

bool is_worse(const Agreement::Worst& a, const Agreement::Worst& b) {
  const double difference = a.count.f1() - b.count.f1();
  return difference < 0 || (difference == 0 && a.largest_box_difference > b.largest_box_difference);
}

}  // namespace

double MatchCount::f1() const noexcept {
  const auto all = static_cast<double>(found + wanted);
  return all > 0 ? 2 * static_cast<double>(matched) / all : 1;
}

void Agreement::Sum::add(double difference) noexcept {
  sum += difference;
  largest = std::max(largest, difference);
}

Difference Agreement::Sum::difference(std::size_t count) const noexcept {
  return {.mean = count > 0 ? sum / static_cast<double>(count) : 0, .largest = largest};
}

void Agreement::add(const std::string& picture, std::span<const Detection> found, std::span<const Detection> wanted) {
  Worst here{.picture = picture, .count = {.found = found.size(), .wanted = wanted.size()}};
  std::vector<const Detection*> left = best_first(wanted);
  for (const Detection* each : best_first(found)) {
    const auto overlap = [&](const Detection* other) {
      return other->class_id == each->class_id ? iou(each->box, other->box) : 0.0F;
    };
    const auto best = std::ranges::max_element(left, {}, overlap);
    if (best == left.end() || overlap(*best) <= kLeastOverlap) continue;
    const double difference = largest_difference(each->box, (*best)->box);
    here.largest_box_difference = std::max(here.largest_box_difference, difference);
    boxes_.add(difference);
    scores_.add(std::abs(double{each->score} - (*best)->score));
    ++here.count.matched;
    left.erase(best);
  }
  ++pictures_;
  count_.found += here.count.found;
  count_.wanted += here.count.wanted;
  count_.matched += here.count.matched;
  if (is_worse(here, worst_.value_or(Worst()))) worst_ = std::move(here);
}

}  // namespace millrace::evaluation
