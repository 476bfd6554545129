#pragma once

#include <vector>

namespace millrace::vision {

/// Which candidates a decoder lets through.
struct DecodeOptions {
  float confidence = 0.25F;       ///< a candidate's score must be greater than this
  std::vector<int> classes = {};  ///< only these classes pass; empty: all
  int background = -1;            ///< the class that stands for no object, and never passes; negative: none
  bool multi_label = false;       ///< one candidate per class above the threshold (validation), not only the best
  bool objectness_only = false;   ///< a row's objectness is the score of its only class
  bool check_all = false;         ///< every number that should be a score must be one, also of rows that do not pass
};

}  // namespace millrace::vision
