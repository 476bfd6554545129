#include "millrace/io/jsonl_sink.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "sample_results.hpp"

namespace millrace {
namespace {

std::string line_for(const Frame& frame, const std::vector<Detection>& detections) {
  const TempDir dir;
  JsonlSink sink(dir / "out.jsonl", sample_labels());
  sink.write({.frame = frame,
              .detections = detections,
              .times = {.decode = Milliseconds(1),
                        .preprocess = Milliseconds(2),
                        .wait = Milliseconds(0.1),
                        .infer = Milliseconds(23.5),
                        .postprocess = Milliseconds(0.25),
                        .total = Milliseconds(27)}});
  sink.finish();
  return dir.read("out.jsonl");
}

TEST(JsonlSinkTest, WritesOneObjectALineWithFieldsInAFixedOrder) {
  EXPECT_EQ(line_for(good_frame("a/b.jpg"), one_person()),
            R"({"schema":1,"source":"a/b.jpg","frame":0,"width":64,"height":32,)"
            R"("detections":[{"box":[0.1,2.0,32.5,30.0],"score":0.82,"class_id":0,"class":"person"}],)"
            R"("latency_ms":{"decode":1.0,"preprocess":2.0,"wait":0.1,"infer":23.5,"postprocess":0.25,"total":27.0}})"
            "\n");
}

TEST(JsonlSinkTest, HasTheRemarksOnAPicture) {
  Frame frame = good_frame("a.jpg");
  frame.remarks = {"5 boxes, the limit"};
  EXPECT_NE(line_for(frame, {}).find(R"("remarks":["5 boxes, the limit"])"), std::string::npos);
  EXPECT_EQ(line_for(good_frame("a.jpg"), {}).find("remarks"), std::string::npos);
}

TEST(JsonlSinkTest, EndsWithTheModelAndThePrecisionWhereTheyAreGiven) {
  const TempDir dir;
  JsonlSink sink(dir / "out.jsonl", sample_labels(), "models/yolov5n.onnx", "bf16");
  write_frame(sink, "a.jpg", one_person());
  const Frame bad = bad_frame("b.jpg", "broken");
  sink.write({.frame = bad, .detections = {}, .times = {}});
  sink.finish();
  const std::string text = dir.read("out.jsonl");
  const std::string ending = R"(},"model":"models/yolov5n.onnx","precision":"bf16"})"
                             "\n";
  EXPECT_TRUE(text.ends_with(ending)) << text;
  EXPECT_NE(text.find(ending), text.rfind(ending)) << "the bad picture's line ends so, too";
}

TEST(JsonlSinkTest, WritesAnEmptyListForAPictureWithNothingInIt) {
  EXPECT_NE(line_for(good_frame("a.jpg"), {}).find(R"("detections":[],)"), std::string::npos);
}

TEST(JsonlSinkTest, WritesTheReasonOfABadPictureInPlaceOfDetections) {
  const nlohmann::json line = nlohmann::json::parse(line_for(bad_frame("a.jpg", "the file is empty"), {}));
  EXPECT_EQ(line["error"], "the file is empty");
  EXPECT_FALSE(line.contains("detections"));
  EXPECT_EQ(line["width"], 0);
}

TEST(JsonlSinkTest, WritesNumbersThatReadBackAsTheSameFloat) {
  const float third = 1.0F / 3;
  const nlohmann::json line =
      nlohmann::json::parse(line_for(good_frame("a.jpg"), {{{third, 0.7F, 640.123F, 1e-7F}, 0.123456789F, 0}}));
  const nlohmann::json& detection = line["detections"][0];
  EXPECT_EQ(detection["box"][0].get<float>(), third);
  EXPECT_EQ(detection["box"][2].get<float>(), 640.123F);
  EXPECT_EQ(detection["box"][3].get<float>(), 1e-7F);
  EXPECT_EQ(detection["score"].get<float>(), 0.123456789F);
}

TEST(JsonlSinkTest, NamesAClassWithoutALabelByItsNumber) {
  const nlohmann::json line = nlohmann::json::parse(line_for(good_frame("a.jpg"), {{{}, 0.5F, 7}}));
  EXPECT_EQ(line["detections"][0]["class"], "class 7");
}

TEST(JsonlSinkTest, StaysValidForFileNamesThatAreNotUtf8) {
  const nlohmann::json line = nlohmann::json::parse(line_for(good_frame("caf\xe9 \"1\"\n.jpg"), {}));
  EXPECT_EQ(line["source"], "caf\xef\xbf\xbd \"1\"\n.jpg");
}

TEST(JsonlSinkTest, ThrowsWhenTheDiskIsFull) {
  JsonlSink sink("/dev/full", {});
  const Frame frame = good_frame("a.jpg");
  EXPECT_THROW(sink.write({.frame = frame, .detections = {}, .times = {}}), Error);
}

}  // namespace
}  // namespace millrace
