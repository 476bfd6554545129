#include "queue/request_tensors.hpp"

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "openvino/runtime/infer_request.hpp"
#include "synthetic/small_models.hpp"
#include "synthetic/small_tensors.hpp"

namespace millrace::queue {
namespace {

/// A request on which nobody runs anything but the test.
class RequestTensorsTest : public testing::Test {
 protected:
  void make(const std::shared_ptr<ov::Model>& model, UserTensors users, Results results = Results::kOwn) {
    ov::CompiledModel compiled = compile(model);
    request_ = compiled.create_infer_request();
    rules_ = {.users = users,
              .results = results,
              .inputs = compiled.inputs(),
              .outputs = compiled.outputs(),
              .output_memory = ov::Allocator()};
    tensors_ = std::make_unique<RequestTensors>(request_, rules_);
  }
  void make(UserTensors users, Results results = Results::kOwn) { make(small_models::relu(), users, results); }

  ov::Tensor run(std::vector<ov::Tensor> inputs, Leased leased = Leased::kNo) {
    tensors_->start(std::move(inputs), leased);
    request_.infer();
    return tensors_->collect().at(0);
  }
  ov::Tensor run(float value) { return run({filled(value)}); }
  ov::Tensor run_without_inputs(Leased leased = Leased::kNo) { return run({}, leased); }

  static void fill(const ov::Tensor& tensor, float value) { filled(value, tensor.get_shape()).copy_to(tensor); }
  static std::shared_ptr<std::vector<float>> numbers(float value) {
    return std::make_shared<std::vector<float>>(4, value);
  }

