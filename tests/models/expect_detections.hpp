#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "fakes/expect_same.hpp"
#include "millrace/vision/detection.hpp"

namespace millrace {

// Another CPU sums in another order: boxes move by hundredths of a pixel, scores by ten-thousandths.
constexpr double kBoxTolerance = 0.1;  // pixels
constexpr double kScoreTolerance = 1e-3;
constexpr double kThreshold = 0.25;
constexpr double kThresholdMargin = 0.002;  // a detection this near to the threshold may be there or not

using Detections = std::vector<Detection>;

/// The detections in NMS order, best first, less those that may be missing.
inline Detections certain(Detections detections) {
  std::erase_if(detections, [](const Detection& each) { return each.score <= kThreshold + kThresholdMargin; });
  return detections;
}

/// Its sides are the first four of `numbers`.
inline Box box_of(const nlohmann::json& numbers) {
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

/// The rows of a picture in the test data's `expected` files: four sides, score, class.
inline Detections expected_detections(const nlohmann::json& rows) {
  Detections detections;
  for (const nlohmann::json& row : rows) detections.push_back({box_of(row), row[4], row[5]});
  return detections;
}

/// The rows of a picture in golden/sample.json.
inline Detections golden_detections(const nlohmann::json& rows) {
  Detections detections;
  for (const nlohmann::json& row : rows) detections.push_back({box_of(row["box"]), row["score"], row["digit"]});
  return detections;
}

inline void expect_same(const Detections& found, const Detections& wanted) {
  expect_same(found, wanted, kBoxTolerance, kScoreTolerance);
}

}  // namespace millrace
