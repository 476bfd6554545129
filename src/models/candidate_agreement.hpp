#pragma once

#include <string>
#include <vector>

#include "millrace/vision/detection.hpp"

namespace millrace::models {

/// 0.01 px, and `relative` times the size of a box more: some are huge.
float tolerance_for(const Box& box, float relative);

/// True if the sides of both boxes lie within so many pixels of each other, and the scores within 1e-4. Their classes
/// may differ.
bool agree_exactly(const Detection& a, const Detection& b, float pixels);

/// How two lists of candidates for one input may differ.
struct CandidateTolerance {
  float threshold = 0;    ///< above which the candidates were taken; those close to it need no counterpart
  bool is_exact = false;  ///< both are of f32
};

/// How the 300 best of each list differ from the other list, as the end of a sentence; empty if they agree. In f32, 99
/// of 100 have a counterpart (within 0.01 px, and of huge boxes 1e-4 of the size; 1e-4 of score; a quantised model may
/// round a few weights in another way), nine of ten one of their class: untrained classes have nearly the same score.
/// In lower precision, nine of ten have a counterpart by an IoU over 0.5.
std::string disagreement(const std::vector<Detection>& cut, const std::vector<Detection>& uncut,
                         const CandidateTolerance& tolerance);

}  // namespace millrace::models
