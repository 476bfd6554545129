#include "millrace/pipeline/detection_pipeline.hpp"

#include <deque>
#include <functional>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/headed_model.hpp"
#include "fakes/standin.hpp"
#include "fakes/temp_dir.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Frames made by a function of their number; nothing comes after `count`.
class MadeSource : public Source {
 public:
  MadeSource(int count, std::function<Frame(int)> make) : left_(count), make_(std::move(make)) {}

  std::optional<Frame> next() override {
    if (left_-- <= 0) return std::nullopt;
    return make_(given_++);
  }
  int given() const { return given_; }

 private:
  int left_;
  int given_ = 0;
  std::function<Frame(int)> make_;
};

/// Notes what comes.
class NotingSink : public Sink {
 public:
  void write(const FrameResult& result) override {
    names.push_back(result.frame.source);
    errors.push_back(result.frame.error);
    found.emplace_back(result.detections.begin(), result.detections.end());
    times.push_back(result.times);
    remarks.push_back(result.frame.remarks);
    if (on_write) on_write();
  }
  void finish() override { ++finished; }

  std::vector<std::string> names;
  std::vector<std::string> errors;
  std::vector<std::vector<Detection>> found;
  std::vector<StageTimes> times;
  std::vector<std::vector<std::string>> remarks;
  int finished = 0;
  std::function<void()> on_write;
};

Frame good_frame(int i) {
  return {.source = std::to_string(i), .image = Standin::block_picture(4 + i % 40, 20, 10)};
}

Frame bad_frame(int i) {
  return {.source = std::to_string(i), .error = "the file is empty"};
}

class DetectionPipelineTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { standin_ = std::make_unique<Standin>(); }
  static void TearDownTestSuite() { standin_.reset(); }

  DetectionPipeline make(std::size_t requests = 2) {
    return DetectionPipeline(Detector(core_, standin_->model(), {.compile = {.precision = Precision::kF32}}),
                             {.requests = requests});
  }

  static std::unique_ptr<Standin> standin_;
  ov::Core core_;
  NotingSink sink_;
};

std::unique_ptr<Standin> DetectionPipelineTest::standin_;

TEST_F(DetectionPipelineTest, WritesEachFramesOwnResultInTheOrderOfTheSource) {
  MadeSource source(100, good_frame);
  make(4).run(source, sink_);
  ASSERT_EQ(sink_.names.size(), 100U);
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(sink_.names[i], std::to_string(i));
    ASSERT_EQ(sink_.found[i].size(), 1U);
    EXPECT_NEAR(sink_.found[i][0].box.x1, 4.0 + static_cast<double>(i % 40), 0.1);
  }
}

TEST_F(DetectionPipelineTest, HandsABadFrameOnWithItsErrorAndGoesOn) {
  MadeSource source(3, [](int i) { return i == 1 ? bad_frame(i) : good_frame(i); });
  const Summary summary = make().run(source, sink_);
  EXPECT_THAT(sink_.names, ElementsAre("0", "1", "2"));
  EXPECT_THAT(sink_.errors, ElementsAre("", "the file is empty", ""));
  EXPECT_TRUE(sink_.found[1].empty());
  EXPECT_EQ(summary.frames, 3U);
  EXPECT_EQ(summary.bad_frames, 1U);
  EXPECT_EQ(summary.detections, 2U);
  EXPECT_FALSE(summary.stopped);
}

TEST_F(DetectionPipelineTest, HandsBadFramesOnThatComeBeforeTheFirstGoodOne) {
  MadeSource source(4, [](int i) { return i < 2 ? bad_frame(i) : good_frame(i); });
  const Summary summary = make().run(source, sink_);
  EXPECT_THAT(sink_.names, ElementsAre("0", "1", "2", "3"));
  EXPECT_THAT(sink_.errors, ElementsAre("the file is empty", "the file is empty", "", ""));
  EXPECT_EQ(summary.frames, 4U);
  EXPECT_EQ(summary.bad_frames, 2U);
}

