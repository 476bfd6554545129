// A Detector over models that prepare pictures themselves: nothing is done twice.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/error_message.hpp"
#include "fakes/giving_model.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "millrace/models/detector.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"
#include "openvino/core/preprocess/pre_post_process.hpp"

namespace millrace {
namespace {

using ov::preprocess::ColorFormat;
using ov::preprocess::InputInfo;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kBuiltInSide = 64;
constexpr std::size_t kBuiltInCells = 84;

class DetectorBuiltInTest : public ::testing::Test {
 protected:
  using Info = std::vector<std::pair<std::string, std::string>>;

  /// A YOLOv8 whose only box scores 0.5 and a quarter of the mean red, from 0 to 1, in channel 0; with steps built in.
  std::string save(const std::function<void(InputInfo&)>& build_in, const Info& info = {},
                   const std::string& section = "model_info") {
    GivenOutput output({1, 5, kBuiltInCells});
    const float first[] = {32, 32, 16, 8, 0.5F};
    for (std::size_t channel = 0; channel < std::size(first); ++channel) {
      output.values[channel * kBuiltInCells] = first[channel];
    }
    output.echo = 4 * kBuiltInCells;
    output.echo_factor = 0.25F;
    ov::preprocess::PrePostProcessor steps(model_giving({output}));
    steps.input().model().set_layout("NCHW");
    build_in(steps.input());
    const auto model = steps.build();
    model->set_rt_info("['cat']", "framework", "names");
    for (const auto& [key, value] : info) model->set_rt_info(value, section, key);
    ov::save_model(model, dir_ / "model.xml", false);
    return dir_ / "model.xml";
  }

  /// The score of the box in an orange picture, whose red is 0.8.
  float score(const std::string& model) {
    Detector detector(core_, model, {.compile = {.precision = Precision::kF32}, .confidence = 0.1F});
    Image picture(Size{kBuiltInSide, kBuiltInSide});
    for (int y = 0; y < kBuiltInSide; ++y) {
      for (int x = 0; x < kBuiltInSide; ++x) {
        std::uint8_t* pixel = picture.view().row(y) + std::ptrdiff_t{3} * x;
        pixel[0] = 51;   // blue
        pixel[1] = 102;  // green
        pixel[2] = 204;  // red
      }
    }
    const auto found = detector.detect(picture.view());
    return found.empty() ? 0 : found.front().score;
  }

  TempDir dir_;
  ov::Core core_;
};

constexpr float kExpected = 0.5F + 0.25F * 0.8F;
constexpr float kNearly = 1e-5F;

TEST_F(DetectorBuiltInTest, PreparesPicturesForAModelThatDoesNot) {
  EXPECT_NEAR(score(save([](InputInfo&) {})), kExpected, kNearly);
}

TEST_F(DetectorBuiltInTest, LeavesADivisionToTheModel) {
  EXPECT_NEAR(score(save([](InputInfo& input) { input.preprocess().scale(255); })), kExpected, kNearly);
}

TEST_F(DetectorBuiltInTest, LeavesAReversalToTheModel) {
  const std::string model = save([](InputInfo& input) { input.preprocess().reverse_channels().scale(255); });
  EXPECT_NEAR(score(model), kExpected, kNearly);
}

TEST_F(DetectorBuiltInTest, GivesBytesInTheLayoutThatTheModelTakes) {
  for (const char* layout : {"NCHW", "NHWC"}) {
    const std::string model = save([layout](InputInfo& input) {
      input.tensor().set_element_type(ov::element::u8).set_layout(layout).set_color_format(ColorFormat::BGR);
      input.preprocess().convert_element_type(ov::element::f32).convert_color(ColorFormat::RGB).scale(255);
    });
    const Detector detector(core_, model);
    EXPECT_EQ(detector.spec().layout.value, layout);
    EXPECT_EQ(detector.spec().input_size.value, (Size{kBuiltInSide, kBuiltInSide}));
    EXPECT_NEAR(score(model), kExpected, kNearly) << layout;
  }
}

TEST_F(DetectorBuiltInTest, BelievesTheConverterWhereTheGraphDoesNotShowIt) {
  const std::string model = save([](InputInfo&) {}, {{"scale_values", "[255.0]"}}, "conversion_parameters");
  EXPECT_THAT(Detector(core_, model).spec().preprocessing.scale.value, IsEmpty());
}

TEST_F(DetectorBuiltInTest, DoesNotResizeForAModelThatResizes) {
  const std::string model = save(
      [](InputInfo& input) {
        input.tensor()
            .set_element_type(ov::element::u8)
            .set_layout("NHWC")
            .set_color_format(ColorFormat::BGR)
            .set_shape({1, -1, -1, 3});
        input.preprocess()
            .convert_element_type(ov::element::f32)
            .resize(ov::preprocess::ResizeAlgorithm::RESIZE_LINEAR)
            .convert_color(ColorFormat::RGB)
            .scale(255);
      },
      {{"embedded_processing", "True"},
       {"orig_width", "64"},
       {"orig_height", "64"},
       {"reverse_input_channels", "YES"},
       {"scale_values", "255"}});
  const Detector detector(core_, model);
  EXPECT_EQ(detector.spec().input_size.value, (Size{kBuiltInSide, kBuiltInSide}));
  EXPECT_EQ(detector.spec().input_size.origin, "rt_info/model_info (orig_height, orig_width)");
  EXPECT_NEAR(score(model), kExpected, kNearly);
}

TEST_F(DetectorBuiltInTest, NamesTheSizeThatAModelResizesTo) {
  const std::string model = save([](InputInfo& input) {
    input.tensor().set_shape({1, 3, -1, -1});
    input.preprocess().resize(ov::preprocess::ResizeAlgorithm::RESIZE_LINEAR);
  });
  EXPECT_THAT(error_message(ErrorCode::kModel,
                            [&] { Detector(core_, model, {.input_size = Size{.width = 128, .height = 96}}); }),
              HasSubstr("its graph resizes pictures of 128x96 to 64x64 itself; give --imgsz 64,64"));
  EXPECT_NO_THROW(Detector(core_, model, {.input_size = Size{kBuiltInSide, kBuiltInSide}}));
}

TEST_F(DetectorBuiltInTest, RefusesOtherNumbersThanPixels) {
  const std::string model = save([](InputInfo& input) { input.tensor().set_element_type(ov::element::i32); });
  EXPECT_THAT(error_message(ErrorCode::kModel, [&] { Detector(core_, model); }),
              HasSubstr("its input is of type i32, and pixels are u8 or fractions"));
}

}  // namespace
}  // namespace millrace
