#include "models/number_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NumberListTest, ReadsNumbersBetweenBlanksAndCommas) {
  EXPECT_THAT(parse_numbers(" 123.5 116,\t0.25\n"), ElementsAre(123.5F, 116.0F, 0.25F));
}

TEST(NumberListTest, ReadsNothingFromAnEmptyText) {
  EXPECT_THAT(parse_numbers(""), IsEmpty());
  EXPECT_THAT(parse_numbers("  "), IsEmpty());
}

TEST(NumberListTest, RefusesTheWholeTextForOneBadWord) {
  EXPECT_THAT(parse_numbers("1 2x 3"), IsEmpty());
  EXPECT_THAT(parse_numbers("[1, 2]"), IsEmpty());
}

TEST(NumberListTest, RefusesNumbersThatAreNotFinite) {
  EXPECT_THAT(parse_numbers("nan"), IsEmpty());
  EXPECT_THAT(parse_numbers("inf"), IsEmpty());
  EXPECT_THAT(parse_numbers("1e999"), IsEmpty());
}

}  // namespace
}  // namespace millrace::models
