#include "millrace/io/coco_numbering.hpp"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/error_message.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Pictures = std::vector<std::string>;

std::vector<std::optional<CocoId>> ids_of(const CocoNumbering& numbering, const Pictures& pictures) {
  std::vector<std::optional<CocoId>> ids;
  for (const std::string& picture : pictures) ids.push_back(numbering.image_of(picture));
  return ids;
}

std::vector<std::optional<CocoId>> ids_by_name(const Pictures& pictures) {
  return ids_of(CocoNumbering(pictures), pictures);
}

template <typename Call>
std::string refusal_of(Call call) {
  return error_message(ErrorCode::kInvalidArgument, call);
}

CocoId number(std::int64_t value) {
  return value;
}

CocoId name(const char* text) {
  return std::string(text);
}

CocoTruth truth_of(std::unordered_map<std::string, CocoId> images) {
  return {.path = "truth.json", .images = std::move(images), .categories = {{"person", 1}, {"bus", 6}}};
}

TEST(CocoNumberingTest, TakesNumbersWhereAllNamesAreOne) {
  EXPECT_THAT(ids_by_name({"val/000000005001.jpg", "0.png"}), ElementsAre(number(5001), number(0)));
}

TEST(CocoNumberingTest, TakesNamesWhereOneIsNoNumber) {
  EXPECT_THAT(ids_by_name({"0012.jpg", "a/bus.jpg"}), ElementsAre(name("0012"), name("bus")));
  EXPECT_THAT(ids_by_name({"1.jpg", "99999999999999999999.jpg"}), ElementsAre(name("1"), name("99999999999999999999")));
  EXPECT_THAT(ids_by_name({"-1.jpg"}), ElementsAre(name("-1")));
  EXPECT_THAT(ids_by_name({"12a.jpg"}), ElementsAre(name("12a")));
}

TEST(CocoNumberingTest, RefusesTwoPicturesOfOneId) {
  EXPECT_THAT(refusal_of([] { CocoNumbering(Pictures{"0012.jpg", "12.jpg"}); }),
              AllOf(HasSubstr("0012.jpg and 12.jpg would both be image_id 12"), HasSubstr("--coco-gt")));
  refusal_of([] { CocoNumbering(Pictures{"0012.jpg", "12.jpg", "99999999999999999999.jpg"}); });
  refusal_of([] { CocoNumbering(Pictures{"a/bus.jpg", "b/bus.jpg"}); });
  refusal_of([] { CocoNumbering(Pictures{"bus.jpg", "bus.png"}); });
}

TEST(CocoNumberingTest, TakesAPictureThatIsGivenTwice) {
  EXPECT_THAT(ids_by_name({"a/7.jpg", "./a/7.jpg", "a/7.jpg"}), ElementsAre(number(7), number(7), number(7)));
}

TEST(CocoNumberingTest, TakesTheIdsOfTheTruthByFileName) {
  const Pictures pictures = {"in/frame_7.jpg", "in/0012.jpg", "in/other.jpg"};
  const CocoNumbering numbering(truth_of({{"frame_7.jpg", number(4711)}, {"0012.jpg", name("x")}}), pictures);
  EXPECT_THAT(ids_of(numbering, pictures), ElementsAre(number(4711), name("x"), std::nullopt));
}

TEST(CocoNumberingTest, TakesTheImageWhoseWholeFileNameThePictureEndsWith) {
  const Pictures pictures = {"set/a/1.jpg", "set/b/1.jpg", "set/1.jpg", "elsewhere/2.jpg"};
  const CocoNumbering numbering(truth_of({{"a/1.jpg", number(10)},
                                          {"./set/b/1.jpg", number(20)},
                                          {"b/1.jpg", number(21)},
                                          {"1.jpg", number(30)},
                                          {"val2017/2.jpg", number(40)}}),
                                pictures);
  EXPECT_THAT(ids_of(numbering, pictures), ElementsAre(number(10), number(20), number(30), std::nullopt));
}

TEST(CocoNumberingTest, RefusesTwoPicturesThatTheTruthHasOnce) {
  EXPECT_THAT(refusal_of([] { CocoNumbering(truth_of({{"1.jpg", number(1)}}), Pictures{"a/1.jpg", "b/1.jpg"}); }),
              HasSubstr("a/1.jpg and b/1.jpg would both be image_id 1"));
}

TEST(CocoNumberingTest, TakesClassNumbersWhereNothingElseIsSaid) {
  const CocoNumbering numbering(Pictures{});
  EXPECT_EQ(numbering.category_of(0), 0);
  EXPECT_EQ(numbering.category_of(79), 79);
}

