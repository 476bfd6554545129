// Raw heads: small graphs of logits, judged by the rule computed here once more.

#include "models/raw_heads.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "openvino/op/add.hpp"
#include "openvino/op/constant.hpp"
#include "openvino/op/parameter.hpp"
#include "openvino/op/reduce_mean.hpp"
#include "openvino/runtime/core.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;

constexpr Size kInput{64, 32};
constexpr std::size_t kNumbers = 7;  // two classes
constexpr float kTolerance = 1e-3F;

/// Some logit for number n of box a in cell (x,y) at a stride: all different, some of them large.
float logit(std::size_t stride, std::size_t a, std::size_t y, std::size_t x, std::size_t n) {
  return std::sin(static_cast<float>(stride * 1000 + a * 331 + y * 57 + x * 13 + n * 7)) * 4;
}

float sigmoid(float value) {
  return 1 / (1 + std::exp(-value));
}

ov::Output<ov::Node> constant_head(const ov::Output<ov::Node>& zero, std::size_t stride, bool channels_first) {
  const std::size_t height = 32 / stride;
  const std::size_t width = 64 / stride;
  std::vector<float> values;
  const auto loop = [](std::size_t count, auto&& body) {
    for (std::size_t i = 0; i < count; ++i) body(i);
  };
  loop(3, [&](std::size_t a) {
    if (channels_first) {
      loop(kNumbers, [&](std::size_t n) {
        loop(height,
             [&](std::size_t y) { loop(width, [&](std::size_t x) { values.push_back(logit(stride, a, y, x, n)); }); });
      });
    } else {
      loop(height, [&](std::size_t y) {
        loop(width, [&](std::size_t x) {
          loop(kNumbers, [&](std::size_t n) { values.push_back(logit(stride, a, y, x, n)); });
        });
      });
    }
  });
  const ov::Shape shape =
      channels_first ? ov::Shape{1, 3 * kNumbers, height, width} : ov::Shape{1, 3, height, width, kNumbers};
  return std::make_shared<ov::op::v1::Add>(zero, ov::op::v0::Constant::create(ov::element::f32, shape, values));
}

std::shared_ptr<ov::Model> model_with_heads(const std::vector<std::size_t>& strides, bool channels_first) {
  const auto input = std::make_shared<ov::op::v0::Parameter>(ov::element::f32, ov::Shape{1, 3, 32, 64});
  const auto mean = std::make_shared<ov::op::v1::ReduceMean>(
      input, ov::op::v0::Constant::create(ov::element::i64, {4}, {0, 1, 2, 3}), false);
  ov::OutputVector heads;
  for (const std::size_t stride : strides) heads.push_back(constant_head(mean, stride, channels_first));
  auto model = std::make_shared<ov::Model>(heads, ov::ParameterVector{input});
  model->set_rt_info(std::string("cat dog"), "model_info", "labels");
  return model;
}

/// The output for an input of zeros.
std::vector<float> run(const std::shared_ptr<ov::Model>& model) {
  ov::Core core;
  ov::InferRequest request =
      core.compile_model(model, "CPU", ov::hint::inference_precision(ov::element::f32)).create_infer_request();
  ov::Tensor input = request.get_input_tensor();
  std::fill_n(input.data<float>(), input.get_size(), 0.0F);
  request.infer();
  const ov::Tensor output = request.get_output_tensor();
  return {output.data<const float>(), output.data<const float>() + output.get_size()};
}

