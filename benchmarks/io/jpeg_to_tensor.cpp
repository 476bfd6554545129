// What it costs to bring a JPEG in memory into a model's input of 640x640 f32: decoded as small as the letterbox allows,
// in full, as it was done before (OpenCV's decoder, into cleared memory, copied into cleared memory), and with OpenCV alone.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "millrace/io/picture_reader.hpp"
#include "vision/picture_tensor.hpp"

namespace {

using namespace millrace;

constexpr Size kInput{640, 640};
constexpr std::array kSizes{Size{640, 480}, Size{1280, 720}, Size{1920, 1080}, Size{4000, 3000}};

/// Colours that change slowly, edges, and a little noise: about as many bytes a pixel as photographs have at quality 90.
std::vector<std::uint8_t> photograph(Size size) {
  cv::RNG random(7);
  cv::Mat patches(size.height / 16, size.width / 16, CV_8UC3);
  random.fill(patches, cv::RNG::UNIFORM, 0, 256);
  cv::Mat pixels;
  cv::resize(patches, pixels, {size.width, size.height}, 0, 0, cv::INTER_CUBIC);
  cv::Mat noise(pixels.size(), CV_8UC3);
  random.fill(noise, cv::RNG::NORMAL, 0, 6);
  pixels += noise;
  std::vector<std::uint8_t> bytes;
  cv::imencode(".jpg", pixels, bytes, {cv::IMWRITE_JPEG_QUALITY, 90});
  return bytes;
}

class Work {
 public:
  explicit Work(benchmark::State& state)
      : size_(kSizes.at(static_cast<std::size_t>(state.range(0)))), bytes_(photograph(size_)), tensor_(kValues) {
    state.SetLabel(to_string(size_));
  }

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

  void letterbox(ImageView picture) {
    vision::apply_letterbox(picture, fit_letterbox(picture.size(), kInput),
                            {.data = tensor_.data(), .size = kInput, .type = PixelType::kF32});
    benchmark::DoNotOptimize(tensor_.data());
    benchmark::ClobberMemory();
  }

  void letterbox_of_opencv(const cv::Mat& picture) {
    const Letterbox fit = fit_letterbox({picture.cols, picture.rows}, kInput);
    cv::resize(picture, resized_, {fit.resized.width, fit.resized.height}, 0, 0, cv::INTER_LINEAR);
    cv::copyMakeBorder(resized_, padded_, fit.top, fit.bottom, fit.left, fit.right, cv::BORDER_CONSTANT,
                       cv::Scalar::all(kLetterboxGrey));
    cv::Mat out(kInput.height, kInput.width, CV_32FC3, tensor_.data());
    padded_.convertTo(out, CV_32F);
    benchmark::ClobberMemory();
  }

 private:
  static constexpr std::size_t kValues = std::size_t{3} * kInput.width * kInput.height;

  Size size_;
  std::vector<std::uint8_t> bytes_;
  std::vector<float> tensor_;
  cv::Mat resized_;
  cv::Mat padded_;
};

void decoded_small(benchmark::State& state) {
  Work work(state);
  PictureReader reader({.input = kInput});
  while (state.KeepRunning()) work.letterbox(reader.decode(work.bytes()).picture.view());
}

void decoded_in_full(benchmark::State& state) {
  Work work(state);
  PictureReader reader;
  while (state.KeepRunning()) work.letterbox(reader.decode(work.bytes()).picture.view());
}

void as_before(benchmark::State& state) {
  Work work(state);
  while (state.KeepRunning()) {
    const cv::Mat decoded = cv::imdecode(work.bytes(), cv::IMREAD_COLOR);
    std::vector<std::uint8_t> pixels(decoded.total() * 3);
    cv::Mat copy(decoded.rows, decoded.cols, CV_8UC3, pixels.data());
    decoded.copyTo(copy);
    work.letterbox({pixels.data(), decoded.cols, decoded.rows, decoded.cols * std::ptrdiff_t{3}});
  }
}

void opencv_alone(benchmark::State& state) {
  Work work(state);
  while (state.KeepRunning()) work.letterbox_of_opencv(cv::imdecode(work.bytes(), cv::IMREAD_COLOR));
}

BENCHMARK(decoded_small)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);
BENCHMARK(decoded_in_full)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);
BENCHMARK(as_before)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);
BENCHMARK(opencv_alone)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
