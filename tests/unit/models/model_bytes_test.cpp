#include "models/model_bytes.hpp"

#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::models {
namespace {

using namespace std::string_view_literals;
using ::testing::StartsWith;

// Fields of protobuf: a number, two texts of which the second is where an ONNX model has its graph, a number.
constexpr std::string_view kMessage = "\x08\x07\x12\x04text\x3A\x04text\x28\x01"sv;
// The first field is a text: the nodes of other graphs.
constexpr std::string_view kOtherGraph = "\x0A\x04text"sv;

TEST(ModelBytesTest, TakeAMessageForAnOnnxModel) {
  EXPECT_EQ(why_no_model("a.onnx", kMessage), "");
  EXPECT_EQ(why_no_model("of no extension", kMessage), "");
}

TEST(ModelBytesTest, RefuseAnOnnxModelWithoutItsEnd) {
  EXPECT_THAT(why_no_model("a.onnx", kMessage.substr(0, kMessage.size() - 1)), StartsWith("this is no ONNX file"));
}

TEST(ModelBytesTest, RefuseFieldsThatProtobufDoesNotKnow) {
  EXPECT_THAT(why_no_model("a.onnx", "\0\0\0\0"sv), StartsWith("this is no ONNX file")) << "field 0";
  EXPECT_THAT(why_no_model("a.onnx", "\x0B"sv), StartsWith("this is no ONNX file")) << "a group";
}

TEST(ModelBytesTest, RefuseAMessageWithoutAGraph) {
  EXPECT_THAT(why_no_model("a.onnx", kOtherGraph), StartsWith("this is no ONNX file"));
  EXPECT_THAT(why_no_model("a.onnx", "\x38\x04"sv), StartsWith("this is no ONNX file")) << "a number in its place";
}

TEST(ModelBytesTest, KnowFromTheBeginningWhatIsNoOnnxModel) {
  EXPECT_TRUE(begins_like_onnx(kMessage));
  for (const std::string_view other : {"y\ny\n"sv, "\0\0"sv, ""sv, "<?xml"sv}) EXPECT_FALSE(begins_like_onnx(other));
}

TEST(ModelBytesTest, RefuseMoreFieldsThanAnyModelHas) {
  std::string fields(kMessage);
  for (int i = 0; i < 100'001; ++i) fields += "\x08\x07";
  EXPECT_THAT(why_no_model("a.onnx", fields), StartsWith("this is no ONNX file"));
}

TEST(ModelBytesTest, AskAnIrForItsEndAndItsVersion) {
  EXPECT_EQ(why_no_model("a.xml", "<net name=\"a\" version=\"11\"></net>"), "");
  EXPECT_THAT(why_no_model("a.xml", "<net name=\"a\" version=\"11\">"), testing::HasSubstr("</net> is missing"));
  EXPECT_THAT(why_no_model("a.xml", "<net name=\"a\"></net>"), testing::HasSubstr("<net version=...> is missing"));
}

TEST(ModelBytesTest, KnowOtherFormatsByWhatTheyBeginWith) {
  EXPECT_EQ(why_no_model("a.tflite", "\x1c\0\0\0TFL3"sv), "");
  EXPECT_EQ(why_no_model("a.pb", kOtherGraph), "");
  EXPECT_EQ(why_no_model("a.pb", "node { name: \"x\" }"), "");
  EXPECT_EQ(why_no_model("a.pdmodel", kOtherGraph), "");
  EXPECT_EQ(why_no_model("a.json", "{\"base_code\":{}}"), "");
  for (const char* name : {"a.tflite", "a.pb", "a.pdmodel", "a.json"}) {
    EXPECT_THAT(why_no_model(name, "\0\0\0\0\0\0\0\0"sv), StartsWith("this is no model of ")) << name;
    EXPECT_THAT(why_no_model(name, "[[[["), StartsWith("this is no model of ")) << name;
  }
}

TEST(ModelBytesTest, SayThatAFileIsEmpty) {
  EXPECT_EQ(why_no_model("a.onnx", ""), "the file is empty");
}

}  // namespace
}  // namespace millrace::models
