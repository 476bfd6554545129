#include "queue/model_inputs.hpp"

#include <memory>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "openvino/core/model.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace::queue {
namespace {

using testing::HasSubstr;

class ModelInputsTest : public testing::Test {
 protected:
  /// Of a model that need not be compiled.
  static ModelInputs inputs_of(const std::shared_ptr<ov::Model>& model) {
    return ModelInputs(std::as_const(*model).inputs());
  }

  void expect_refused(const Inputs& inputs, const std::string& wanted) const {
    try {
      two_.resolve(inputs);
      FAIL() << "no exception";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
      EXPECT_THAT(error.what(), HasSubstr(wanted));
    }
  }

  const std::shared_ptr<ov::Model> model_ = small_models::difference();
  const ModelInputs two_ = inputs_of(model_);
  const ov::Tensor a_ = filled(1, {4});
  const ov::Tensor b_ = filled(2, {4});
};

TEST_F(ModelInputsTest, PutTensorsInTheModelsOrder) {
  for (const Inputs& inputs : {Inputs{a_, b_}, Inputs{{1, b_}, {0, a_}}, Inputs{{"b", b_}, {"a", a_}},
                               Inputs{{model_->input(1), b_}, {"a", a_}}}) {
    const auto tensors = two_.resolve(inputs);
    ASSERT_EQ(tensors.size(), 2U);
    EXPECT_TRUE(holds(tensors[0], 1));
    EXPECT_TRUE(holds(tensors[1], 2));
  }
}

TEST_F(ModelInputsTest, KnowAPortOfTheUncompiledModelByItsNames) {
  const auto same_names = small_models::difference();
  EXPECT_TRUE(holds(two_.resolve({{same_names->input("b"), b_}, {same_names->input("a"), a_}})[0], 1));
}

TEST_F(ModelInputsTest, AcceptWhatFitsADynamicShape) {
  const ModelInputs rows = inputs_of(small_models::relu({-1, 3}));
  EXPECT_NO_THROW(rows.resolve(filled(1, {7, 3})));
  EXPECT_THROW(rows.resolve(filled(1, {7, 4})), Error);
  EXPECT_THROW(rows.resolve(filled(1, {3})), Error);
}

TEST_F(ModelInputsTest, KeepToTheBoundsOfADynamicShape) {
  const ModelInputs rows = inputs_of(small_models::relu({{1, 8}, 3}));
  EXPECT_NO_THROW(rows.resolve(filled(1, {8, 3})));
  EXPECT_THROW(rows.resolve(filled(1, {9, 3})), Error);
}

TEST_F(ModelInputsTest, AcceptAnyShapeForAnUnknownRank) {
  const ModelInputs any = inputs_of(small_models::relu(ov::PartialShape::dynamic()));
  EXPECT_NO_THROW(any.resolve(filled(1, {})));
  EXPECT_NO_THROW(any.resolve(filled(1, {2, 3, 4})));
}

TEST_F(ModelInputsTest, OfAModelWithoutInputsTakeNone) {
  const ModelInputs none = inputs_of(small_models::no_inputs());
  EXPECT_TRUE(none.resolve({}).empty());
  try {
    none.resolve(a_);
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("gives 1 inputs, the model has 0 (none)"));
  }
}

TEST_F(ModelInputsTest, SayWhatIsWrong) {
  expect_refused({a_}, "gives 1 inputs, the model has 2 ('a', 'b'); give every one");
  expect_refused({a_, filled(1, {2, 2})}, "input 'b' wants shape [4], the tensor has [2,2]");
  expect_refused({a_, scalar(1)}, "input 'b' wants f32, the tensor holds i32");
  expect_refused({a_, ov::Tensor()}, "input 'b' is empty");
  expect_refused({{"a", a_}, {"mask", b_}}, "no input named 'mask'; it has 'a', 'b'");
  expect_refused({{0, a_}, {7, b_}}, "no input 7; it has 2: 'a', 'b'");
  expect_refused({{0, a_}, {"a", b_}}, "input 'a' twice");
}

TEST_F(ModelInputsTest, AreCalledByTheirIndexWithoutNames) {
  EXPECT_EQ(inputs_of(small_models::relu_without_names()).name(0), "0");
  EXPECT_EQ(two_.name(1), "'b'");
}

}  // namespace
}  // namespace millrace::queue
