#include "cli/progress_sink.hpp"

#include <cmath>
#include <ostream>
#include <utility>

#include "cli/number_text.hpp"

namespace millrace::cli {
namespace {

constexpr const char* kWipe = "\r\x1b[K";
// A line that wrapped could not be wiped: on a narrow terminal it is cut at the edge instead.
constexpr const char* kNoWrap = "\x1b[?7l";
constexpr const char* kWrap = "\x1b[?7h";

std::string two_digits(long long value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

// 75 s as 01:15, 3,700 s as 1:01:40.
std::string clock_text(double seconds) {
  const long long whole = std::llround(seconds);
  const long long hours = whole / 3600;
  const std::string rest = two_digits(whole / 60 % 60) + ":" + two_digits(whole % 60);
  return hours > 0 ? std::to_string(hours) + ":" + rest : rest;
}

}  // namespace

ProgressSink::ProgressSink(Sink& inner, std::ostream& out, std::optional<std::size_t> total, Clock::duration refresh,
                           Now now)
    : inner_(inner), out_(out), total_(total), refresh_(refresh), now_(std::move(now)), begin_(now_()) {}

ProgressSink::~ProgressSink() {
  wipe();
}

void ProgressSink::write(const FrameResult& result) {
  if (refresh_ == Clock::duration::zero()) wipe();
  inner_.write(result);
  ++frames_;
  if (result.frame.ok()) latencies_.add(result.times.total);
  const auto now = now_();
  if (shown_ && now - *shown_ < refresh_) return;
  shown_ = now;
  out_ << kWipe + (kNoWrap + line(now) + kWrap) << std::flush;
}

std::string ProgressSink::line(Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  std::string text = "  " + std::to_string(frames_);
  if (total_) text += "/" + std::to_string(*total_);
  if (seconds > 0) {
    const double rate = static_cast<double>(frames_) / seconds;
    text += "  " + fixed(rate, 1) + " pictures/s";
    if (total_ && *total_ >= frames_)
      text += "  " + clock_text(static_cast<double>(*total_ - frames_) / rate) + " left";
  }
  if (latencies_.count() > 0) text += "  p99 " + fixed(latencies_.quantile(0.99).count(), 0) + " ms";
  return text;
}

void ProgressSink::finish() {
  wipe();
  inner_.finish();
}

void ProgressSink::wipe() noexcept {
  if (!std::exchange(shown_, std::nullopt)) return;
  try {
    out_ << kWipe << std::flush;
  } catch (const std::ios_base::failure&) {
    // A line that stays on a terminal harms nothing.
  }
}

}  // namespace millrace::cli
