#pragma once

#include <cstddef>
#include <optional>

#include "millrace/io/frame.hpp"

namespace millrace {

/// Where frames come from, in order. Thread-compatible: one thread calls next().
class Source {
 public:
  virtual ~Source() = default;

  /// The next frame (a bad picture comes as a frame with `error`), or nothing at the end.
  virtual std::optional<Frame> next() = 0;

  /// How many frames there will be, if known beforehand.
  virtual std::optional<std::size_t> count() const { return std::nullopt; }
};

}  // namespace millrace
