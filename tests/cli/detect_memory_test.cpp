// What a long run of `millrace detect` takes from the heap: the real program and model under a malloc that counts.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "fakes/build_paths.hpp"
#include "fakes/temp_dir.hpp"
#include "run_program.hpp"
#include "unit/io/sample_pictures.hpp"

namespace millrace {
namespace {

constexpr int kFirstPictures = 20;
constexpr int kMorePictures = 100;

class DetectMemoryTest : public ::testing::Test {
 protected:
  /// How many allocations above 64 KiB a run takes on so many pictures, these in turn.
  long large_allocations(const std::vector<std::string>& pictures, int count) {
    std::vector<std::string> arguments{"detect", (source_dir() / "models/sample/digits.xml").string(), "--no-save",
                                       "--json", dir_ / "found.jsonl"};
    for (int i = 0; i < count; ++i) arguments.push_back(pictures[static_cast<std::size_t>(i) % pictures.size()]);
    const ProgramResult result =
        run_program(arguments, {"LD_PRELOAD=" + counting_malloc_path(), "XDG_CACHE_HOME=" + (dir_ / "cache"),
                                "MILLRACE_LARGE_ALLOCATIONS=" + (dir_ / "count")});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const std::string lines = dir_.read("found.jsonl");
    EXPECT_EQ(std::ranges::count(lines, '\n'), count);
    return std::stol(dir_.read("count"));
  }

  std::string picture(const std::string& name, int width, int height, const std::vector<int>& options = {}) {
    cv::Mat pixels;
    cv::resize(noise(40, 30), pixels, {width, height}, 0, 0, cv::INTER_CUBIC);
    return dir_.write(name, encode(name.substr(name.rfind('.')), pixels, options));
  }

  TempDir dir_;
};

// A few are made late, by a thread that had nothing to do before; those of each picture would be many more.
TEST_F(DetectMemoryTest, TakesNothingLargeForAPictureAfterTheFirstOnes) {
  const std::vector<std::string> pictures{picture("a.jpg", 1280, 720),
                                          picture("b.jpg", 640, 480),
                                          picture("c.jpg", 1921, 1083),
                                          picture("d.jpg", 2560, 1920),
                                          picture("e.png", 800, 600),
                                          picture("f.bmp", 800, 600),
                                          picture("g.jpg", 1280, 720, {cv::IMWRITE_JPEG_PROGRESSIVE, 1})};
  large_allocations(pictures, 1);  // fills the model cache
  const long first = large_allocations(pictures, kFirstPictures);
  EXPECT_GT(first, 0);
  EXPECT_LT(large_allocations(pictures, kFirstPictures + kMorePictures) - first, kMorePictures / 10);
}

}  // namespace
}  // namespace millrace
