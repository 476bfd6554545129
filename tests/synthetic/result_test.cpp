#include "millrace/queue/result.hpp"

#include <any>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/error_message.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

using testing::HasSubstr;

TEST(ResultTest, GivesOutputsByIndexAndByName) {
  InferQueue queue(compile(small_models::relu()));
  const Result result = queue.submit(filled(2)).get();
  ASSERT_EQ(result.size(), 1U);
  EXPECT_TRUE(holds(result[0], 2));
  EXPECT_TRUE(holds(result["y"], 2));
}

TEST(ResultTest, NamesTheOutputsThereAreWhenItIsAskedForAnother) {
  InferQueue queue(compile(small_models::relu()));
  const Result result = queue.submit(filled(2)).get();
  EXPECT_EQ(error_message(ErrorCode::kInvalidArgument, [&] { static_cast<void>(result[1]); }),
            "there is no output 1; this Result has 1 output");
  try {
    static_cast<void>(result["boxes"]);
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.what(), HasSubstr("'boxes'"));
    EXPECT_THAT(error.what(), HasSubstr("outputs are y"));
  }
}

TEST(ResultTest, OfAModelWithoutNamesIsReadByIndex) {
  InferQueue queue(compile(small_models::relu_without_names()));
  const Result result = queue.submit(filled(2)).get();
  EXPECT_TRUE(holds(result[0], 2));
  EXPECT_THROW(result["y"], Error);
}

TEST(ResultTest, HoldsBothOfTwoEqualOutputs) {
  InferQueue queue(compile(small_models::twin_outputs()));
  const Result result = queue.submit(filled(2)).get();
  ASSERT_EQ(result.size(), 2U);
  EXPECT_TRUE(holds(result[0], 2));
  EXPECT_TRUE(holds(result[1], 2));
}

TEST(ResultTest, HasEmptyUserdataWhenNoneWasGiven) {
  InferQueue queue(compile(small_models::relu()));
  const Result result = queue.submit(filled(2)).get();
  EXPECT_FALSE(result.userdata().has_value());
  EXPECT_THROW(static_cast<void>(result.userdata<int>()), std::bad_any_cast);
}

TEST(ResultTest, FiveHundredHeldOnesAreNotOverwritten) {
  InferQueue queue(compile(small_models::relu()), {.requests = 2});
  std::vector<Result> results;
  for (int i = 0; i < 500; ++i) results.push_back(queue.submit(filled(static_cast<float>(i))).get());
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(holds(results[static_cast<std::size_t>(i)][0], static_cast<float>(i))) << i;
  }
}

TEST(ResultTest, HeldOnesOfChangingShapesAreNotOverwritten) {
  InferQueue queue(compile(small_models::relu({-1, 3})), {.requests = 2, .backlog = 100});
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < 100; ++i) jobs.push_back(queue.submit(filled(static_cast<float>(i), {1 + i % 7, 3})));
  std::vector<Result> results;
  for (Job& job : jobs) results.push_back(job.get());
  for (std::size_t i = 0; i < results.size(); ++i) {
    ASSERT_EQ(results[i][0].get_shape(), (ov::Shape{1 + i % 7, 3}));
    ASSERT_TRUE(holds(results[i][0], static_cast<float>(i))) << i;
  }
}

TEST(ResultTest, OutlivesQueueModelAndCore) {
  std::optional<Result> result;
  {
    ov::Core core;
    InferQueue queue(core.compile_model(small_models::relu(), "CPU"));
    result = queue.submit(filled(2)).get();
  }
  EXPECT_TRUE(holds((*result)["y"], 2));
}

TEST(ResultTest, CarriesANumberWithoutDimensions) {
  InferQueue queue(compile(small_models::scalar_increment()));
  const Result result = queue.submit(filled(4, {})).get();
  EXPECT_EQ(result[0].get_shape(), ov::Shape{});
  EXPECT_EQ(first(result[0]), 5);
}

TEST(ResultTest, CarriesStrings) {
  InferQueue queue(compile(small_models::same_text()), {.requests = 1});
  const auto text = [](const std::string& word) {
    ov::Tensor tensor(ov::element::string, {2});
    tensor.data<std::string>()[0] = word;
    tensor.data<std::string>()[1] = word + word;
    return tensor;
  };
  const Result hold = queue.submit(text("a word too long to be kept inside the string object")).get();
  const Result next = queue.submit(text("b")).get();
  EXPECT_EQ(std::as_const(next[0]).data<std::string>()[1], "bb");
  EXPECT_EQ(std::as_const(hold[0]).data<std::string>()[0], "a word too long to be kept inside the string object");
}

TEST(ResultTest, RefusesANameWhenItIsEmpty) {
  EXPECT_THROW(Result()["y"], Error);
}

}  // namespace
}  // namespace millrace
