#pragma once

#include <iosfwd>

#include "millrace/io/sink.hpp"

namespace millrace::cli {

/// Prints one line for each frame that could not be read: `broken.jpg: the file is empty (0 bytes); copy or download it
/// again`, and one for each remark on a frame. Ignores a stream that fails: the results matter more than the log.
class ProblemSink : public Sink {
 public:
  /// The stream must outlive the sink.
  explicit ProblemSink(std::ostream& out) : out_(out) {}

  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }

 private:
  std::ostream& out_;
};

}  // namespace millrace::cli
