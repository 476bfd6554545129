#include <cstddef>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>

#include "fakes/failing_memory.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/io/picture_reader.hpp"
#include "unit/io/sample_pictures.hpp"

namespace millrace {
namespace {

using ::testing::StartsWith;

struct Kind {
  std::string name;
  std::string extension;
  std::vector<int> options = {};
};

class PictureMemoryTest : public ::testing::TestWithParam<Kind> {};

// Of some of OpenCV's own allocations only it knows why they failed: it gives no picture, and prints a line.
TEST_P(PictureMemoryTest, SaysThatMemoryDoesNotSufficeWhicheverAllocationFails) {
  const TempDir folder;
  const std::string path = folder.write("picture", encode(GetParam().extension, noise(64, 48), GetParam().options));
  bool says_why = false;
  for (std::size_t n = 1;; ++n) {
    PictureOrReason read;
    bool has_failed = false;
    {
      PictureReader reader;
      const FailingMemory memory(n, FailingMemory::Fails::kOnce);
      read = reader.read(path);
      has_failed = FailingMemory::has_failed();
    }
    if (!has_failed) break;
    if (read.ok()) continue;
    if (read.reason.starts_with("the decoder refuses it; ")) continue;
    EXPECT_THAT(read.reason, StartsWith("there is not enough memory to read it")) << "allocation " << n;
    says_why = true;
  }
  EXPECT_TRUE(says_why);
}

INSTANTIATE_TEST_SUITE_P(Kinds, PictureMemoryTest,
                         ::testing::Values(Kind{"jpeg", ".jpg"},
                                           Kind{"progressive_jpeg", ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1}},
                                           Kind{"png", ".png"}, Kind{"bmp", ".bmp"}, Kind{"tiff", ".tiff"},
                                           Kind{"webp", ".webp"}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace millrace
