#include "millrace/queue/ordered.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

using testing::ElementsAre;

class OrderedTest : public testing::Test {
 protected:
  static void fill(int value, Slot& slot) { filled(static_cast<float>(value)).copy_to(slot.input()); }

  /// For a model that takes its time.
  static void fill_all(int value, Slot& slot) {
    ov::Tensor input = slot.input();
    std::fill_n(input.data<float>(), input.get_size(), static_cast<float>(value));
  }

  static std::vector<int> numbers(int count) {
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }

  InferQueue queue_{compile(small_models::relu()), {.requests = 3}};
};

TEST_F(OrderedTest, GivesResultsInTheOrderOfTheItems) {
  std::vector<int> seen;
  for (const Result& result : ordered(queue_, numbers(100), fill)) seen.push_back(static_cast<int>(first(result[0])));
  EXPECT_EQ(seen, numbers(100));
}

TEST_F(OrderedTest, TakesInputsThemselves) {
  const std::vector<ov::Tensor> tensors{filled(1), filled(2), filled(3)};
  std::vector<float> seen;
  for (const Result& result : ordered(queue_, tensors)) seen.push_back(first(result[0]));
  EXPECT_THAT(seen, ElementsAre(1, 2, 3));
}

TEST_F(OrderedTest, TakesAFunctionThatGivesTheNextItem) {
  int next = 0;
  const auto source = [&]() -> std::optional<int> { return next < 5 ? std::optional(next++) : std::nullopt; };
  std::vector<float> seen;
  for (const Result& result : ordered(queue_, source, fill)) seen.push_back(first(result[0]));
  EXPECT_THAT(seen, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(OrderedTest, IsEmptyForNoItems) {
  int seen = 0;
  for (const Result& result : ordered(queue_, std::vector<int>{}, fill)) seen += static_cast<int>(result.size());
  EXPECT_EQ(seen, 0);
}

TEST_F(OrderedTest, TakesNoMoreItemsThanItsWindowHolds) {
  InferQueue queue(compile(small_models::matmul_chain(512, 20)), {.requests = 8});
  int pulled = 0;
  const auto source = [&]() -> std::optional<int> { return pulled++; };
  auto results = ordered(queue, source, fill_all, {.window = 2});
  results.begin();
  EXPECT_LE(pulled, 4);  // the one at hand, two in the window, and one that waits for its place
}

TEST_F(OrderedTest, TakesNoMoreItemsThanItsWindowHoldsWhileTheOldestRuns) {
  InferQueue queue(compile(small_models::matmul_chain(512, 20)), {.requests = 2});
  int pulled = 0;
  const auto source = [&]() -> std::optional<int> { return pulled < 100'000 ? std::optional(pulled++) : std::nullopt; };
  const auto prepare = [](int value, Slot& slot) {
    if (value > 0) throw std::runtime_error("a bad picture");  // ends at once, long before the first
    fill_all(value, slot);
  };
  auto results = ordered_items(queue, source, prepare, {.window = 3});
  results.begin();
  EXPECT_LE(pulled, 4);  // three in the window, and one that waits for its place
}

TEST_F(OrderedTest, TakesNoItemAheadOfItsTurnWithoutRoomForIt) {
  int pulled = 0;
  const auto source = [&]() -> std::optional<int> { return pulled < 20 ? std::optional(pulled++) : std::nullopt; };
  int seen = 0;
  for (const Result& result : ordered(queue_, source, fill, {.has_room = [] { return false; }})) {
    EXPECT_EQ(static_cast<int>(first(result[0])), seen++);
    EXPECT_EQ(pulled, seen);
  }
  EXPECT_EQ(seen, 20);
}

TEST_F(OrderedTest, LeavingTheLoopCancelsWhatIsInFlight) {
  for (const Result& result : ordered(queue_, numbers(100), fill)) {
    EXPECT_EQ(first(result[0]), 0);
    break;
  }
  queue_.drain();
  EXPECT_LE(queue_.stats().submitted, 7U);
}

TEST_F(OrderedTest, ThrowsAnErrorInItsPlaceAndGoesOn) {
  const auto prepare = [](int value, Slot& slot) {
    if (value == 1) throw std::runtime_error("a bad picture");
    fill(value, slot);
  };
  auto results = ordered(queue_, numbers(3), prepare);
  auto it = results.begin();
  EXPECT_EQ(first((*it)[0]), 0);
  ++it;
  EXPECT_THROW(static_cast<void>(*it), std::runtime_error);
  ++it;
  EXPECT_EQ(first((*it)[0]), 2);
  ++it;
  EXPECT_EQ(it, results.end());
}

TEST_F(OrderedTest, GivesItemsWithTheirOutcomes) {
  std::vector<int> items;
  for (auto& [item, outcome] : ordered_items(queue_, numbers(4), fill)) {
    EXPECT_TRUE(outcome.ok());
    items.push_back(item);
  }
  EXPECT_EQ(items, numbers(4));
}

TEST_F(OrderedTest, AnItemThatGetsNoInputFailsInItsPlace) {
  const auto forgets = [](int value, Slot& slot) {
    if (value != 1) fill(value, slot);
  };
  std::vector<bool> ok;
  for (auto& [item, outcome] : ordered_items(queue_, numbers(3), forgets)) ok.push_back(outcome.ok());
  EXPECT_THAT(ok, ElementsAre(true, false, true));
}

TEST_F(OrderedTest, WorksWithOneRequestWhoseResultsAreBorrowed) {
  InferQueue queue(compile(small_models::relu()), {.requests = 1, .results = Results::kBorrow});
  std::vector<int> seen;
  for (const Result& result : ordered(queue, numbers(10), fill)) seen.push_back(static_cast<int>(first(result[0])));
  EXPECT_EQ(seen, numbers(10));
}

TEST_F(OrderedTest, ATokenStopsItInTheMiddle) {
  std::stop_source stop;
  int good = 0;
  int stopped = 0;
  for (auto& [item, outcome] : ordered_items(queue_, numbers(20), fill, {.job = {.stop = stop.get_token()}})) {
    if (item == 4) stop.request_stop();
    ++(outcome.ok() ? good : stopped);
  }
  EXPECT_GE(good, 5);
  EXPECT_EQ(good + stopped, 20);
}

}  // namespace
}  // namespace millrace
