#include "millrace/queue/async_infer_queue.hpp"

#include <algorithm>
#include <any>
#include <atomic>
#include <future>
#include <iterator>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/all_block.hpp"
#include "millrace/base/error.hpp"
#include "openvino/runtime/properties.hpp"
#include "synthetic/gate.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

static_assert(std::random_access_iterator<AsyncInferQueue::iterator>);
static_assert(std::is_nothrow_move_constructible_v<AsyncInferQueue> && !std::is_copy_constructible_v<AsyncInferQueue>);
static_assert(!std::is_default_constructible_v<AsyncInferQueue>);

AsyncInferQueue relu_queue(std::size_t jobs) {
  return AsyncInferQueue(compile(small_models::relu()), jobs);
}

TEST(AsyncInferQueueTest, HasAsManyRequestsAsTheDeviceCallsOptimal) {
  const ov::CompiledModel model =
      compile(small_models::relu(), {ov::hint::performance_mode(ov::hint::PerformanceMode::THROUGHPUT)});
  EXPECT_EQ(AsyncInferQueue(model).size(), model.get_property(ov::optimal_number_of_infer_requests));
}

TEST(AsyncInferQueueTest, GivesEachJobItsUserdataOnce) {
  AsyncInferQueue queue = relu_queue(4);
  std::mutex mutex;
  std::vector<int> seen;
  queue.set_callback([&](Request&, const std::any& userdata) {
    const std::lock_guard lock(mutex);
    seen.push_back(std::any_cast<int>(userdata));
  });
  for (int i = 0; i < 4; ++i) queue.start_async(filled(1), i);
  queue.wait_all();
  EXPECT_THAT(seen, UnorderedElementsAre(0, 1, 2, 3));
}

