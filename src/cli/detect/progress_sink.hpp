#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/histogram.hpp"
#include "cli/text/terminal.hpp"
#include "millrace/base/clock.hpp"
#include "millrace/io/sink.hpp"

namespace millrace::cli {

/// One terminal line with a run's progress, rate, time left and slowest latencies:
/// `  12/340  35.1 pictures/s  00:09 left  p99 84 ms`; a narrow terminal drops parts from the end. It stands below what
/// `inner` prints, and is wiped at the end.
class ProgressSink : public Sink {
 public:
  using Now = std::function<Clock::time_point()>;
  using Columns = std::function<std::size_t()>;

  /// Every result goes to `inner` first. `total`: how many frames there will be, if known. `refresh`: how long a line
  /// stands at least; 0 if `inner` prints on the same terminal, so that the line makes room. `inner` and the stream
  /// must outlive the sink.
  ProgressSink(Sink& inner, std::ostream& out, std::optional<std::size_t> total, Clock::duration refresh,
               Now now = Clock::now, Columns columns = error_columns);
  ProgressSink(const ProgressSink&) = delete;
  ProgressSink& operator=(const ProgressSink&) = delete;
  ~ProgressSink() override;

  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return inner_.wants_pixels(); }
  void finish() override;

 private:
  std::vector<std::string> parts(Clock::time_point now) const;
  void wipe() noexcept;

  Sink& inner_;
  std::ostream& out_;
  std::optional<std::size_t> total_;
  Clock::duration refresh_;
  Now now_;
  Columns columns_;
  Clock::time_point begin_;
  std::optional<Clock::time_point> shown_;
  std::size_t frames_ = 0;
  base::Histogram latencies_;
};

}  // namespace millrace::cli
