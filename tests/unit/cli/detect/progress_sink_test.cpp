#include "cli/detect/progress_sink.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class NoteSink : public Sink {
 public:
  explicit NoteSink(std::ostream& out) : out_(out) {}
  void write(const FrameResult& result) override { out_ << result.frame.source << '\n'; }
  void finish() override { out_ << "finished\n"; }

 private:
  std::ostream& out_;
};

class ProgressSinkTest : public ::testing::Test {
 protected:
  ProgressSink make(std::optional<std::size_t> total, Clock::duration refresh = {}) {
    return ProgressSink(inner_, terminal_, total, refresh, [this] { return now_; }, [this] { return columns_; });
  }

  void write(ProgressSink& sink, std::chrono::milliseconds later, Milliseconds latency = Milliseconds{20}) {
    now_ += later;
    const Frame frame{.source = "a.jpg"};
    sink.write({.frame = frame, .detections = {}, .times = {.total = latency}});
  }

  Clock::time_point now_{};
  std::size_t columns_ = 80;
  std::ostringstream terminal_;
  std::ostringstream results_;
  NoteSink inner_{results_};
};

TEST_F(ProgressSinkTest, SaysHowFarHowFastAndHowLongItWillTake) {
  ProgressSink sink = make(10);
  write(sink, std::chrono::milliseconds(500));
  write(sink, std::chrono::milliseconds(500));
  EXPECT_THAT(terminal_.str(), HasSubstr("  2/10  2.0 pictures/s  00:04 left  p99 20 ms"));
}

TEST_F(ProgressSinkTest, SaysNothingOfTheEndWhereTheTotalIsNotKnown) {
  ProgressSink sink = make(std::nullopt);
  write(sink, std::chrono::milliseconds(500));
  EXPECT_THAT(terminal_.str(), HasSubstr("  1  2.0 pictures/s"));
  EXPECT_THAT(terminal_.str(), Not(HasSubstr("left")));
}

TEST_F(ProgressSinkTest, LetsALineStandForTheRefreshTime) {
  ProgressSink sink = make(10, std::chrono::milliseconds(100));
  write(sink, std::chrono::milliseconds(10));
  write(sink, std::chrono::milliseconds(10));
  EXPECT_THAT(terminal_.str(), Not(HasSubstr("2/10")));
  write(sink, std::chrono::milliseconds(100));
  EXPECT_THAT(terminal_.str(), HasSubstr("3/10"));
}

TEST_F(ProgressSinkTest, MakesRoomForWhatItsInnerSinkPrints) {
  ProgressSink sink(inner_, results_, 10, {}, [this] { return now_; });
  write(sink, std::chrono::milliseconds(500));
  write(sink, std::chrono::milliseconds(500));
  EXPECT_THAT(results_.str(), HasSubstr("\r\x1b[Ka.jpg\n\r\x1b[K  2/10"));
}

TEST_F(ProgressSinkTest, LeavesOutWhatHasNoRoomOnANarrowTerminal) {
  ProgressSink sink = make(10);
  columns_ = 40;
  write(sink, std::chrono::milliseconds(500));
  EXPECT_EQ(terminal_.str(), "\r\x1b[K  1/10  2.0 pictures/s  00:05 left");
  columns_ = 10;
  write(sink, std::chrono::milliseconds(500));
  EXPECT_THAT(terminal_.str(), EndsWith("\r\x1b[K  2/10"));
}

TEST_F(ProgressSinkTest, WipesItselfAndFinishesItsInnerSinkAtTheEnd) {
  ProgressSink sink = make(1);
  write(sink, std::chrono::milliseconds(500));
  sink.finish();
  EXPECT_THAT(terminal_.str(), EndsWith("\r\x1b[K"));
  EXPECT_EQ(results_.str(), "a.jpg\nfinished\n");
}

}  // namespace
}  // namespace millrace::cli
