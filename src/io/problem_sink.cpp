#include "millrace/io/problem_sink.hpp"

#include "io/stream_line.hpp"

namespace millrace {

void ProblemSink::write(const FrameResult& result) {
  if (!result.frame.ok()) write_line(out_, result.frame.source + ": " + result.frame.error);
}

}  // namespace millrace
