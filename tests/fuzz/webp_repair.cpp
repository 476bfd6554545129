// A WebP whose declared length goes beyond its end is refused as truncated.
#include <cstddef>

#include "fuzz/repair.hpp"

namespace millrace::fuzz {
namespace {

constexpr std::size_t kBeforeContent = 8;
constexpr std::size_t kLength = 4;

}  // namespace

void repair(std::span<std::uint8_t> webp) {
  if (webp.size() < kBeforeContent) return;
  const std::size_t length = webp.size() - kBeforeContent;
  for (std::size_t i = 0; i < 4; ++i) webp[kLength + i] = static_cast<std::uint8_t>(length >> (8U * i));
}

}  // namespace millrace::fuzz
