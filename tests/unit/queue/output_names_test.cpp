#include "queue/output_names.hpp"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "millrace/base/error.hpp"
#include "millrace/queue/result.hpp"
#include "openvino/core/model.hpp"
#include "synthetic/small_models.hpp"

namespace millrace::queue {
namespace {

using testing::HasSubstr;

OutputNames names_of(const std::shared_ptr<ov::Model>& model) {
  return OutputNames(std::as_const(*model).outputs());
}

std::string refusal(const OutputNames& names, const std::string& name) {
  try {
    names.index_of(name);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error.what();
  }
  return "no exception";
}

TEST(OutputNamesTest, KnowTheIndexOfEachOutput) {
  const auto model = small_models::relu_then_top_k();
  model->output(1).set_names({"best", "top"});
  const OutputNames names = names_of(model);
  EXPECT_EQ(names.index_of("relu"), 0U);
  EXPECT_EQ(names.index_of("best"), 1U);
  EXPECT_EQ(names.index_of("top"), 1U);
}

TEST(OutputNamesTest, ListWhatThereIs) {
  EXPECT_THAT(refusal(names_of(small_models::relu()), "z"), HasSubstr("no output named 'z'; its outputs are y"));
}

TEST(OutputNamesTest, SayWhenThereAreNone) {
  EXPECT_THAT(refusal(names_of(small_models::relu_without_names()), "z"), HasSubstr("have no names, use an index"));
}

TEST(OutputNamesTest, AreMissingFromAnEmptyResult) {
  EXPECT_THROW(Result()["y"], Error);
}

}  // namespace
}  // namespace millrace::queue
