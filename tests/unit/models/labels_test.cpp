#include "models/labels.hpp"

#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The message of the Error with this code that `action` throws.
std::string message_of(ErrorCode code, const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(LabelsFromNamesTest, PutsADictInTheOrderOfItsKeys) {
  EXPECT_THAT(labels_from_names("{1: 'car', 0: 'person'}").names, ElementsAre("person", "car"));
}

TEST(LabelsFromNamesTest, ReadsAList) {
  EXPECT_THAT(labels_from_names("['person', 'car']").names, ElementsAre("person", "car"));
}

TEST(LabelsFromNamesTest, RefusesKeysThatAreNoNumbering) {
  for (const char* text :
       {"{0: 'a', 2: 'b'}", "{0: 'a', 0: 'b'}", "{'x': 'a'}", "{-1: 'a'}", "{99999999999999999999: 'a'}"}) {
    EXPECT_THAT(labels_from_names(text).error, HasSubstr("keys are not 0 to")) << text;
  }
}

TEST(LabelsFromModelInfoTest, SplitsAtBlanksAndTakesUnderscoresAsBlanks) {
  EXPECT_THAT(labels_from_model_info(" person traffic_light\ncar ").names,
              ElementsAre("person", "traffic light", "car"));
}

TEST(ChooseLabelsTest, PrefersTheUsersFileToTheModelsOwn) {
  const TempDir dir;
  const auto labels =
      choose_labels(find_labels({.file = dir.write("names.txt", "dog\ncat\n"), .names = "['a', 'b']"}), 2, "m.onnx");
  EXPECT_THAT(labels.value, ElementsAre("dog", "cat"));
  EXPECT_THAT(labels.origin, HasSubstr("names.txt"));
}

TEST(ChooseLabelsTest, TakesTheModelsMetadata) {
  EXPECT_THAT(choose_labels(find_labels({.names = "{0: 'a'}"}), 1, "m.onnx").value, ElementsAre("a"));
  EXPECT_THAT(choose_labels(find_labels({.model_info = "hard_hat vest"}), 2, "m.xml").value,
              ElementsAre("hard hat", "vest"));
}

TEST(ChooseLabelsTest, TakesTheExactOneOfTwoSourcesThatTellTheSameNames) {
  const std::string exact = "['hard_hat', 'no hard hat']";
  const auto labels = choose_labels(find_labels({.model_info = "hard_hat no_hard_hat", .names = exact}), 2, "m.xml");
  EXPECT_THAT(labels.value, ElementsAre("hard_hat", "no hard hat"));
  EXPECT_EQ(labels.origin, "the model's metadata (names)");
}

TEST(ChooseLabelsTest, TakesTheFirstOfTwoSourcesThatTellOtherNames) {
  const auto labels = choose_labels(find_labels({.model_info = "vest hard_hat", .names = "['a', 'b']"}), 2, "m.xml");
  EXPECT_THAT(labels.value, ElementsAre("vest", "hard hat"));
}

TEST(ChooseLabelsTest, TakesTheFirstSourceThatFits) {
  const auto labels = choose_labels(
      find_labels({.sidecars = {{"['a', 'b']", "metadata.yaml (names)"}}, .names = "['x', 'y', 'z']"}), 3, "m.onnx");
  EXPECT_THAT(labels.value, ElementsAre("x", "y", "z"));
}

TEST(ChooseLabelsTest, NeverTakesCocoInsteadOfNamesThatDoNotFit) {
  EXPECT_THAT(message_of(ErrorCode::kModel, [] { choose_labels(find_labels({.names = "['a', 'b']"}), 80, "m.onnx"); }),
              HasSubstr("m.onnx has 80 classes, and the model's metadata (names) has 2 names"));
  EXPECT_THAT(message_of(ErrorCode::kModel, [] { choose_labels(find_labels({.names = "{0: "}), 80, "m.onnx"); }),
              HasSubstr("cannot be read"));
}

TEST(ChooseLabelsTest, TakesCocoForEightyClassesAndSaysSo) {
  const auto labels = choose_labels({}, 80, "m.onnx");
  EXPECT_EQ(labels.value.size(), 80U);
  EXPECT_EQ(labels.value.front(), "person");
  EXPECT_EQ(labels.value.back(), "toothbrush");
  EXPECT_THAT(labels.origin, HasSubstr("COCO-80"));
}

TEST(ChooseLabelsTest, DoesWithoutWhenTheOutputDoesNotCountItsClasses) {
  const auto labels = choose_labels({}, std::nullopt, "m.onnx");
  EXPECT_TRUE(labels.value.empty());
  EXPECT_THAT(labels.origin, HasSubstr("it carries no names; give names with --labels FILE"));
}

TEST(ChooseLabelsTest, AsksForAFileWhenNothingIsKnown) {
  const auto message = message_of(ErrorCode::kModel, [] { choose_labels({}, 3, "m.onnx"); });
  EXPECT_THAT(message, HasSubstr("3 classes"));
  EXPECT_THAT(message, HasSubstr("--labels FILE"));
}

TEST(ChooseLabelsTest, SaysWhyTheModelsNamesDoNotFit) {
  EXPECT_THAT(message_of(ErrorCode::kModel, [] { choose_labels(find_labels({.names = "['a', 'b']"}), 3, "m.onnx"); }),
              HasSubstr("has 2 names"));
  EXPECT_THAT(message_of(ErrorCode::kModel, [] { choose_labels(find_labels({.names = "{0: "}), 3, "m.onnx"); }),
              HasSubstr("cannot be read"));
}

TEST(ChooseLabelsTest, DoubtsThatNumbersWithoutNamesAreClasses) {
  EXPECT_THAT(message_of(ErrorCode::kModel, [] { choose_labels(find_labels({.names = "['a']"}), 2, "m.onnx"); }),
              HasSubstr("may be keypoints, masks or an angle, and then it cannot be read; else give their names"));
  EXPECT_THAT(message_of(ErrorCode::kModel, [] { choose_labels(find_labels({.names = "['a', 'b']"}), 1, "m.onnx"); }),
              Not(HasSubstr("keypoints")));
}

TEST(ChooseLabelsTest, RefusesAFileWithAnotherNumberOfNames) {
  const TempDir dir;
  const std::string file = dir.write("names.txt", "dog\n");
  EXPECT_THAT(
      message_of(ErrorCode::kInvalidArgument, [&] { choose_labels(find_labels({.file = file}), 80, "m.onnx"); }),
      HasSubstr("has 1 name, but m.onnx has 80 classes"));
}

}  // namespace
}  // namespace millrace::models
