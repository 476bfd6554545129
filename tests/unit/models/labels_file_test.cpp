#include "models/labels_file.hpp"

#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/error_message.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ParsedLabels from_text(const std::string& text) {
  return labels_from_file(text, false);
}

ParsedLabels from_yaml(const std::string& text) {
  return labels_from_file(text, true);
}

TEST(LabelsFromFileTest, ReadsALineANameHoweverLinesEnd) {
  for (const char* text : {"person\ntraffic light\n", "\xEF\xBB\xBFperson\r\ntraffic light\r\n\r\n",
                           "person\rtraffic light", "\n\nperson"}) {
    const ParsedLabels labels = from_text(text);
    EXPECT_TRUE(labels.ok()) << text << labels.error;
    EXPECT_EQ(labels.names.size(), text[0] == '\n' ? 3U : 2U) << text;
  }
  EXPECT_THAT(from_text("\xEF\xBB\xBFperson\r\ntraffic light\r\n\r\n").names, ElementsAre("person", "traffic light"));
}

TEST(LabelsFromFileTest, DropsBlanksAroundNames) {
  EXPECT_THAT(from_text("person \n\ttraffic light\t\r\n").names, ElementsAre("person", "traffic light"));
}

TEST(LabelsFromFileTest, ReadsUtf16) {
  const std::string little(
      "\xFF\xFE"
      "c\0a\0r\0\r\0\n\0\xFC\0",
      14);
  EXPECT_THAT(from_text(little).names, ElementsAre("car", "\xC3\xBC"));
  const std::string big("\xFE\xFF\0n\0a\0m\0e\0s\0:\0 \0[\0a\0]", 22);
  EXPECT_THAT(from_text(big).names, ElementsAre("a"));
}

TEST(LabelsFromFileTest, ReadsTheNamesOfADataSetsYaml) {
  const std::string head = "train: ../train/images\nval: ../val/images\nnc: 3\n";
  for (const char* names :
       {"names: [hard_hat, 'no hard hat', \"O'Neill\"]\n", "names:\n- hard_hat\n- no hard hat\n- O'Neill\n",
        "names:\n  2: O'Neill\n  0: hard_hat\n  1: no hard hat\n"}) {
    EXPECT_THAT(from_yaml(head + names).names, ElementsAre("hard_hat", "no hard hat", "O'Neill")) << names;
    EXPECT_THAT(from_text(head + names).names, ElementsAre("hard_hat", "no hard hat", "O'Neill")) << names;
  }
}

TEST(LabelsFromFileTest, ReadsAMereListOrNumberingInYaml) {
  for (const char* text : {"- cat\n- dog\n", "[cat, dog]", R"(["cat", "dog"])", "0: cat\n1: dog\n",
                           R"({"names": {"0": "cat", "1": "dog"}})"}) {
    EXPECT_THAT(from_text(text).names, ElementsAre("cat", "dog")) << text;
  }
}

TEST(LabelsFromFileTest, TakesLinesThatOnlyLookLikeYamlForNames) {
  EXPECT_THAT(from_text("car: red\nbus\n- x\n").names, ElementsAre("car: red", "bus", "- x"));
  EXPECT_THAT(from_text("'quoted\n[open\n").names, ElementsAre("'quoted", "[open"));
}

TEST(LabelsFromFileTest, NeverTakesYamlForAList) {
  for (const char* text : {"train: a\nval: b\nnc: 4\n", "path: x\n", "{}"}) {
    EXPECT_EQ(from_text(text).error, "it is YAML without 'names:'") << text;
    EXPECT_EQ(from_yaml(text).error, "it is YAML without 'names:'") << text;
  }
  EXPECT_EQ(from_yaml("cat\ndog\n").error, "it is YAML without 'names:'");
  EXPECT_THAT(from_text("nc: 2\nnames: [a, b\n").error, HasSubstr("it is no YAML"));
  EXPECT_THAT(from_yaml("a: b: c\n").error, HasSubstr("it is no YAML"));
}

TEST(LabelsFromFileTest, RefusesNamesThatAreNoneOrNoNumbering) {
  for (const char* text : {"names: person\n", "names:\n  1: a\n  2: b\n", "names: [[a], [b]]\n", "names:\n"}) {
    EXPECT_THAT(from_text(text).error, HasSubstr("'names:' are no list")) << text;
  }
  EXPECT_EQ(from_text("names: []\n").error, "it has no names");
}

TEST(LabelsFromFileTest, RefusesWhatIsNoText) {
  EXPECT_THAT(from_text("").error, HasSubstr("empty"));
  EXPECT_THAT(from_text(std::string("a\0b", 3)).error, HasSubstr("no text"));
  EXPECT_THAT(from_text(std::string("abc\0", 4)).error, HasSubstr("no text"));
  EXPECT_THAT(from_text(std::string("\xFF\xFE\x00\xD8", 4)).error, HasSubstr("no text"));
}

TEST(LabelsFromFileTest, SurvivesDeepNesting) {
  EXPECT_THAT(from_yaml(std::string(100'000, '[')).error, HasSubstr("it is no YAML"));
}

TEST(ReadLabelsFileTest, SaysThatTheFileIsNotThere) {
  for (const char* path : {"/no/such/labels.txt", "/tmp"}) {
    EXPECT_THAT(error_message(ErrorCode::kInvalidArgument, [path] { read_labels_file(path); }), HasSubstr(path));
  }
}

TEST(ReadLabelsFileTest, KnowsYamlByItsName) {
  const TempDir dir;
  EXPECT_THAT(
      error_message(ErrorCode::kInvalidArgument, [&] { read_labels_file(dir.write("names.YML", "cat\ndog\n")); }),
      HasSubstr("names.YML: it is YAML without 'names:'; --labels wants a text file with one class name a line, or "
                "YAML with 'names:'"));
}

TEST(ReadLabelsFileTest, RefusesMoreThanFourMebibytes) {
  const TempDir dir;
  const std::string file = dir.write("names.txt", std::string((4 << 20) + 1, 'a'));
  EXPECT_THAT(error_message(ErrorCode::kInvalidArgument, [&] { read_labels_file(file); }),
              HasSubstr("it is larger than 4 MiB"));
}

}  // namespace
}  // namespace millrace::models
