// A WebP whose declared length goes beyond its end is refused as truncated: three of four inputs declare the right one.
#include <cstddef>
#include <cstdint>
#include <span>

namespace {

constexpr std::size_t kBeforeContent = 8;
constexpr std::size_t kLength = 4;

void write_length(std::span<std::uint8_t> webp) {
  if (webp.size() < kBeforeContent) return;
  const std::size_t length = webp.size() - kBeforeContent;
  for (std::size_t i = 0; i < 4; ++i) webp[kLength + i] = static_cast<std::uint8_t>(length >> (8U * i));
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  const std::size_t mutated = LLVMFuzzerMutate(data, size, max_size);
  if (seed % 4 != 0) write_length({data, mutated});
  return mutated;
}
