#include "io/source_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SourceLinesTest, GivesOneSourceALine) {
  EXPECT_THAT(source_lines("a.jpg\nsub folder/b.jpg\n"), ElementsAre("a.jpg", "sub folder/b.jpg"));
}

TEST(SourceLinesTest, TakesALastLineWithoutItsEnd) {
  EXPECT_THAT(source_lines("a.jpg\nb.jpg"), ElementsAre("a.jpg", "b.jpg"));
}

TEST(SourceLinesTest, TakesLinesFromWindows) {
  EXPECT_THAT(source_lines("\xEF\xBB\xBF"
                           "a.jpg\r\nb.jpg\r\n"),
              ElementsAre("a.jpg", "b.jpg"));
}

TEST(SourceLinesTest, LeavesEmptyLinesAndCommentsOut) {
  EXPECT_THAT(source_lines("\n  \n# night shift\n\t a.jpg \n"), ElementsAre("a.jpg"));
}

TEST(SourceLinesTest, GivesNothingForNothing) {
  EXPECT_THAT(source_lines(""), IsEmpty());
  EXPECT_THAT(source_lines("\n"), IsEmpty());
}

}  // namespace
}  // namespace millrace::io
