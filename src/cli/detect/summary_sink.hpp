#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "millrace/io/sink.hpp"

namespace millrace::cli {

/// Prints one line per picture for people: classes in order of their ids, the time on the device and the waits for it:
/// `bus.jpg: 810x1080, 4x person, 1x bus, 23.1 ms, waited 4.0 ms`. Frames with an error are left to ProblemSink.
class SummarySink : public Sink {
 public:
  /// The stream must outlive the sink.
  SummarySink(std::ostream& out, std::vector<std::string> labels);

  /// Throws Error kIo when the stream fails.
  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }

 private:
  std::ostream& out_;
  std::vector<std::string> labels_;
};

}  // namespace millrace::cli
