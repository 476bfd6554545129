#include "models/model_bytes.hpp"

#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace {
namespace {

using namespace std::string_view_literals;
using ::testing::StartsWith;

// Three fields of protobuf: a number, four bytes of text, a fixed 32-bit value.
constexpr std::string_view kMessage =
    "\x08\x07\x12\x04text\x1D"
    "1234"sv;

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

TEST(ModelBytesTest, RefuseMoreFieldsThanAnyModelHas) {
  std::string fields;
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
  EXPECT_EQ(why_no_model("a.pb", kMessage), "");
  EXPECT_EQ(why_no_model("a.json", "{}"), "");
  for (const char* name : {"a.tflite", "a.pb", "a.pdmodel", "a.json"}) {
    EXPECT_THAT(why_no_model(name, "\0\0\0\0\0\0\0\0"sv), StartsWith("this is no model of ")) << name;
  }
}

TEST(ModelBytesTest, SayThatAFileIsEmpty) {
  EXPECT_EQ(why_no_model("a.onnx", ""), "the file is empty");
}

}  // namespace
}  // namespace millrace
