#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>  // jpeglib.h wants it first
#include <memory>
#include <utility>

#include <jpeglib.h>

#include "io/pixel_pool.hpp"

namespace millrace::io {

/// The coefficients of a JPEG of several scans, which libjpeg keeps until the last one: its "virtual arrays", in memory
/// from a pool. libjpeg is not to see an exception, so that errors are null pointers.
class JpegCoefficients {
 public:
  explicit JpegCoefficients(PixelPool pool) : pool_(std::move(pool)) {}
  JpegCoefficients(const JpegCoefficients&) = delete;
  JpegCoefficients& operator=(const JpegCoefficients&) = delete;
  ~JpegCoefficients() = default;

  /// Those of one more component, all zero; null if memory does not suffice. They live as long as this object.
  jvirt_barray_ptr request(JDIMENSION blocks_per_row, JDIMENSION rows) noexcept;
  /// Some of these rows; null if there are no such rows.
  static JBLOCKARRAY access(jvirt_barray_ptr component, JDIMENSION first, JDIMENSION count) noexcept;

 private:
  struct Component {
    std::shared_ptr<std::uint8_t[]> memory;
    JBLOCKARRAY rows = nullptr;
    std::size_t bytes_per_row = 0;
    JDIMENSION count = 0;
    JDIMENSION cleared = 0;  // rows are cleared as they are reached: a damaged file may declare many and have few
  };

  PixelPool pool_;
  std::array<Component, MAX_COMPONENTS> components_;
  std::size_t used_ = 0;
};

}  // namespace millrace::io
