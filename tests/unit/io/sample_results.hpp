#pragma once

#include <string>
#include <utility>
#include <vector>

#include "millrace/io/sink.hpp"

namespace millrace {

inline Frame good_frame(std::string source, Size size = {64, 32}) {
  Frame frame;
  frame.source = std::move(source);
  frame.image = Image(size);
  return frame;
}

inline Frame bad_frame(std::string source, std::string error) {
  Frame frame;
  frame.source = std::move(source);
  frame.error = std::move(error);
  return frame;
}

/// Hands a sink a good frame with these detections.
inline void write_frame(Sink& sink, std::string source, const std::vector<Detection>& detections,
                        Size size = {64, 32}) {
  const Frame frame = good_frame(std::move(source), size);
  sink.write({.frame = frame, .detections = detections, .times = {}});
}

/// One person in the left half of good_frame, with numbers that floats do not hit exactly.
inline std::vector<Detection> one_person() {
  return {{.box = {0.1F, 2, 32.5F, 30}, .score = 0.82F, .class_id = 0}};
}

inline std::vector<std::string> sample_labels() {
  return {"person", "bicycle", "bus"};
}

}  // namespace millrace
