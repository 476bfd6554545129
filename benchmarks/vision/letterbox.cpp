// What writing a letterboxed picture into a model's input costs, for each number type.

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "vision/picture_tensor.hpp"

namespace {

using namespace millrace;
using namespace millrace::vision;

constexpr Size kInput{640, 640};
constexpr std::size_t kLargestNumber = 4;  // bytes

Image noise(Size size) {
  Image image(size);
  std::minstd_rand random;
  const MutableImageView view = image.view();
  for (std::ptrdiff_t i = 0; i < view.stride * view.height; ++i)
    view.data[i] = static_cast<std::uint8_t>(random() >> 8U);
  return image;
}

constexpr std::array kSizes{Size{640, 480}, Size{1280, 720}, Size{1920, 1080}};
constexpr std::array kTypes{PixelType::kU8, PixelType::kF32, PixelType::kBf16, PixelType::kF16};

/// The arguments are places in these lists.
void letterbox(benchmark::State& state) {
  const Size size = kSizes.at(static_cast<std::size_t>(state.range(0)));
  const PixelType type = kTypes.at(static_cast<std::size_t>(state.range(1)));
  const Image picture = noise(size);
  const Letterbox fit = fit_letterbox(size, kInput);
  std::vector<std::uint8_t> memory(kLargestNumber * 3 * kInput.width * kInput.height);
  while (state.KeepRunning()) {
    apply_letterbox(picture.view(), fit, {.data = memory.data(), .size = kInput, .type = type});
    benchmark::DoNotOptimize(memory.data());
    benchmark::ClobberMemory();
  }
  state.SetLabel(to_string(size) + " into " + to_string(type));
}

BENCHMARK(letterbox)->ArgsProduct({{0, 1, 2}, {0, 1, 2, 3}})->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
