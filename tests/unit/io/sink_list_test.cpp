#include "millrace/io/sink_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "sample_results.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;

/// Notes the calls it gets, and fails when asked.
class RecordingSink : public Sink {
 public:
  RecordingSink(std::string name, std::vector<std::string>& calls, std::string failing_call = "",
                ErrorCode code = ErrorCode::kIo)
      : name_(std::move(name)), calls_(calls), failing_call_(std::move(failing_call)), code_(code) {}

  void write(const FrameResult&) override { note("write"); }
  void finish() override { note("finish"); }

 private:
  void note(const std::string& call) {
    calls_.push_back(name_ + "." + call);
    if (call == failing_call_) throw Error(code_, name_ + " failed");
  }

  std::string name_;
  std::vector<std::string>& calls_;
  std::string failing_call_;
  ErrorCode code_;
};

void write(Sink& sink) {
  const Frame frame = good_frame("a.jpg");
  sink.write({.frame = frame, .detections = {}, .times = {}});
}

TEST(SinkListTest, HandsEverythingToEachSinkInOrder) {
  std::vector<std::string> calls;
  SinkList list;
  list.add(std::make_unique<RecordingSink>("a", calls));
  list.add(std::make_unique<RecordingSink>("b", calls));
  write(list);
  list.finish();
  EXPECT_THAT(calls, ElementsAre("a.write", "b.write", "a.finish", "b.finish"));
}

TEST(SinkListTest, ServesTheOthersBeforeItThrowsTheErrorOfOne) {
  std::vector<std::string> calls;
  SinkList list;
  list.add(std::make_unique<RecordingSink>("a", calls, "write"));
  list.add(std::make_unique<RecordingSink>("b", calls));
  EXPECT_THROW(write(list), Error);
  EXPECT_THAT(calls, ElementsAre("a.write", "b.write"));
}

TEST(SinkListTest, CallsAFailedSinkNoMore) {
  std::vector<std::string> calls;
  SinkList list;
  list.add(std::make_unique<RecordingSink>("a", calls, "write"));
  list.add(std::make_unique<RecordingSink>("b", calls));
  EXPECT_THROW(write(list), Error);
  calls.clear();
  write(list);
  list.finish();
  EXPECT_THAT(calls, ElementsAre("b.write", "b.finish"));
}

TEST(SinkListTest, TellsOfAFrameThatASinkCannotWriteAndGoesOn) {
  std::vector<std::string> calls;
  std::vector<std::string> lost;
  SinkList list([&](const Frame& frame, const Error& error) { lost.push_back(frame.source + ": " + error.what()); });
  list.add(std::make_unique<RecordingSink>("a", calls, "write", ErrorCode::kInvalidInput));
  list.add(std::make_unique<RecordingSink>("b", calls));
  write(list);
  list.finish();
  EXPECT_THAT(calls, ElementsAre("a.write", "b.write", "a.finish", "b.finish"));
  EXPECT_THAT(lost, ElementsAre("a.jpg: a failed"));
  EXPECT_EQ(list.lost(), 1U);
}

TEST(SinkListTest, ThrowsThatAFrameCannotBeWrittenWhereNobodyIsTold) {
  std::vector<std::string> calls;
  SinkList list;
  list.add(std::make_unique<RecordingSink>("a", calls, "write", ErrorCode::kInvalidInput));
  EXPECT_THROW(write(list), Error);
}

TEST(SinkListTest, FinishesTheOthersBeforeItThrowsTheErrorOfOne) {
  std::vector<std::string> calls;
  SinkList list;
  list.add(std::make_unique<RecordingSink>("a", calls, "finish"));
  list.add(std::make_unique<RecordingSink>("b", calls));
  EXPECT_THROW(list.finish(), Error);
  EXPECT_THAT(calls, ElementsAre("a.finish", "b.finish"));
}

/// Takes the picture if it may.
class TakingSink : public Sink {
 public:
  explicit TakingSink(bool wants_pixels) : wants_pixels_(wants_pixels) {}

  void write(const FrameResult& result) override {
    may_take = result.spare != nullptr;
    if (may_take) taken = std::move(*result.spare);
  }
  bool wants_pixels() const override { return wants_pixels_; }

  bool may_take = false;
  Image taken;

 private:
  bool wants_pixels_;
};

TEST(SinkListTest, LeavesThePictureToTheLastSinkThatWantsPixels) {
  SinkList list;
  std::vector<TakingSink*> sinks;
  for (const bool wants_pixels : {true, true, false}) {
    auto sink = std::make_unique<TakingSink>(wants_pixels);
    sinks.push_back(sink.get());
    list.add(std::move(sink));
  }
  Frame frame = good_frame("a.jpg", {8, 4});
  list.write({.frame = frame, .spare = &frame.image});
  EXPECT_FALSE(sinks[0]->may_take);
  EXPECT_EQ(sinks[1]->taken.size(), (Size{8, 4}));
  EXPECT_FALSE(sinks[2]->may_take);
}

TEST(SinkListTest, WantsPixelsIfOneOfItsSinksDoes) {
  SinkList list;
  EXPECT_FALSE(list.wants_pixels());
  list.add(std::make_unique<TakingSink>(false));
  EXPECT_FALSE(list.wants_pixels());
  list.add(std::make_unique<TakingSink>(true));
  EXPECT_TRUE(list.wants_pixels());
}

}  // namespace
}  // namespace millrace