TEST_F(DetectionPipelineTest, RunsUncutWhenTheFirstFrameShowsThatTheCutGraphFindsSomethingElse) {
  const TempDir dir;
  ov::save_model(headed_model({.is_random_in_the_dark = true}), dir / "model.xml", false);
  DetectionPipeline pipeline(Detector(core_, dir / "model.xml"));
  EXPECT_EQ(pipeline.detector().spec().graph.value, GraphForm::kCut);
  MadeSource source(3, [](int i) { return Frame{.source = std::to_string(i), .image = Image({64, 64})}; });
  EXPECT_EQ(pipeline.run(source, sink_).good_frames(), 3U);
  EXPECT_EQ(pipeline.detector().spec().graph.value, GraphForm::kUncut);
  EXPECT_THAT(sink_.remarks[0], ElementsAre(HasSubstr("the graph runs uncut: cut at its heads, it finds something")));
  EXPECT_THAT(sink_.remarks[1], IsEmpty());
}

TEST_F(DetectionPipelineTest, TakesAFrameWithNeitherPictureNorErrorForABadOne) {
  MadeSource source(3, [](int i) { return i == 1 ? Frame{.source = "1"} : good_frame(i); });
  const Summary summary = make().run(source, sink_);
  EXPECT_THAT(sink_.errors, ElementsAre("", "its source gave neither a picture nor a reason why there is none", ""));
  EXPECT_EQ(summary.bad_frames, 1U);
}

TEST_F(DetectionPipelineTest, TellsTheDevicesTimeFromTheWaitInItsQueue) {
  MadeSource source(50, good_frame);
  make(8).run(source, sink_);
  for (const StageTimes& times : sink_.times) {
    EXPECT_GE(times.infer.count(), 0);
    EXPECT_GE(times.wait.count(), 0);
    EXPECT_LE((times.preprocess + times.wait + times.infer + times.postprocess).count(), times.total.count() + 0.1);
  }
}

TEST_F(DetectionPipelineTest, FinishesTheSinkOnceAlsoWithoutFrames) {
  MadeSource source(0, good_frame);
  const Summary summary = make().run(source, sink_);
  EXPECT_EQ(sink_.finished, 1);
  EXPECT_EQ(summary.frames, 0U);
}

TEST_F(DetectionPipelineTest, AStopFinishesWhatIsInFlightAndTheSink) {
  std::stop_source stop;
  MadeSource source(1'000'000, good_frame);
  sink_.on_write = [&] { stop.request_stop(); };
  const Summary summary = make().run(source, sink_, stop.get_token());
  EXPECT_TRUE(summary.stopped);
  EXPECT_EQ(sink_.names.size(), static_cast<std::size_t>(source.given()));
  EXPECT_EQ(sink_.finished, 1);
}

TEST_F(DetectionPipelineTest, KeepsAtMostTwiceAsManyFramesInFlightAsRequests) {
  const auto bad_ones_behind_a_good_one = [](int i) { return i % 50 == 0 ? good_frame(i) : bad_frame(i); };
  for (const std::function<Frame(int)>& make_frame :
       {std::function<Frame(int)>(good_frame), std::function<Frame(int)>(bad_frame),
        std::function<Frame(int)>(bad_ones_behind_a_good_one)}) {
    std::size_t most = 0;
    NotingSink sink;
    MadeSource source(200, [&](int i) {
      most = std::max(most, static_cast<std::size_t>(i) - sink.names.size());
      return make_frame(i);
    });
    make(2).run(source, sink);
    EXPECT_EQ(sink.names.size(), 200U);
    EXPECT_LE(most, 4U);
  }
}

TEST_F(DetectionPipelineTest, GivesTheBoxesOfASmallerCopyInPixelsOfTheWholePicture) {
  MadeSource source(1, [](int i) {
    Frame frame = good_frame(i);  // a block of 10 pixels at 4,20 in a picture of 64x64
    frame.full_size = {256, 256};
    return frame;
  });
  make().run(source, sink_);
  ASSERT_EQ(sink_.found.at(0).size(), 1U);
  const Box box = sink_.found[0][0].box;
  EXPECT_NEAR(box.x1, 16, 0.5);
  EXPECT_NEAR(box.y1, 80, 0.5);
  EXPECT_NEAR(box.x2, 56, 0.5);
  EXPECT_NEAR(box.y2, 120, 0.5);
}

/// Looks at frames, but not at their pixels.
class BlindSink : public NotingSink {
 public:
  void write(const FrameResult& result) override {
    sizes.push_back(result.frame.size());
    NotingSink::write(result);
  }
  bool wants_pixels() const override { return false; }

  std::vector<Size> sizes;
};

