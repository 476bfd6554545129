// The ids in COCO results: those of pycocotools' truth, with --coco-gt and without.

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "detect_fixture.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DetectCocoTest : public DetectTest {
 protected:
  void copy_wide(const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
      fs::create_directories(fs::path(dir_ / name).parent_path());
      fs::copy_file(wide(), dir_ / name);
    }
  }

  /// `millrace detect` with the model of 80 classes.
  ProgramResult detect_coco(std::vector<std::string> arguments) const {
    arguments.emplace_back("--no-save");
    return StartedProgram(words(arguments, coco_model()), dir_.path().string(), environment()).wait();
  }

  json results_of(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--coco", "-"});
    const ProgramResult result = detect_coco(std::move(arguments));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return json::parse(result.out);
  }
};

TEST_F(DetectCocoTest, NumbersPicturesAndCategoriesAsCocosTruthDoes) {
  copy_wide({"in/000000000042.png", "in/7.png"});
  const json results = results_of({"in"});
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0]["image_id"], 42);
  EXPECT_EQ(results[1]["image_id"], 7);
  EXPECT_EQ(results[0]["category_id"], 1);
}

TEST_F(DetectCocoTest, SaysOnceHowThingsAreNumbered) {
  EXPECT_THAT(detect_coco({wide(), "--coco", "r.json"}).err,
              HasSubstr("COCO       image ids are names, category ids COCO's own, 1 to 90 (--coco-zero-based for class "
                        "numbers)\n"));
  EXPECT_THAT(detect({wide(), "--no-save", "--coco", "r.json"}).err,
              HasSubstr("COCO       image ids are names, category ids class numbers, from 0\n"));
  EXPECT_THAT(detect_coco({wide()}).err, Not(HasSubstr("COCO  ")));
}

TEST_F(DetectCocoTest, NumbersCategoriesFromZeroWhenAsked) {
  EXPECT_EQ(results_of({wide(), "--coco-zero-based"})[0]["category_id"], 0);
}

TEST_F(DetectCocoTest, HasOneKindOfId) {
  copy_wide({"in/12.png", "in/bus.png"});
  const json results = results_of({"in"});
  EXPECT_EQ(results[0]["image_id"], "12");
  EXPECT_EQ(results[1]["image_id"], "bus");
}

TEST_F(DetectCocoTest, RefusesTwoPicturesOfOneIdBeforeItReadsTheModel) {
  copy_wide({"ids/0012.png", "ids/12.png", "a/1.png", "b/1.png"});
  for (const std::vector<std::string>& sources : std::vector<std::vector<std::string>>{{"ids"}, {"a", "b"}}) {
    std::vector<std::string> arguments = sources;
    arguments.insert(arguments.end(), {"--coco", "-"});
    const ProgramResult result = detect_coco(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(HasSubstr("would both be image_id"), HasSubstr("--coco-gt")));
    EXPECT_THAT(result.err, Not(HasSubstr("model  ")));
  }
}

TEST_F(DetectCocoTest, SaysThatAPictureThatIsGivenTwiceHasItsResultsTwice) {
  const ProgramResult result = detect_coco({wide(), wide(), "--coco", "r.json"});
  EXPECT_EQ(json::parse(dir_.read("r.json")).size(), 2U);
  EXPECT_THAT(result.err, HasSubstr("; pictures that are given twice have their results twice\n"));
}

TEST_F(DetectCocoTest, TakesAllIdsFromTheTruthByName) {
  copy_wide({"a/frame.png", "b/frame.png", "other.png"});
  dir_.write("truth.json",
             R"({"images": [{"id": 4711, "file_name": "a/frame.png"}, {"id": 4712, "file_name": "b/frame.png"}],
      "annotations": [], "categories": [{"id": 33, "name": "person"}]})");
  const ProgramResult result = detect_coco({"a", "b", "other.png", "--coco", "r.json", "--coco-gt", "truth.json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const json results = json::parse(dir_.read("r.json"));
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0]["image_id"], 4711);
  EXPECT_EQ(results[1]["image_id"], 4712);
  EXPECT_EQ(results[0]["category_id"], 33);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("COCO       ids of truth.json, which does not name 1 of 3 pictures (other.png) "
                              "and 79 of 80 classes (bicycle, ...)\n"),
                    HasSubstr("r.json leaves out 1 picture that truth.json does not name\n")));
}

TEST_F(DetectCocoTest, CountsDetectionsOfClassesThatTheTruthDoesNotName) {
  dir_.write("truth.json",
             R"({"images": [{"id": 1, "file_name": "wide.png"}], "categories": [{"id": 2, "name": "bus"}]})");
  const ProgramResult result = detect_coco({wide(), "--coco", "r.json", "--coco-gt", "truth.json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("r.json leaves out 1 detection that truth.json does not name\n"));
  EXPECT_TRUE(json::parse(dir_.read("r.json")).empty());
}

TEST_F(DetectCocoTest, NeverReplacesTheTruth) {
  dir_.write("truth.json", R"({"images": [], "categories": []})");
  const ProgramResult result = detect_coco({wide(), "--coco", "truth.json", "--coco-gt", "truth.json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("would replace an input"));
}

TEST_F(DetectCocoTest, SaysWhatIsNoTruth) {
  dir_.write("list.txt", "hello");
  for (const char* truth : {"none.json", "list.txt"}) {
    const ProgramResult result = detect_coco({wide(), "--coco", "r.json", "--coco-gt", truth});
    EXPECT_EQ(result.exit_code, 2) << truth;
    EXPECT_THAT(result.err, AllOf(HasSubstr(truth), HasSubstr("give COCO annotations"))) << truth;
  }
}

TEST_F(DetectCocoTest, WantsCocoResultsWithTheirOptions) {
  EXPECT_EQ(detect_coco({wide(), "--coco-gt", "t.json"}).exit_code, 2);
  EXPECT_EQ(detect_coco({wide(), "--coco-zero-based"}).exit_code, 2);
  EXPECT_EQ(detect_coco({wide(), "--coco", "r.json", "--coco-zero-based", "--coco-gt", "t.json"}).exit_code, 2);
}

}  // namespace
}  // namespace millrace
