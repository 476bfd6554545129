#include "models/cut_record.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "fakes/headed_model.hpp"
#include "fakes/pipe.hpp"
#include "fakes/temp_dir.hpp"

namespace millrace::models {
namespace {

const HeadPlan kPlan{.order = {1, 0},
                     .anchors = {{{.width = 10, .height = 13.5F}}, {}},
                     .bins = {.values = {0, 0.945F}, .largest_weight = 0.9F, .levels = 256}};

TEST(CutRecordsTest, FindWhatWasKept) {
  const TempDir dir;
  const CutRecords records(dir.path(), "CPU");
  EXPECT_TRUE(records.are_kept());
  EXPECT_FALSE(records.find("a"));
  records.keep("a", {.plan = kPlan});
  records.keep("b", {.reason = "it finds something else"});
  ASSERT_TRUE(records.find("a"));
  EXPECT_TRUE(records.find("a")->ok());
  EXPECT_EQ(records.find("a")->plan, kPlan);
  ASSERT_TRUE(records.find("b"));
  EXPECT_EQ(records.find("b")->reason, "it finds something else");
}

TEST(CutRecordsTest, ReplaceWhatWasKeptBefore) {
  const TempDir dir;
  const CutRecords records(dir.path(), "CPU");
  records.keep("a", {.reason = "old"});
  records.keep("a", {.plan = kPlan});
  EXPECT_TRUE(records.find("a")->ok());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(CutRecordsTest, OfAnotherKeyCountAsNone) {
  const TempDir dir;
  const CutRecords records(dir.path(), "CPU");
  records.keep("a", {.plan = kPlan});
  std::filesystem::copy_file(dir / "a.cut.json", dir / "b.cut.json");
  EXPECT_FALSE(records.find("b"));
}

TEST(CutRecordsTest, DoNotWaitForAPipe) {
  const TempDir dir;
  make_pipe(dir, "a.cut.json");
  EXPECT_FALSE(CutRecords(dir.path(), "CPU").find("a"));
}

TEST(CutRecordsTest, AreNotKeptWithoutAFolder) {
  for (const CutRecords& records : {CutRecords({}, "CPU"), CutRecords("/nowhere", "CPU")}) {
    EXPECT_FALSE(records.are_kept());
    records.keep("a", {.plan = kPlan});
    EXPECT_FALSE(records.find("a"));
  }
}

TEST(CutRecordsTest, HaveAnotherKeyForAnotherGraphOrDevice) {
  const CutRecords records({}, "CPU");
  const std::string key = records.key_of(headed_model({}));
  EXPECT_EQ(records.key_of(headed_model({})), key);
  EXPECT_NE(records.key_of(headed_model({.tail = HeadedTail::kYolov7})), key);
  EXPECT_NE(records.key_of(headed_model({.input = {96, 64}})), key);
  EXPECT_NE(CutRecords({}, "GPU").key_of(headed_model({})), key);
}

}  // namespace
}  // namespace millrace::models