TEST(CocoNumberingTest, NumbersCategoriesAsCocoDoes) {
  CocoNumbering numbering(Pictures{});
  numbering.number_categories(coco91_ids());
  EXPECT_EQ(numbering.category_of(0), 1);    // person
  EXPECT_EQ(numbering.category_of(11), 13);  // stop sign, after the gap of the street sign
  EXPECT_EQ(numbering.category_of(79), 90);  // toothbrush
  EXPECT_EQ(numbering.category_of(80), std::nullopt);
}

TEST(CocoNumberingTest, NumbersCategoriesAsTheTruthDoesByName) {
  const CocoTruth truth = truth_of({});
  CocoNumbering numbering(truth, Pictures{});
  numbering.number_categories(truth, std::vector<std::string>{"bus", "lamp", "person"});
  EXPECT_EQ(numbering.category_of(0), 6);
  EXPECT_EQ(numbering.category_of(1), std::nullopt);
  EXPECT_EQ(numbering.category_of(2), 1);
}

TEST(Coco91IdsTest, LeaveOutTheTenCategoriesThatCocoDropped) {
  std::vector<int> dropped;
  for (int id = 1; id <= 90; ++id) {
    if (std::ranges::find(coco91_ids(), id) == coco91_ids().end()) dropped.push_back(id);
  }
  EXPECT_EQ(dropped, (std::vector<int>{12, 26, 29, 30, 45, 66, 68, 69, 71, 83}));
}

TEST(ReadCocoTruthTest, ReadsImagesAndCategories) {
  const TempDir dir;
  const CocoTruth truth = read_coco_truth(dir.write("t.json", R"({"info": {}, "annotations": [{"id": 1, "bbox": []}],
      "images": [{"id": 12, "file_name": "a/0012.jpg", "width": 1}, {"id": "x", "file_name": "b.jpg"}],
      "categories": [{"id": 90, "name": "toothbrush", "supercategory": "indoor"}]})"));
  EXPECT_EQ(truth.images.at("a/0012.jpg"), number(12));
  EXPECT_EQ(truth.images.at("b.jpg"), name("x"));
  EXPECT_EQ(truth.categories.at("toothbrush"), 90);
}

TEST(ReadCocoTruthTest, SaysWhatIsNoTruth) {
  const TempDir dir;
  EXPECT_THAT(refusal_of([&] { read_coco_truth(dir / "none.json"); }),
              AllOf(HasSubstr("none.json: cannot be opened: No such file"), HasSubstr("instances_val2017.json")));
  EXPECT_THAT(refusal_of([&] { read_coco_truth(dir.write("a.json", "[1] hello")); }),
              HasSubstr("is no JSON from byte 5 on"));
  EXPECT_THAT(refusal_of([&] { read_coco_truth(dir.path().string()); }), HasSubstr("cannot be read: Is a directory"));
  for (const char* content : {"[]", "{}", "null", R"({"images": {}})"}) {
    EXPECT_THAT(refusal_of([&] { read_coco_truth(dir.write("b.json", content)); }),
                HasSubstr("b.json: has no list \"images\""))
        << content;
  }
}

TEST(ReadCocoTruthTest, RefusesEntriesWithoutAnIdOfTheirOwn) {
  const TempDir dir;
  for (const char* image :
       {R"({"id": 1})", R"({"file_name": "a.jpg"})", R"({"id": {}, "file_name": "a.jpg"})", "7",
        R"({"id": 5.7, "file_name": "a.jpg"})", R"({"id": 1e300, "file_name": "a.jpg"})",
        R"({"id": 18446744073709551615, "file_name": "a.jpg"})", R"({"id": 6, "file_name": "twice.jpg"})"}) {
    const std::string content =
        R"({"images": [{"id": 5, "file_name": "twice.jpg"}, )" + std::string(image) + R"(], "categories": []})";
    EXPECT_THAT(refusal_of([&] { read_coco_truth(dir.write("c.json", content)); }),
                HasSubstr("c.json: entry 1 of \"images\" has no file_name"))
        << image;
  }
  EXPECT_THAT(refusal_of([&] {
                read_coco_truth(dir.write("d.json", R"({"images": [], "categories": [{"id": "one", "name": "x"}]})"));
              }),
              HasSubstr("entry 0 of \"categories\" has no name, no usable id"));
}

}  // namespace
}  // namespace millrace
