#include "models/choose_classes.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/error_message.hpp"
#include "millrace/base/error.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Names = std::vector<std::string>;

std::vector<int> chosen(const std::vector<int>& numbers, const Names& names,
                        const Names& labels = {"person", "car", "bus", "car"}) {
  return choose_classes(numbers, names, labels, "m.onnx");
}

std::string refusal(const std::vector<int>& numbers, const Names& names,
                    const Names& labels = {"person", "car", "bus"}) {
  return error_message(ErrorCode::kInvalidArgument, [&] { chosen(numbers, names, labels); });
}

TEST(ChooseClassesTest, TakesNumbersAndNames) {
  EXPECT_THAT(chosen({2}, {"person"}), ElementsAre(2, 0));
}

TEST(ChooseClassesTest, TakesEveryClassOfAName) {
  EXPECT_THAT(chosen({}, {"car"}), ElementsAre(1, 3));
}

TEST(ChooseClassesTest, TakesAnyNumberWhereTheClassesAreUnknown) {
  EXPECT_THAT(chosen({7}, {}, {}), ElementsAre(7));
}

TEST(ChooseClassesTest, RefusesANumberThatTheModelDoesNotHave) {
  EXPECT_THAT(refusal({3}, {}), HasSubstr("class 3 was asked for, but m.onnx has classes 0 to 2"));
  EXPECT_THAT(refusal({-1}, {}), HasSubstr("class -1 was asked for"));
  EXPECT_EQ(refusal({-1}, {}, {}), "class -1 was asked for; numbers of classes begin at 0");
}

TEST(ChooseClassesTest, SuggestsTheNearestName) {
  EXPECT_THAT(refusal({}, {"persn"}),
              HasSubstr("class 'persn' was asked for, but m.onnx has no class of this name; did you mean 'person'?"));
  EXPECT_THAT(refusal({}, {"Bus"}), HasSubstr("did you mean 'bus'?"));
}

TEST(ChooseClassesTest, NamesTheClassesWhereNoneIsNear) {
  EXPECT_THAT(refusal({}, {"elephant"}), HasSubstr("; there are: person, car, bus"));
  EXPECT_THAT(refusal({}, {"elephant"}, Names(12, "x")), HasSubstr("x, x, and 2 more"));
}

TEST(ChooseClassesTest, AsksForNumbersWhereNamesAreUnknown) {
  EXPECT_THAT(refusal({}, {"person"}, {}), HasSubstr("give numbers, or names for all with --labels FILE"));
}

}  // namespace
}  // namespace millrace::models
