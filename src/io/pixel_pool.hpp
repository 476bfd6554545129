#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace millrace::io {

/// Memory for the pixels of pictures that come one after another, and for what decoders keep. What a picture's end gives
/// back serves the next one, so that a long run takes none and touches no fresh pages. Copies share it. Safe to use from any thread.
class PixelPool {
 public:
  /// Larger memory goes with its picture.
  static constexpr std::size_t kLargestKept = std::size_t{64} << 20U;

  PixelPool();

  /// At least so many bytes, not cleared. They come back here when the last owner goes, in any thread, or go with it if
  /// the pool is gone.
  std::shared_ptr<std::uint8_t[]> take(std::size_t bytes) const;

 private:
  struct Spare;
  std::shared_ptr<Spare> spare_;
};

}  // namespace millrace::io
