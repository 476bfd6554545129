#include "models/sidecar.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "models/labels.hpp"

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> names_of(const std::string& yaml) {
  return labels_from_names(parse_sidecar(yaml, "metadata.yaml").names.value_or("")).names;
}

std::string refusal(const std::string& text) {
  try {
    parse_sidecar(text, "dir/metadata.yaml");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kModel);
    return error.what();
  }
  return "nothing was thrown";
}

TEST(SidecarTest, ReadsWhatUltralyticsWrites) {
  const std::string yaml =
      "description: Ultralytics YOLO11n model\nstride: 32\ntask: detect\nbatch: 1\nimgsz:\n- 480\n- 640\nnames:\n"
      "  0: person\n  1: traffic light\n  2: 'no'\nargs:\n  batch: 1\n";
  const Sidecar sidecar = parse_sidecar(yaml, "metadata.yaml");
  EXPECT_EQ(sidecar.file, "metadata.yaml");
  EXPECT_EQ(sidecar.task, "detect");
  EXPECT_EQ(sidecar.imgsz, R"(["480","640"])");
  EXPECT_THAT(names_of(yaml), ElementsAre("person", "traffic light", "no"));
}

TEST(SidecarTest, ReadsWhatYolov5Writes) {
  EXPECT_THAT(names_of("stride: 32\nnames: [hard hat, vest]\n"), ElementsAre("hard hat", "vest"));
  EXPECT_THAT(names_of("{names: {0: a, 1: b}}"), ElementsAre("a", "b"));
}

TEST(SidecarTest, SaysNothingOfWhatIsNotThere) {
  for (const char* yaml : {"", "stride: 32\n", "# a remark\n"}) {
    const Sidecar sidecar = parse_sidecar(yaml, "metadata.yaml");
    EXPECT_FALSE(sidecar.names) << yaml;
    EXPECT_FALSE(sidecar.task) << yaml;
  }
}

TEST(SidecarTest, PassesOnNamesThatAreNone) {
  for (const char* yaml : {"names: person\n", "names:\n  0: [a, b]\n", "names: [~]\n", "names:\n"}) {
    const auto names = parse_sidecar(yaml, "metadata.yaml").names;
    ASSERT_TRUE(names) << yaml;
    EXPECT_FALSE(labels_from_names(*names).ok()) << yaml;
  }
}

TEST(SidecarTest, RefusesAFileThatIsNoMapping) {
  for (const char* yaml : {"just text", "- a\n- list\n"}) {
    EXPECT_THAT(refusal(yaml), HasSubstr("metadata dir/metadata.yaml: it is no mapping")) << yaml;
  }
}

TEST(SidecarTest, RefusesAFileThatIsNoYaml) {
  EXPECT_THAT(refusal("names: [a, b"), HasSubstr("metadata dir/metadata.yaml: it is no YAML"));
  EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("it is no YAML"));
}

TEST(SidecarTest, ReadsMetadataYamlBeforeTheModelsOwnName) {
  const TempDir dir;
  EXPECT_THAT(read_sidecars(dir / "best.xml"), IsEmpty());
  dir.write("best.yaml", "names: [b]");
  EXPECT_THAT(read_sidecars(dir / "best.onnx"), ElementsAre(Field(&Sidecar::file, dir / "best.yaml")));
  dir.write("metadata.yaml", "names: [a]");
  EXPECT_THAT(read_sidecars(dir / "best.xml"),
              ElementsAre(Field(&Sidecar::file, dir / "metadata.yaml"), Field(&Sidecar::file, dir / "best.yaml")));
}

TEST(SidecarTest, RefusesAFileThatIsFarTooLarge) {
  const TempDir dir;
  dir.write("metadata.yaml", std::string((1 << 20) + 1, '#'));
  EXPECT_THROW(read_sidecars(dir / "best.xml"), Error);
}

}  // namespace
}  // namespace millrace::models
