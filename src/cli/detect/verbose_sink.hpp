#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "millrace/io/sink.hpp"

namespace millrace::cli {

/// One line per picture for `-v`: its number, its latency, its name, the classes found, and where its time went.
///   `id 3: 0.0231 s, bus.jpg: person person bus (decode 5.1, letterbox 0.4, wait 0.0, infer 17.2, boxes 0.4 ms)`
class VerboseSink : public Sink {
 public:
  /// The stream must outlive the sink.
  VerboseSink(std::ostream& out, std::vector<std::string> labels);

  /// Throws Error kIo when the stream fails.
  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }

 private:
  std::ostream& out_;
  std::vector<std::string> labels_;
  std::size_t next_id_ = 0;
};

}  // namespace millrace::cli
