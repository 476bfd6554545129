#include "io/pixel_pool.hpp"

#include <algorithm>
#include <bit>
#include <new>
#include <utility>
#include <vector>

#include "base/mutex.hpp"

namespace millrace::io {

struct PixelPool::Spare {
  struct Buffer {
    std::unique_ptr<std::uint8_t[]> bytes;
    std::size_t size = 0;
  };

  base::Mutex mutex;
  std::vector<Buffer> buffers MILLRACE_GUARDED_BY(mutex);  // from small to large

  static Buffer make(std::size_t bytes) {
    const std::size_t size = bytes > kLargestKept ? bytes : std::bit_ceil(bytes);  // so that most others fit, too
    return {std::make_unique_for_overwrite<std::uint8_t[]>(size), size};
  }
  void keep(Buffer buffer) noexcept;
};

void PixelPool::Spare::keep(Buffer buffer) noexcept {
  if (buffer.size > kLargestKept) return;
  const base::MutexLock lock(mutex);
  try {
    buffers.insert(std::ranges::upper_bound(buffers, buffer.size, {}, &Buffer::size), std::move(buffer));
  } catch (const std::bad_alloc&) {
    // Then it goes.
  }
}

PixelPool::PixelPool() : spare_(std::make_shared<Spare>()) {}

std::shared_ptr<std::uint8_t[]> PixelPool::take(std::size_t bytes) const {
  Spare::Buffer buffer;
  {
    const base::MutexLock lock(spare_->mutex);
    auto& spare = spare_->buffers;
    const auto fitting = std::ranges::lower_bound(spare, bytes, {}, &Spare::Buffer::size);
    // A buffer that is too small makes room for the one that is made.
    const auto chosen = fitting != spare.end() ? fitting : spare.begin();
    if (chosen != spare.end()) {
      buffer = std::move(*chosen);
      spare.erase(chosen);
    }
  }
  if (buffer.size < bytes) buffer = Spare::make(bytes);
  const std::size_t size = buffer.size;
  return {buffer.bytes.release(), [spare = spare_, size](std::uint8_t* pixels) {
            spare->keep({std::unique_ptr<std::uint8_t[]>(pixels), size});
          }};
}

}  // namespace millrace::io
