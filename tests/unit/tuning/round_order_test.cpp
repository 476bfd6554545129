#include "tuning/round_order.hpp"

#include <map>
#include <set>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::tuning {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

TEST(RoundOrderTest, RunsEachOnceInEveryRound) {
  for (std::size_t round = 0; round < 10; ++round) {
    EXPECT_THAT(round_order(4, round), UnorderedElementsAre(0U, 1U, 2U, 3U));
    EXPECT_THAT(round_order(3, round), UnorderedElementsAre(0U, 1U, 2U));
  }
}

TEST(RoundOrderTest, PutsEachAtEveryPlaceOnce) {
  for (std::size_t place = 0; place < 4; ++place) {
    std::set<std::size_t> seen;
    for (std::size_t round = 0; round < 4; ++round) seen.insert(round_order(4, round)[place]);
    EXPECT_THAT(seen, SizeIs(4)) << "place " << place;
  }
}

TEST(RoundOrderTest, LetsEachFollowEveryOtherOnce) {
  std::map<std::pair<std::size_t, std::size_t>, int> follows;
  for (std::size_t round = 0; round < 4; ++round) {
    const auto order = round_order(4, round);
    for (std::size_t i = 1; i < order.size(); ++i) ++follows[{order[i - 1], order[i]}];
  }
  EXPECT_THAT(follows, SizeIs(12)) << "4 x 3 pairs, each once";
}

TEST(RoundOrderTest, OfOneIsThatOne) {
  EXPECT_THAT(round_order(1, 7), ElementsAre(0U));
}

}  // namespace
}  // namespace millrace::tuning
