#include "cli/detect/f32_comparison.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"

namespace millrace::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Detection at(float x, float score) {
  return {.box = {x, 0, x + 100, 100}, .score = score, .class_id = 0};
}

/// Of two pictures: in the first one both find the same.
class Comparison {
 public:
  Comparison(std::vector<Detection> found, std::vector<Detection> wanted)
      : first_{{"same.jpg", wanted}, {"b.jpg", std::move(found)}} {
    Frame frame;
    for (int i = 0; i < 2; ++i) sink_.write({.frame = frame, .detections = wanted});
  }

  std::string text(std::size_t pictures = 2) const { return agreement_text(sink_, pictures, "f32"); }
  const evaluation::Agreement& agreement() const { return sink_.agreement(); }

 private:
  std::vector<PictureDetections> first_;
  ComparingSink sink_{first_};
};

class FirstResultsTest : public ::testing::Test {
 protected:
  void write(FirstResults& sink, const std::string& source, const std::string& error = {}) {
    Frame frame;
    frame.source = source;
    frame.error = error;
    const std::vector<Detection> detections{at(0, 0.5F)};
    sink.write({.frame = frame, .detections = detections});
  }

  TempDir dir_;
};

TEST_F(FirstResultsTest, AreThoseOfTheFirstGoodPictures) {
  const std::string a = dir_.write("a.jpg", "");
  const std::string b = dir_.write("b.jpg", "");
  const std::string c = dir_.write("c.jpg", "");
  FirstResults results(2);
  write(results, "broken.jpg", "it is broken");
  for (const std::string& each : {a, b, c}) write(results, each);
  EXPECT_THAT(sources_of(results.results()), ElementsAre(a, b));
  EXPECT_EQ(results.results()[0].detections.size(), 1U);
}

TEST_F(FirstResultsTest, AreOfFilesThatCanBeReadAgainOnly) {
  FirstResults results(2);
  write(results, "/dev/null");
  write(results, dir_ / "gone.jpg");
  EXPECT_THAT(sources_of(results.results()), ElementsAre());
}

TEST(ComparingSinkTest, LeavesOutAndCountsAPictureThatNowCannotBeRead) {
  const std::vector<PictureDetections> first{{"a.jpg", {at(0, 0.5F)}}, {"b.jpg", {at(0, 0.5F)}}};
  ComparingSink sink(first);
  Frame frame;
  frame.error = "it is gone";
  sink.write({.frame = frame});
  frame.error.clear();
  sink.write({.frame = frame, .detections = first[1].detections});
  EXPECT_EQ(sink.agreement().pictures(), 1U);
  EXPECT_EQ(sink.agreement().count().f1(), 1);
  EXPECT_THAT(agreement_text(sink, 2, "f32"),
              HasSubstr("in 1 picture: F1 1.0000, 1 of 1 box found, 0 too many; 1 could not"));
}

TEST(AgreementTextTest, TellsCountsDifferencesAndTheWorstPicture) {
  EXPECT_EQ(
      Comparison({at(2, 0.8F), at(600, 0.5F)}, {at(0, 0.75F)}).text(),
      "agreement  with the whole graph in f32, in 2 pictures: F1 0.8000, 2 of 2 boxes found, 1 too many\n"
      "           boxes differ by 1.00 pixels on average, 2.00 at most; scores by 0.0250, 0.0500 at most\n"
      "           worst in b.jpg: F1 0.6667, 1 of 1 box found, 1 too many, boxes differ by 2.00 pixels at most\n");
}

TEST(AgreementTextTest, NamesNoWorstPictureWhereNothingDiffers) {
  EXPECT_THAT(Comparison({at(0, 0.5F)}, {at(0, 0.5F)}).text(), Not(HasSubstr("worst")));
}

TEST(AgreementTextTest, SaysThatItWasStopped) {
  EXPECT_THAT(Comparison({}, {}).text(5), HasSubstr("; stopped after 2 of 5 pictures\n"));
}

TEST(AgreementTextTest, SaysThatNothingWasCompared) {
  EXPECT_EQ(agreement_text(ComparingSink({}), 0, ""), "agreement  unknown: no picture was compared\n");
}

TEST(AgreementExitCodeTest, IsAMismatchBelowTheLeastAgreementOnly) {
  const Comparison comparison({at(600, 0.5F)}, {at(0, 0.5F)});  // F1 2/4
  EXPECT_EQ(exit_code_of(comparison.agreement(), 0.51), ExitCode::kMismatch);
  EXPECT_EQ(exit_code_of(comparison.agreement(), 0.5), ExitCode::kOk);
  EXPECT_EQ(exit_code_of(comparison.agreement(), std::nullopt), ExitCode::kOk);
}

TEST(AgreementExitCodeTest, IsAFailureWhereNothingCouldBeCompared) {
  EXPECT_EQ(exit_code_of(evaluation::Agreement(), 0.5), ExitCode::kFailed);
  EXPECT_EQ(exit_code_of(evaluation::Agreement(), std::nullopt), ExitCode::kOk);
}

}  // namespace
}  // namespace millrace::cli