  ov::InferRequest request_;
  TensorRules rules_;
  std::unique_ptr<RequestTensors> tensors_;
};

/// Tensors set by hand are the lease's.
class RequestTensorsOfALeaseTest : public RequestTensorsTest {
 protected:
  RequestTensorsOfALeaseTest() { make(UserTensors::kOfTheLease); }
};

/// Tensors set by hand are the request's.
class RequestTensorsOfARequestTest : public RequestTensorsTest {
 protected:
  RequestTensorsOfARequestTest() { make(UserTensors::kOfTheRequest); }
};

// --- inputs

TEST_F(RequestTensorsOfALeaseTest, RunAJobOnItsInputs) {
  EXPECT_TRUE(holds(run(1), 1));
  EXPECT_TRUE(holds(run(2), 2));
}

TEST_F(RequestTensorsOfALeaseTest, LetAJobsInputsGoWhenParked) {
  const auto theirs = numbers(9);
  run({lent(theirs)});
  EXPECT_GT(theirs.use_count(), 1);
  tensors_->park();
  EXPECT_EQ(theirs.use_count(), 1);
}

TEST_F(RequestTensorsOfALeaseTest, BeginALeaseOnTheRequestsOwnInputs) {
  const void* own = request_.get_input_tensor().data();
  run(1);
  tensors_->lease();
  EXPECT_EQ(tensors_->expose().get_input_tensor().data(), own);
}

TEST_F(RequestTensorsOfALeaseTest, MissTheFirstInputThatALeaseDidNotGive) {
  make(small_models::difference(), UserTensors::kOfTheLease);
  tensors_->lease();
  EXPECT_EQ(tensors_->missing_input(), 0U);
  tensors_->own_input(0);
  EXPECT_EQ(tensors_->missing_input(), 1U);
  tensors_->own_input(1);
  EXPECT_EQ(tensors_->missing_input(), std::nullopt);
  tensors_->end_lease();
  tensors_->lease();
  EXPECT_EQ(tensors_->missing_input(), 0U);
}

TEST_F(RequestTensorsOfALeaseTest, MissNoInputOnceTheRequestWasExposed) {
  tensors_->lease();
  tensors_->expose();
  EXPECT_EQ(tensors_->missing_input(), std::nullopt);
}

TEST_F(RequestTensorsOfALeaseTest, HaveNoInputThatTheModelDoesNotHave) {
  tensors_->lease();
  EXPECT_THROW(tensors_->own_input(1), Error);
}

TEST_F(RequestTensorsOfALeaseTest, BeginALeaseInTheShapeInWhichTheyWereMade) {
  make(small_models::relu({-1, 3}), UserTensors::kOfTheLease);
  tensors_->lease();
  tensors_->own_input(0).set_shape({5, 3});
  run_without_inputs(Leased::kLast);
  tensors_->park();
  tensors_->lease();
  EXPECT_EQ(tensors_->own_input(0).get_shape(), (ov::Shape{0, 3}));
}

TEST_F(RequestTensorsOfALeaseTest, RunOnTheOwnInputThatIsFilledAfterAnotherWasSet) {
  tensors_->lease();
  tensors_->expose().set_input_tensor(filled(3));
  fill(tensors_->own_input(0), 4);
  EXPECT_TRUE(holds(run_without_inputs(Leased::kLast), 4));
}

TEST_F(RequestTensorsOfALeaseTest, KeepAnInputThatWasSetAsLongAsTheLeaseGoesOn) {
  tensors_->lease();
  tensors_->expose().set_input_tensor(filled(3));
  EXPECT_TRUE(holds(run_without_inputs(Leased::kOn), 3));
  EXPECT_TRUE(holds(run_without_inputs(Leased::kOn), 3));
}

TEST_F(RequestTensorsOfALeaseTest, DropAnInputThatWasSetWithItsLease) {
  const auto mine = numbers(3);
  tensors_->lease();
  tensors_->expose().set_input_tensor(lent(mine));
  tensors_->end_lease();
  EXPECT_EQ(mine.use_count(), 1);
}

TEST_F(RequestTensorsOfALeaseTest, DropAnInputThatWasSetOnceTheRunThatEndsTheLeaseIsOver) {
  const auto mine = numbers(3);
  tensors_->lease();
  tensors_->expose().set_input_tensor(lent(mine));
  EXPECT_TRUE(holds(run_without_inputs(Leased::kLast), 3));
  tensors_->park();
  EXPECT_EQ(mine.use_count(), 1);
}

TEST_F(RequestTensorsOfARequestTest, RunWithoutInputsOnTheRequestsOwnAfterAJobWithOthers) {
  fill(request_.get_input_tensor(), 5);
  run(9);
  EXPECT_TRUE(holds(run_without_inputs(), 5));
}

TEST_F(RequestTensorsOfARequestTest, KeepAnInputThatWasSetAlsoAfterAJobWithOthers) {
  tensors_->expose().set_input_tensor(filled(6));
  run(9);
  EXPECT_TRUE(holds(run_without_inputs(), 6));
  tensors_->park();
  EXPECT_TRUE(holds(run_without_inputs(), 6));
}

TEST_F(RequestTensorsOfARequestTest, KeepAnInputThatWasSetWhileAJobsInputsStoodThere) {
  run(9);
  tensors_->expose().set_input_tensor(filled(6));
  tensors_->park();
  EXPECT_TRUE(holds(run_without_inputs(), 6));
}

TEST_F(RequestTensorsOfARequestTest, KeepTheShapeOfADynamicInputThatWasSet) {
  make(small_models::relu({-1, 3}), UserTensors::kOfTheRequest);
  tensors_->expose().set_input_tensor(filled(6, {2, 3}));
  run({filled(9, {5, 3})});
  tensors_->lease();
  EXPECT_EQ(request_.get_input_tensor().get_shape(), (ov::Shape{2, 3}));
}

// --- outputs

TEST_F(RequestTensorsOfALeaseTest, GiveEveryRunAFreshOutput) {
  const ov::Tensor first_output = run(1);
  run(2);
  EXPECT_TRUE(holds(first_output, 1));
}

TEST_F(RequestTensorsOfALeaseTest, WriteIntoAnOutputThatTheLeaseSet) {
  const ov::Tensor mine = filled(0);
  tensors_->lease();
  tensors_->expose().set_output_tensor(mine);
  fill(tensors_->own_input(0), 4);
  run_without_inputs(Leased::kLast);
  EXPECT_TRUE(holds(mine, 4));
  run(5);
  EXPECT_TRUE(holds(mine, 4));
}

TEST_F(RequestTensorsOfALeaseTest, WriteIntoAnEarlierResultThatTheLeaseSet) {
  const ov::Tensor earlier = run(1);
  tensors_->lease();
  tensors_->expose().set_output_tensor(earlier);
  fill(tensors_->own_input(0), 4);
  run_without_inputs(Leased::kLast);
  EXPECT_TRUE(holds(earlier, 4));
}

TEST_F(RequestTensorsOfALeaseTest, LetAnOutputGoWithALeaseThatRanNothing) {
  const auto mine = numbers(0);
  tensors_->lease();
  tensors_->expose().set_output_tensor(lent(mine));
  tensors_->end_lease();
  EXPECT_EQ(mine.use_count(), 1);
  run(5);
  EXPECT_EQ(mine->front(), 0);
}

TEST_F(RequestTensorsOfALeaseTest, LetAnOutputGoWhenParkedAfterTheRunThatEndedTheLease) {
  const auto mine = numbers(0);
  tensors_->lease();
  tensors_->expose().set_output_tensor(lent(mine));
  run_without_inputs(Leased::kLast);
  tensors_->park();
  EXPECT_EQ(mine.use_count(), 1);
}

TEST_F(RequestTensorsOfALeaseTest, PutALentOutputBackInPlaceOfTheLeases) {
  make(UserTensors::kOfTheLease, Results::kBorrow);
  const ov::Tensor own = request_.get_output_tensor();
  const ov::Tensor mine = filled(0);
  tensors_->lease();
  tensors_->expose().set_output_tensor(mine);
  tensors_->end_lease();
  run(5);
  EXPECT_TRUE(holds(own, 5));
  EXPECT_TRUE(holds(mine, 0));
}

TEST_F(RequestTensorsOfARequestTest, WriteIntoAnOutputThatWasSetForEver) {
  const ov::Tensor mine = filled(0);
  tensors_->expose().set_output_tensor(mine);
  run(1);
  tensors_->park();
  run(2);
  EXPECT_TRUE(holds(mine, 2));
}

}  // namespace
}  // namespace millrace::queue