TEST(AsyncInferQueueTest, RunsEightJobsOnFourRequestsEachWithItsLatency) {
  AsyncInferQueue queue = relu_queue(4);
  std::mutex mutex;
  std::multiset<int> ids;
  std::atomic<int> without_latency = 0;
  queue.set_callback([&](Request& request, const std::any& userdata) {
    if (request.latency().count() <= 0) ++without_latency;
    const std::lock_guard lock(mutex);
    ids.insert(std::any_cast<int>(userdata));
  });
  for (int i = 0; i < 8; ++i) queue.start_async(filled(1), i);
  queue.wait_all();
  EXPECT_THAT(ids, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_EQ(without_latency, 0);
}

TEST(AsyncInferQueueTest, RunsWithoutACallback) {
  AsyncInferQueue queue = relu_queue(1);
  queue.start_async(filled(3));
  queue.wait_all();
  EXPECT_TRUE(holds(queue[0].get_output_tensor(), 3));
}

TEST(AsyncInferQueueTest, CanBeMadeAndDroppedUnused) {
  EXPECT_TRUE(relu_queue(2).is_ready());
}

TEST(AsyncInferQueueTest, OfOneRequestIteratesOnce) {
  AsyncInferQueue queue = relu_queue(1);
  int requests = 0;
  for (const auto& request : queue) {
    EXPECT_EQ(request.id(), 0U);
    ++requests;
  }
  EXPECT_EQ(requests, 1);
}

TEST(AsyncInferQueueTest, IteratesInRandomOrder) {
  const AsyncInferQueue queue = relu_queue(3);
  auto it = queue.begin();
  EXPECT_EQ(queue.end() - it, 3);
  EXPECT_EQ(it[2].id(), 2U);
  EXPECT_EQ((*(it + 1)).id(), 1U);
  EXPECT_EQ((*--(it += 3)).id(), 2U);
  EXPECT_TRUE(queue.begin() < queue.end());
}

TEST(AsyncInferQueueTest, RefusesARequestItDoesNotHave) {
  const AsyncInferQueue queue = relu_queue(2);
  EXPECT_EQ(queue[1].id(), 1U);
  EXPECT_THROW(static_cast<void>(queue[2]), std::out_of_range);
  EXPECT_THROW(static_cast<void>(queue[5]), std::out_of_range);
}

TEST(AsyncInferQueueTest, HasEmptyUserdataAndNoLatencyBeforeTheFirstJob) {
  const AsyncInferQueue queue = relu_queue(2);
  for (const std::any& userdata : queue.userdata()) EXPECT_FALSE(userdata.has_value());
  EXPECT_EQ(queue.userdata().size(), 2U);
  for (const auto& request : queue) EXPECT_EQ(request.latency().count(), 0);
}

TEST(AsyncInferQueueTest, KeepsTheUserdataOfEachRequestsLastJob) {
  AsyncInferQueue queue = relu_queue(1);
  queue.start_async(filled(1), 1);
  queue.start_async(filled(1), 2);
  queue.wait_all();
  EXPECT_EQ(std::any_cast<int>(queue.userdata()[0]), 2);
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_FALSE(queue.userdata()[0].has_value());
}

TEST(AsyncInferQueueTest, GivesTheCallbackAnEmptyAnyWhenThereIsNoUserdata) {
  AsyncInferQueue queue = relu_queue(1);
  bool empty = false;
  queue.set_callback([&](Request&, const std::any& userdata) { empty = !userdata.has_value(); });
  queue.start_async(filled(1));
  queue.wait_all();
  EXPECT_TRUE(empty);
}

TEST(AsyncInferQueueTest, ShowsTheResultInTheCallbackByIndexNameAndPort) {
  AsyncInferQueue queue = relu_queue(2);
  std::atomic<int> right = 0;
  queue.set_callback([&](Request& request, const std::any& userdata) {
    const auto number = static_cast<float>(std::any_cast<int>(userdata));
    right += holds(request.get_output_tensor(), number) ? 1 : 0;
    right += holds(request.get_tensor("y"), number) ? 1 : 0;
    right += holds(request.results(request.model_outputs()[0]), number) ? 1 : 0;
    right += request.model_inputs()[0].get_any_name() == "x" ? 1 : 0;
  });
  for (int i = 0; i < 10; ++i) queue.start_async(filled(static_cast<float>(i)), i);
  queue.wait_all();
  EXPECT_EQ(right, 40);
}

TEST(AsyncInferQueueTest, ShowsTheLastResultsThroughItsRequestsAfterwards) {
  AsyncInferQueue queue = relu_queue(4);
  for (int i = 0; i < 4; ++i) queue.start_async(filled(static_cast<float>(i)), i);
  queue.wait_all();
  const std::vector<std::any> userdata = queue.userdata();
  for (const auto& request : queue) {
    if (!userdata[request.id()].has_value()) continue;  // a fast device may have run two jobs on one request
    EXPECT_TRUE(holds(request.get_output_tensor(), static_cast<float>(std::any_cast<int>(userdata[request.id()]))));
  }
}

TEST(AsyncInferQueueTest, GivesWhatASynchronousRequestGivesOnEveryRequest) {
  ov::CompiledModel model = compile(small_models::matmul_chain(16, 3));
  const ov::Tensor input = filled(0.5F, {16, 16});
  ov::InferRequest synchronous = model.create_infer_request();
  synchronous.set_input_tensor(input);
  synchronous.infer();
  const float* expected = synchronous.get_output_tensor().data<float>();

  AsyncInferQueue queue(model, 4);
  std::atomic<int> wrong = 0;
  queue.set_callback([&](Request& request, const std::any&) {
    const ov::Tensor output = request.get_output_tensor();
    if (!std::equal(expected, expected + output.get_size(), std::as_const(output).data<float>())) ++wrong;
  });
  for (int i = 0; i < 16; ++i) queue.start_async(input);
  queue.wait_all();
  EXPECT_EQ(wrong, 0);
}

TEST(AsyncInferQueueTest, HasEveryRequestFinishedAfterWaitAllAndRunsTenTimesWithoutInputs) {
  AsyncInferQueue queue = relu_queue(2);
  for (int i = 0; i < 10; ++i) queue.start_async(filled(1));
  queue.wait_all();
  for (const auto& request : queue) EXPECT_TRUE(request.infer_request().wait_for(std::chrono::milliseconds(0)));
  std::atomic<int> ran = 0;
  queue.set_callback([&](Request&, const std::any&) { ++ran; });
  for (int i = 0; i < 10; ++i) {
    queue.get_idle_request_id();
    queue.start_async();
  }
  queue.wait_all();
  EXPECT_EQ(ran, 10);
}

TEST(AsyncInferQueueTest, ReachesEveryRequestWithOneStartForEach) {
  AsyncInferQueue queue = relu_queue(4);
  std::mutex mutex;
  std::vector<std::size_t> reached;
  queue.set_callback([&](Request& request, const std::any&) {
    const std::lock_guard lock(mutex);
    reached.push_back(request.id());
  });
  for (int round = 1; round <= 3; ++round) {
    for (std::size_t i = 0; i < queue.size(); ++i) {
      queue.start_async(filled(1));
      if (round == 1) queue.wait_all();  // every request is idle again
    }
    queue.wait_all();
    EXPECT_THAT(reached, UnorderedElementsAre(0, 1, 2, 3));
    reached.clear();
  }
}

TEST(AsyncInferQueueTest, IgnoresARunThatAUserStartedByHand) {
  AsyncInferQueue queue = relu_queue(1);
  int calls = 0;
  queue.set_callback([&](Request&, const std::any&) { ++calls; });
  queue.start_async(filled(1));
  queue.wait_all();
  queue[0].infer_request().start_async();
  queue[0].infer_request().wait();
  EXPECT_EQ(calls, 1);
  queue.start_async(filled(2));
  queue.wait_all();
  EXPECT_EQ(calls, 2);
  EXPECT_TRUE(holds(queue[0].get_output_tensor(), 2));
}

TEST(AsyncInferQueueTest, KeepsZeroCopyInputsWhoseOwnerWasDroppedAtOnce) {
  AsyncInferQueue queue = relu_queue(2);
  std::atomic<int> right = 0;
  queue.set_callback([&](Request& request, const std::any& userdata) {
    right += holds(request.get_output_tensor(), static_cast<float>(std::any_cast<int>(userdata))) ? 1 : 0;
  });
  for (int i = 0; i < 50; ++i) {
    queue.start_async(lent(std::make_shared<std::vector<float>>(4, static_cast<float>(i))), i);
  }
  queue.wait_all();
  EXPECT_EQ(right, 50);
}

TEST(AsyncInferQueueTest, LetsGoOfInputsOnceItIsIdle) {
  AsyncInferQueue queue = relu_queue(2);
  const auto one = std::make_shared<std::vector<float>>(4, 1.0F);
  const auto two = std::make_shared<std::vector<float>>(4, 2.0F);
  queue.start_async(lent(one));
  queue.start_async(lent(two));
  queue.wait_all();
  EXPECT_EQ(one.use_count(), 1);
  EXPECT_EQ(two.use_count(), 1);
}

TEST(AsyncInferQueueTest, GivesEightProducersTheirOwnUserdata) {
  AsyncInferQueue queue = relu_queue(4);
  std::atomic<int> right = 0;
  std::atomic<int> ran = 0;
  queue.set_callback([&](Request& request, const std::any& userdata) {
    ++ran;
    right += holds(request.get_output_tensor(), static_cast<float>(std::any_cast<int>(userdata))) ? 1 : 0;
  });
  {
    std::vector<std::jthread> producers;
    for (int p = 0; p < 8; ++p) {
      producers.emplace_back([&, p] {
        for (int i = p * 200; i < (p + 1) * 200; ++i) queue.start_async(filled(static_cast<float>(i)), i);
        queue.wait_all();
      });
    }
  }
  EXPECT_EQ(ran, 1600);
  EXPECT_EQ(right, 1600);
}

TEST(AsyncInferQueueTest, ServesOthersWhileOneThreadWaits) {
  AsyncInferQueue queue = relu_queue(2);
  Gate gate;
  std::atomic<int> ran = 0;
  queue.set_callback([&](Request&, const std::any&) {
    gate.pass();
    ++ran;
  });
  queue.start_async(filled(1));
  const std::jthread waiting([&] { queue.wait_all(); });
  EXPECT_TRUE(queue.is_ready());
  EXPECT_TRUE(queue.try_start_async(filled(2)));
  EXPECT_FALSE(queue.try_start_async(filled(3)));
  gate.open();
  queue.wait_all();
  EXPECT_EQ(ran, 2);
}

TEST(AsyncInferQueueTest, BlocksUntilARequestIsIdle) {
  AsyncInferQueue queue = relu_queue(1);
  Gate gate;
  std::atomic<int> ran = 0;
  queue.set_callback([&](Request&, const std::any&) {
    gate.pass();
    ++ran;
  });
  queue.start_async(filled(1));
  {
    const auto blocked = std::async(std::launch::async, [&] { queue.start_async(filled(2)); });
    EXPECT_TRUE(all_block(queue, blocked));
    gate.open();
  }
  queue.wait_all();
  EXPECT_EQ(ran, 2);
}

TEST(AsyncInferQueueTest, TellsAMovedFromQueueApart) {
  AsyncInferQueue queue = relu_queue(1);
  const AsyncInferQueue moved = std::move(queue);
  EXPECT_EQ(moved.size(), 1U);
  // NOLINTBEGIN(bugprone-use-after-move,clang-analyzer-cplusplus.Move): what is tested
  EXPECT_EQ(queue.size(), 0U);
  EXPECT_THROW(queue.wait_all(), Error);
  EXPECT_THROW(queue.start_async(filled(1)), Error);
  EXPECT_THROW(static_cast<void>(queue.begin()), Error);
  // NOLINTEND(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
}

TEST(AsyncInferQueueTest, StartsEveryJobOfAStatefulModelAfresh) {
  AsyncInferQueue queue(compile(small_models::running_sum()), 1);
  std::vector<ov::Tensor> sums;
  queue.set_callback([&](Request& request, const std::any&) { sums.push_back(request.get_output_tensor()); });
  for (int i = 1; i <= 3; ++i) queue.start_async(filled(static_cast<float>(i)));
  queue.wait_all();
  ASSERT_EQ(sums.size(), 3U);
  for (int i = 1; i <= 3; ++i) EXPECT_TRUE(holds(sums[static_cast<std::size_t>(i) - 1], static_cast<float>(i)));
}

TEST(AsyncInferQueueTest, LetsGoOfTheStateThatAnEarlierJobLeftWhenARequestIsReserved) {
  AsyncInferQueue queue(compile(small_models::running_sum()), 1);
  queue.start_async(filled(5));
  queue.wait_all();
  const std::size_t id = queue.get_idle_request_id();
  queue[id].infer_request().set_input_tensor(filled(2));
  queue.start_async();
  queue.wait_all();
  EXPECT_TRUE(holds(queue[id].get_output_tensor(), 2));
}

TEST(AsyncInferQueueTest, CarriesChangingShapesNumbersWithoutDimensionsAndStrings) {
  AsyncInferQueue shapes(compile(small_models::relu({-1, 3})), 2);
  std::atomic<int> right = 0;
  shapes.set_callback([&](Request& request, const std::any& userdata) {
    const auto rows = static_cast<std::size_t>(std::any_cast<int>(userdata));
    right += request.get_output_tensor().get_shape() == ov::Shape{rows, 3} ? 1 : 0;
  });
  for (int i = 1; i <= 20; ++i) shapes.start_async(filled(1, {static_cast<std::size_t>(i), 3}), i);
  shapes.wait_all();
  EXPECT_EQ(right, 20);

  AsyncInferQueue numbers(compile(small_models::scalar_increment()), 1);
  numbers.start_async(filled(1, {}));
  numbers.wait_all();
  EXPECT_EQ(first(numbers[0].get_output_tensor()), 2);

  AsyncInferQueue words(compile(small_models::same_text()), 1);
  ov::Tensor word(ov::element::string, {1});
  *word.data<std::string>() = "river";
  words.start_async(word);
  words.wait_all();
  const ov::Tensor output = words[0].get_output_tensor();
  EXPECT_EQ(*output.data<std::string>(), "river");
}

}  // namespace
}  // namespace millrace
