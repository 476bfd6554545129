#include "millrace/io/problem_sink.hpp"

#include "io/stream_line.hpp"

namespace millrace {

void ProblemSink::write(const FrameResult& result) {
  if (!result.frame.ok()) out_ << one_line(result.frame.source + ": " + result.frame.error) << '\n' << std::flush;
}

}  // namespace millrace