void expect_decoded(const std::vector<float>& rows, const std::vector<std::vector<float>>& anchors) {
  std::size_t row = 0;
  for (std::size_t level = 0; level < 3; ++level) {
    const std::size_t stride = std::size_t{8} << level;
    for (std::size_t a = 0; a < 3; ++a) {
      for (std::size_t y = 0; y < 32 / stride; ++y) {
        for (std::size_t x = 0; x < 64 / stride; ++x, ++row) {
          const float* found = rows.data() + row * kNumbers;
          const auto s = [&](std::size_t n) { return sigmoid(logit(stride, a, y, x, n)); };
          const auto scale = static_cast<float>(stride);
          ASSERT_NEAR(found[0], (2 * s(0) - 0.5F + static_cast<float>(x)) * scale, kTolerance) << row;
          ASSERT_NEAR(found[1], (2 * s(1) - 0.5F + static_cast<float>(y)) * scale, kTolerance) << row;
          ASSERT_NEAR(found[2], 4 * s(2) * s(2) * anchors[level][2 * a], kTolerance) << row;
          ASSERT_NEAR(found[3], 4 * s(3) * s(3) * anchors[level][2 * a + 1], kTolerance) << row;
          for (std::size_t n = 4; n < kNumbers; ++n) ASSERT_NEAR(found[n], s(n), kTolerance) << row;
        }
      }
    }
  }
  EXPECT_EQ(row * kNumbers, rows.size());
}

const std::vector<std::vector<float>> kYolov5Anchors{
    {10, 13, 16, 30, 33, 23}, {30, 61, 62, 45, 59, 119}, {116, 90, 156, 198, 373, 326}};
const std::vector<std::vector<float>> kYolov7Anchors{
    {12, 16, 19, 36, 40, 28}, {36, 75, 76, 55, 72, 146}, {142, 110, 192, 243, 459, 401}};

TEST(RawHeadsTest, DecodesHeadsWithTheirChannelsFirst) {
  expect_decoded(run(models::with_decoded_heads(model_with_heads({8, 16, 32}, true), kInput, "yolov5", "m")),
                 kYolov5Anchors);
}

TEST(RawHeadsTest, DecodesHeadsOfRankFive) {
  expect_decoded(run(models::with_decoded_heads(model_with_heads({8, 16, 32}, false), kInput, "yolov5", "m")),
                 kYolov5Anchors);
}

TEST(RawHeadsTest, OrdersTheHeadsByTheirStrides) {
  expect_decoded(run(models::with_decoded_heads(model_with_heads({32, 8, 16}, true), kInput, "yolov5", "m")),
                 kYolov5Anchors);
}

TEST(RawHeadsTest, TakesTheAnchorsOfTheFamilyThatIsNamed) {
  expect_decoded(run(models::with_decoded_heads(model_with_heads({8, 16, 32}, true), kInput, "yolov7", "m")),
                 kYolov7Anchors);
}

TEST(RawHeadsTest, KeepsWhatTheModelSaysOfItself) {
  const auto model = models::with_decoded_heads(model_with_heads({8, 16, 32}, true), kInput, "yolov5", "m");
  EXPECT_EQ(model->get_rt_info<std::string>("model_info", "labels"), "cat dog");
}

TEST(RawHeadsTest, LeavesAModelAloneUnlessTheFamilyIsNamed) {
  const auto model = model_with_heads({8, 16, 32}, true);
  EXPECT_EQ(models::with_decoded_heads(model, kInput, "", "m"), model);
  EXPECT_EQ(models::with_decoded_heads(model, kInput, "yolox", "m"), model);
}

TEST(RawHeadsTest, RefusesANumberOfHeadsWithoutAnchorsAndHeadsThatDoNotFit) {
  const auto refusal = [](const std::shared_ptr<ov::Model>& model, Size input) -> std::string {
    try {
      models::with_decoded_heads(model, input, "yolov5", "m.onnx");
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kModel);
      return error.what();
    }
    return "nothing was thrown";
  };
  EXPECT_THAT(refusal(model_with_heads({8, 16}, true), kInput),
              HasSubstr("m.onnx ends in 2 raw heads, but 'yolov5' has no anchors"));
  EXPECT_THAT(refusal(model_with_heads({4, 8, 16}, true), kInput),
              HasSubstr("head 0 has stride 4, and the anchors of 'yolov5' are for 8"));
  EXPECT_THAT(refusal(model_with_heads({8, 16, 32}, true), {100, 100}), HasSubstr("their shapes do not fit together"));
}

}  // namespace
}  // namespace millrace
