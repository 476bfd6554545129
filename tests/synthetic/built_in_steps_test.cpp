#include "models/built_in_steps.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "openvino/core/preprocess/pre_post_process.hpp"
#include "openvino/op/ops.hpp"

namespace millrace::models {
namespace {

using ov::preprocess::PreProcessSteps;
using ::testing::IsEmpty;

std::shared_ptr<ov::Node> numbers(const std::vector<float>& values, ov::Shape shape = {}) {
  if (shape.empty() && values.size() == 3) shape = {1, 3, 1, 1};
  return ov::op::v0::Constant::create(ov::element::f32, shape, values);
}

/// A network of one Relu behind what `begin` adds to its input.
std::shared_ptr<ov::Model> model_with(const std::function<ov::Output<ov::Node>(ov::Output<ov::Node>)>& begin) {
  const auto input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::PartialShape{1, 3, 8, 8});
  const auto relu = std::make_shared<ov::op::v0::Relu>(begin(input));
  return std::make_shared<ov::Model>(ov::OutputVector{relu}, ov::ParameterVector{input});
}

/// The same, with bytes of the layout [1,8,8,3] as input, and built-in steps as ov::preprocess adds them.
std::shared_ptr<ov::Model> model_of_bytes(const std::function<void(PreProcessSteps&)>& add) {
  ov::preprocess::PrePostProcessor steps(model_with([](const auto& input) { return input; }));
  steps.input()
      .tensor()
      .set_element_type(ov::element::u8)
      .set_layout("NHWC")
      .set_color_format(ov::preprocess::ColorFormat::BGR);
  steps.input().model().set_layout("NCHW");
  add(steps.input().preprocess());
  return steps.build();
}

template <class Operation>
ov::Output<ov::Node> with(const ov::Output<ov::Node>& input, const std::shared_ptr<ov::Node>& constant) {
  return std::make_shared<Operation>(input, constant);
}

using ov::op::v1::Add;
using ov::op::v1::Divide;
using ov::op::v1::Multiply;
using ov::op::v1::Subtract;

std::string scaling_of(const std::shared_ptr<ov::Model>& model) {
  return built_in_steps_of(*model, 1).scaling;
}

TEST(BuiltInStepsTest, FindsNothingInAModelThatBeginsWithItsNetwork) {
  const BuiltInSteps steps = built_in_steps_of(*model_with([](const auto& input) { return input; }), 1);
  EXPECT_FALSE(steps.takes_bytes);
  EXPECT_FALSE(steps.reverses_channels);
  EXPECT_THAT(steps.scaling, IsEmpty());
}

TEST(BuiltInStepsTest, FindsADivisionHoweverItIsWritten) {
  EXPECT_EQ(scaling_of(model_with([](const auto& input) { return with<Divide>(input, numbers({255})); })),
            "its graph begins with pixel / 255");
  EXPECT_EQ(scaling_of(model_with([](const auto& input) { return with<Multiply>(input, numbers({1.0F / 255})); })),
            "its graph begins with pixel / 255");
  EXPECT_EQ(scaling_of(model_with([](const auto& input) {
              const auto half = ov::op::v0::Constant::create(ov::element::f16, ov::Shape{1}, {255});
              return with<Divide>(input, std::make_shared<ov::op::v0::Convert>(half, ov::element::f32));
            })),
            "its graph begins with pixel / 255");
}

TEST(BuiltInStepsTest, FindsAMeanAndAScaleForEachChannel) {
  EXPECT_EQ(scaling_of(model_with([](const auto& input) {
              return with<Divide>(with<Subtract>(input, numbers({123.5, 116, 103})), numbers({58, 57, 57.5}));
            })),
            "its graph begins with (pixel - [123.5 116 103]) / [58 57 57.5]");
  EXPECT_EQ(scaling_of(model_with([](const auto& input) {
              return with<Add>(with<Multiply>(input, numbers({1.0F / 128})), numbers({-1}));
            })),
            "its graph begins with (pixel - 128) / 128");
}

TEST(BuiltInStepsTest, LeavesAloneWhatWorksOnFractions) {
  EXPECT_THAT(scaling_of(model_with([](const auto& input) {
                return with<Divide>(with<Subtract>(input, numbers({0.485F, 0.456F, 0.406F})),
                                    numbers({0.229F, 0.224F, 0.225F}));
              })),
              IsEmpty());
  EXPECT_THAT(scaling_of(model_with(
                  [](const auto& input) { return with<Subtract>(with<Multiply>(input, numbers({2})), numbers({1})); })),
              IsEmpty());
}

TEST(BuiltInStepsTest, LeavesAloneWhatIsNoScaling) {
  const auto divides_a_constant = [](const auto& input) {
    return std::make_shared<Divide>(numbers({255}), input)->output(0);
  };
  EXPECT_THAT(scaling_of(model_with(divides_a_constant)), IsEmpty());
  const auto for_each_pixel = [](const auto& input) {
    return with<Divide>(input, numbers(std::vector<float>(64, 255), {1, 1, 8, 8}));
  };
  EXPECT_THAT(scaling_of(model_with(for_each_pixel)), IsEmpty());
  const auto after_the_network = [](const auto& input) {
    return with<Divide>(std::make_shared<ov::op::v0::Relu>(input), numbers({255}));
  };
  EXPECT_THAT(scaling_of(model_with(after_the_network)), IsEmpty());
}

TEST(BuiltInStepsTest, FindsWhatPreprocessingBuiltIn) {
  const auto model = model_of_bytes([](PreProcessSteps& steps) {
    steps.convert_element_type(ov::element::f32).convert_color(ov::preprocess::ColorFormat::RGB).scale(255);
  });
  const BuiltInSteps steps = built_in_steps_of(*model, 3);
  EXPECT_TRUE(steps.takes_bytes);
  EXPECT_TRUE(steps.reverses_channels);
  EXPECT_EQ(steps.scaling, "its graph begins with pixel / 255");
}

TEST(BuiltInStepsTest, CountsTwoReversalsAsNone) {
  const auto model = model_of_bytes([](PreProcessSteps& steps) {
    steps.convert_element_type(ov::element::f32).reverse_channels().reverse_channels();
  });
  EXPECT_FALSE(built_in_steps_of(*model, 3).reverses_channels);
}

std::shared_ptr<ov::Node> whole(const std::vector<int>& values) {
  return ov::op::v0::Constant::create(ov::element::i64, {values.size()}, values);
}

TEST(BuiltInStepsTest, FindsAReversalByASlice) {
  const auto flipped = [](int step) {
    return model_with([step](const auto& input) {
      return std::make_shared<ov::op::v8::Slice>(input, whole({step < 0 ? 2 : 0}), whole({step < 0 ? -9 : 9}),
                                                 whole({step}), whole({1}))
          ->output(0);
    });
  };
  EXPECT_TRUE(built_in_steps_of(*flipped(-1), 1).reverses_channels);
  EXPECT_FALSE(built_in_steps_of(*flipped(1), 1).reverses_channels);
}

TEST(BuiltInStepsTest, FindsAReversalByASplit) {
  const auto put_together = [](const std::vector<std::size_t>& order) {
    return model_with([&](const auto& input) {
      const auto axis = ov::op::v0::Constant::create(ov::element::i64, {}, {1});
      const auto split = std::make_shared<ov::op::v1::Split>(input, axis, 3);
      ov::OutputVector parts;
      for (const std::size_t i : order) parts.push_back(split->output(i));
      return with<Divide>(std::make_shared<ov::op::v0::Concat>(parts, 1), numbers({255}));
    });
  };
  EXPECT_TRUE(built_in_steps_of(*put_together({2, 1, 0}), 1).reverses_channels);
  EXPECT_EQ(scaling_of(put_together({2, 1, 0})), "its graph begins with pixel / 255");
  EXPECT_FALSE(built_in_steps_of(*put_together({0, 1, 2}), 1).reverses_channels);
}

TEST(BuiltInStepsTest, LooksThroughAnIdentity) {
  EXPECT_EQ(scaling_of(model_with([](const auto& input) {
              return with<Divide>(std::make_shared<ov::op::v16::Identity>(input), numbers({255}));
            })),
            "its graph begins with pixel / 255");
}

TEST(BuiltInStepsTest, TakesNoOtherOrderForAReversal) {
  const auto gathers = [](std::vector<std::int32_t> order, std::int32_t axis) {
    return model_with([&](const auto& input) {
      return std::make_shared<ov::op::v8::Gather>(input, ov::op::v0::Constant::create(ov::element::i32, {3}, order),
                                                  ov::op::v0::Constant::create(ov::element::i32, {}, {axis}))
          ->output(0);
    });
  };
  EXPECT_TRUE(built_in_steps_of(*gathers({2, 1, 0}, 1), 1).reverses_channels);
  EXPECT_TRUE(built_in_steps_of(*gathers({2, 1, 0}, -3), 1).reverses_channels);
  EXPECT_FALSE(built_in_steps_of(*gathers({0, 1, 2}, 1), 1).reverses_channels);
  EXPECT_FALSE(built_in_steps_of(*gathers({2, 1, 0}, 2), 1).reverses_channels);
}

}  // namespace
}  // namespace millrace::models