TEST_F(DetectionPipelineTest, HoldsNoPixelsThatTheSinkDoesNotWant) {
  int held = 0;
  int most = 0;
  MadeSource source(50, [&](int i) {
    most = std::max(most, held);
    Frame frame = good_frame(i);
    const auto pixels = std::make_shared<Image>(std::move(frame.image));
    frame.image = Image({64, 64}, {pixels->view().data, [pixels, &held](std::uint8_t*) { --held; }});
    ++held;
    return frame;
  });
  BlindSink sink;
  make(4).run(source, sink);
  EXPECT_EQ(most, 0) << "pictures that are held while the next one is read";
  EXPECT_EQ(sink.found.at(49).size(), 1U);
  EXPECT_EQ(sink.sizes.at(49), (Size{64, 64}));
}

TEST_F(DetectionPipelineTest, ReadsNoPictureWhileTooManyPixelsAreInFlight) {
  std::size_t most = 0;
  MadeSource source(50, [&](int i) {
    most = std::max(most, static_cast<std::size_t>(i) - sink_.names.size());
    return good_frame(i);
  });
  DetectionPipeline pipeline(Detector(core_, standin_->model()),
                             {.requests = 4, .max_pixel_bytes = std::size_t{3} * 64 * 64 + 1});
  EXPECT_EQ(pipeline.run(source, sink_).frames, 50U);
  EXPECT_LE(most, 1U);
}

TEST_F(DetectionPipelineTest, LetsTheSinkHaveThePicture) {
  class Taking : public Sink {
   public:
    void write(const FrameResult& result) override { taken.push_back(std::move(*result.spare)); }
    std::vector<Image> taken;
  };
  Taking sink;
  MadeSource source(3, good_frame);
  make().run(source, sink);
  ASSERT_EQ(sink.taken.size(), 3U);
  for (const Image& picture : sink.taken) EXPECT_EQ(picture.size(), (Size{64, 64}));
}

TEST_F(DetectionPipelineTest, ThrowsWhatTheSinkThrows) {
  MadeSource source(10, good_frame);
  sink_.on_write = [] { throw std::runtime_error("disk full"); };
  DetectionPipeline pipeline = make();
  EXPECT_THROW(pipeline.run(source, sink_), std::runtime_error);
}

TEST_F(DetectionPipelineTest, FinishesTheSinkOfARunThatEndsByAnException) {
  MadeSource source(10,
                    [](int i) -> Frame { return i == 5 ? throw std::runtime_error("camera gone") : good_frame(i); });
  DetectionPipeline pipeline = make();
  EXPECT_THROW(pipeline.run(source, sink_), std::runtime_error);
  EXPECT_EQ(sink_.finished, 1);
}

TEST_F(DetectionPipelineTest, ThrowsWhatTheSourceThrowsAndRunsAgainAfterwards) {
  MadeSource broken(10,
                    [](int i) -> Frame { return i == 5 ? throw std::runtime_error("camera gone") : good_frame(i); });
  MadeSource whole(10, good_frame);
  DetectionPipeline pipeline = make();
  EXPECT_THROW(pipeline.run(broken, sink_), std::runtime_error);
  EXPECT_EQ(pipeline.run(whole, sink_).frames, 10U);
}

TEST_F(DetectionPipelineTest, MeasuresTheStagesOfAFrame) {
  MadeSource source(1, [](int i) {
    Frame frame = good_frame(i);
    frame.decode_time = Milliseconds{1000};
    return frame;
  });
  make().run(source, sink_);
  const StageTimes& times = sink_.times.at(0);
  EXPECT_EQ(times.decode, Milliseconds{1000});
  EXPECT_GT(times.preprocess.count(), 0);
  EXPECT_GT(times.infer.count(), 0);
  EXPECT_GT(times.postprocess.count(), 0);
  EXPECT_GE(times.total, times.decode + times.preprocess + times.infer + times.postprocess);
}

TEST_F(DetectionPipelineTest, TakesTheOptimalNumberOfRequestsAndSomeSpareOnesByDefault) {
  const DetectionPipeline pipeline = make(0);
  EXPECT_EQ(pipeline.requests(),
            pipeline.detector().compiled_model().get_property(ov::optimal_number_of_infer_requests) +
                DetectionPipeline::kSpareRequests);
  EXPECT_EQ(make(3).requests(), 3U);
}

}  // namespace
}  // namespace millrace
