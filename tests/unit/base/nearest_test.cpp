#include "base/nearest.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace millrace::base {
namespace {

const std::vector<std::string> kHints = {"latency", "throughput", "cumulative_throughput", "none"};

TEST(EditDistanceTest, CountsInsertedRemovedAndReplacedLetters) {
  EXPECT_EQ(edit_distance("device", "device"), 0U);
  EXPECT_EQ(edit_distance("devic", "device"), 1U);
  EXPECT_EQ(edit_distance("devicee", "device"), 1U);
  EXPECT_EQ(edit_distance("devise", "device"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(EditDistanceTest, CountsTwoSwappedNeighboursAsOne) {
  EXPECT_EQ(edit_distance("lantecy", "latnecy"), 1U);
}

TEST(EditDistanceTest, TakesUpperAndLowerCaseAsTheSame) {
  EXPECT_EQ(edit_distance("cpu", "CPU"), 0U);
}

TEST(NearestTest, FindsTheWordThatWasMeant) {
  EXPECT_EQ(nearest("throughptu", kHints), "throughput");
  EXPECT_EQ(nearest("LATENCY", kHints), "latency");
  EXPECT_EQ(nearest("latancy", kHints), "latency");
}

TEST(NearestTest, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest("xyz", kHints), std::nullopt);
  EXPECT_EQ(nearest("", kHints), std::nullopt);
  EXPECT_EQ(nearest("throughput", {}), std::nullopt);
}

TEST(NearestTest, SaysNothingForAVeryLongWord) {
  EXPECT_EQ(nearest(std::string(100000, 'a'), kHints), std::nullopt);
}

TEST(NearestTest, TakesTheFirstOfEquals) {
  const std::vector<std::string> names = {"bat", "cat"};
  EXPECT_EQ(nearest("hat", names), "bat");
}

TEST(DidYouMeanTest, IsReadyForTheEndOfAMessage) {
  EXPECT_EQ(did_you_mean("latancy", kHints), "; did you mean 'latency'?");
  EXPECT_EQ(did_you_mean("xyz", kHints), "");
}

}  // namespace
}  // namespace millrace::base
