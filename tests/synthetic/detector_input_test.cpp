// The picture input of a Detector: which number type it has, that all find the same, and that nothing is copied on the
// way to the first convolution.

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/error_message.hpp"
#include "fakes/expect_same.hpp"
#include "fakes/headed_model.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/models/detector.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "openvino/core/graph_util.hpp"
#include "openvino/core/model.hpp"
#include "openvino/runtime/properties.hpp"
#include "unit/vision/pictures.hpp"

namespace millrace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr PixelType kTypes[] = {PixelType::kU8, PixelType::kF32, PixelType::kBf16, PixelType::kF16};

class DetectorInputTest : public ::testing::Test {
 protected:
  std::string save(const HeadedModel& wanted, bool has_mean = false) {
    const auto model = headed_model(wanted);
    if (has_mean) {
      model->set_rt_info("123 116 103", "model_info", "mean_values");
      model->set_rt_info("58.5 57 57.25", "model_info", "scale_values");
    }
    ov::save_model(model, dir_ / "model.xml", false);
    return dir_ / "model.xml";
  }

  Sourced<PixelType> chosen(const HeadedModel& model, const CompileOptions& options = {}) {
    return describe_model(core_, save(model), {.compile = options}).input_type;
  }

  /// What the CPU computes in by default, or when asked for: it falls back without a word.
  std::string precision_for(Precision asked) {
    return Detector(core_, save({.has_stem = true}), {.compile = {.precision = asked}}).precision();
  }

  std::vector<Detection> found_with(PixelType type, const std::string& model) {
    Detector detector(
        core_, model,
        {.compile = {.precision = Precision::kF32}, .confidence = 0.05F, .max_detections = 5000, .input_type = type});
    return detector.detect(picture_.view());
  }

  void expect_the_same_with_each_type(const std::string& model) {
    const std::vector<Detection> wanted = found_with(PixelType::kU8, model);
    ASSERT_THAT(wanted, Not(IsEmpty()));
    for (const PixelType type : {PixelType::kF32, PixelType::kBf16, PixelType::kF16}) {
      SCOPED_TRACE(to_string(type));
      expect_same(found_with(type, model), wanted, 0.01, 1e-4);
    }
  }

  TempDir dir_;
  ov::Core core_;
  Image picture_ = test::noise({90, 50}, 3);
};

TEST_F(DetectorInputTest, IsOfWhatAConvolutionOnTheCpuComputesIn) {
  for (const Precision asked : {Precision::kAuto, Precision::kF32, Precision::kBf16, Precision::kF16}) {
    SCOPED_TRACE(to_string(asked));
    EXPECT_EQ(to_string(chosen({.has_stem = true}, {.precision = asked}).value), precision_for(asked));
  }
}

TEST_F(DetectorInputTest, IsOfThatTypeForASchedulerThatCanOnlyTakeTheCpu) {
  EXPECT_EQ(chosen({.has_stem = true}, {.device = "BATCH:CPU(4)", .precision = Precision::kF32}).value,
            PixelType::kF32);
  EXPECT_EQ(chosen({.has_stem = true}, {.device = "AUTO:CPU", .precision = Precision::kF32}).value, PixelType::kF32);
}

TEST_F(DetectorInputTest, IsOfBytesForAnotherDevice) {
  EXPECT_EQ(chosen({.has_stem = true}, {.device = "GPU", .precision = Precision::kF32}).value, PixelType::kU8);
}

TEST_F(DetectorInputTest, IsOfBytesForAFirstLayerOf8Bits) {
  const auto type = chosen({.has_stem = true, .is_quantised = true}, {.precision = Precision::kF32});
  EXPECT_EQ(type.value, PixelType::kU8);
  EXPECT_THAT(type.origin, HasSubstr("8 bits"));
}

TEST_F(DetectorInputTest, IsOfBytesForAGraphThatDoesNotBeginWithAConvolution) {
  EXPECT_EQ(chosen({.is_random = true}, {.precision = Precision::kF32}).value, PixelType::kU8);
}

TEST_F(DetectorInputTest, FindsTheSameWithEachType) {
  expect_the_same_with_each_type(save({.has_stem = true}));
  expect_the_same_with_each_type(save({.tail = HeadedTail::kYolov8, .input = {96, 64}, .has_stem = true}));
}

TEST_F(DetectorInputTest, FindsTheSameWithEachTypeInAModelOfQuantisedPixels) {
  expect_the_same_with_each_type(save({.has_stem = true, .is_quantised = true}));
}

// bf16 and f16 round what is left of a pixel without the mean: here it has few digits.
TEST_F(DetectorInputTest, FindsTheSameWithEachTypeInAModelWithAMean) {
  expect_the_same_with_each_type(save({.tail = HeadedTail::kYolov8, .has_stem = true}, true));
}

TEST_F(DetectorInputTest, RefusesATensorOfAnotherType) {
  for (const PixelType wanted : kTypes) {
    const Detector detector(core_, save({.has_stem = true}), {.input_type = wanted});
    const ov::Tensor other(wanted == PixelType::kU8 ? ov::element::f32 : ov::element::u8, {1, 64, 64, 3});
    EXPECT_THAT(error_message(ErrorCode::kInvalidInput, [&] { detector.prepare(picture_.view(), other); }),
                HasSubstr(std::string(to_string(wanted)) + " [1,64,64,3] was wanted"));
  }
}

/// Nodes that ran, up to the first convolution.
std::vector<std::string> ran_first(const Detector& detector) {
  ov::CompiledModel compiled = detector.compiled_model();
  ov::InferRequest request = compiled.create_infer_request();
  request.infer();
  std::vector<std::string> types;
  for (const ov::ProfilingInfo& node : request.get_profiling_info()) {
    if (node.status != ov::ProfilingInfo::Status::EXECUTED) continue;
    types.push_back(node.node_type);
    if (node.node_type == "Convolution") break;
  }
  return types;
}

TEST_F(DetectorInputTest, IsReadByTheFirstConvolutionWithoutACopy) {
  core_.set_property("CPU", ov::enable_profiling(true));
  for (const bool has_mean : {false, true}) {
    const std::string model = save({.has_stem = true}, has_mean);
    for (const Precision precision : {Precision::kAuto, Precision::kF32}) {
      SCOPED_TRACE(to_string(precision));
      const Detector detector(core_, model, {.compile = {.precision = precision}});
      EXPECT_THAT(ran_first(detector), ElementsAre("Convolution"));
    }
    const Detector bytes(core_, model, {.compile = {.precision = Precision::kF32}, .input_type = PixelType::kU8});
    EXPECT_THAT(ran_first(bytes), Not(ElementsAre("Convolution"))) << "this test can fail";
  }
}

TEST_F(DetectorInputTest, IsMemoryThatEachRequestKeeps) {
  constexpr std::size_t kRequests = 3;
  constexpr int kJobs = 40;
  const Detector detector(core_, save({.has_stem = true}));
  InferQueue queue(detector.compiled_model(), {.requests = kRequests});
  std::set<const void*> written;
  std::set<const void*> read;
  for (int i = 0; i < kJobs; ++i) {
    Slot slot = queue.acquire();
    detector.prepare(picture_.view(), slot.input());
    written.insert(slot.input().data());
    Job job = std::move(slot).start();
    const Result result = job.get();
    for (const ov::Tensor& output : result.outputs()) read.insert(output.data());
  }
  EXPECT_LE(written.size(), kRequests);
  EXPECT_LE(read.size(), 2 * kRequests * detector.compiled_model().outputs().size());
}

}  // namespace
}  // namespace millrace
