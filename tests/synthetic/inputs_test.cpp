#include "millrace/queue/inputs.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/error_message.hpp"
#include "fakes/other_locale.hpp"
#include "millrace/base/error.hpp"
#include "millrace/queue/async_infer_queue.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace {
namespace {

using testing::HasSubstr;

class InputsTest : public testing::Test {
 protected:
  InputsTest() : model_(small_models::difference()), queue_(compile(model_), {.requests = 1}) {}

  /// What the model makes of the inputs: a - b.
  float run(const Inputs& inputs) { return first(queue_.submit(inputs).get()[0]); }

  std::shared_ptr<ov::Model> model_;
  InferQueue queue_;
  ov::Tensor five_ = filled(5, {4});
  ov::Tensor two_ = filled(2, {4});
};

// Every spelling that the documentation shows; most of what is tested here is that it compiles.
TEST_F(InputsTest, TakesEverySpelling) {
  EXPECT_EQ(run({five_, two_}), 3);
  EXPECT_EQ(run(std::vector<ov::Tensor>{five_, two_}), 3);
  EXPECT_EQ(run(Inputs{five_, two_}), 3);

  EXPECT_EQ(run({{0, five_}, {1, two_}}), 3);
  EXPECT_EQ(run({{1, two_}, {0, five_}}), 3);
  EXPECT_EQ(run({{0U, five_}, {1U, two_}}), 3);
  EXPECT_EQ(run({{0L, five_}, {std::size_t{1}, two_}}), 3);
  EXPECT_EQ(run({{std::uint8_t{0}, five_}, {std::int16_t{1}, two_}}), 3);
  EXPECT_EQ(run({{std::int8_t{0}, five_}, {std::uint64_t{1}, two_}}), 3);

  EXPECT_EQ(run({{"a", five_}, {"b", two_}}), 3);
  EXPECT_EQ(run({{"b", two_}, {"a", five_}}), 3);
  EXPECT_EQ(run({{std::string("a"), five_}, {std::string("b"), two_}}), 3);
  EXPECT_EQ(run({{0, five_}, {"b", two_}}), 3);
  EXPECT_EQ(run(std::map<std::string, ov::Tensor>{{"b", two_}, {"a", five_}}), 3);

  const ov::CompiledModel& compiled = queue_.model();
  EXPECT_EQ(run({{compiled.input(1), two_}, {compiled.input(0), five_}}), 3);
  EXPECT_EQ(run({{model_->input(1), two_}, {model_->input("a"), five_}}), 3);

  InferQueue single(compile(small_models::relu()));
  const ov::Tensor input = filled(4);
  EXPECT_EQ(first(single.submit(input).get()[0]), 4);
  EXPECT_EQ(first(single.submit({input}).get()[0]), 4);
  EXPECT_EQ(first(single.submit({{0, input}}).get()[0]), 4);
  EXPECT_EQ(first(single.submit({{"x", input}}).get()[0]), 4);

  AsyncInferQueue none(compile(small_models::no_inputs()));
  none.start_async({});
  none.start_async(Inputs());
  none.start_async({}, 42);
  EXPECT_TRUE(none.try_start_async({}) || !none.is_ready());
  none.wait_all();
}

TEST_F(InputsTest, TakesWhatIsLeftUnkeyedByItsPlaceInTheList) {
  EXPECT_EQ(run({five_, {1, two_}}), 3);
}

TEST_F(InputsTest, RefusesANegativeIndex) {
  try {
    run({{-1, five_}, {1, two_}});
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(error.what(), HasSubstr("negative"));
  }
}

TEST_F(InputsTest, SharesTheMemoryOfTheTensorsItIsGiven) {
  const Inputs inputs{five_, two_};
  EXPECT_EQ(std::as_const(inputs.items()[0].tensor).data(), std::as_const(five_).data());
}

TEST_F(InputsTest, OfAModelWithoutNamesGoByPlaceOrPort) {
  InferQueue queue(compile(small_models::relu_without_names()));
  EXPECT_EQ(first(queue.submit(filled(3)).get()[0]), 3);
  EXPECT_EQ(first(queue.submit({{queue.model().input(0), filled(4)}}).get()[0]), 4);
}

TEST_F(InputsTest, AreRefusedInNumbersOfNoLocale) {
  const OtherLocale locale;
  InferQueue queue(compile(small_models::relu({25200, 3})));
  EXPECT_THAT(error_message(ErrorCode::kInvalidInput, [&] { queue.submit(ov::Tensor(ov::element::f32, {1234, 3})); }),
              testing::AllOf(HasSubstr("25200"), HasSubstr("1234")));
}

}  // namespace
}  // namespace millrace
