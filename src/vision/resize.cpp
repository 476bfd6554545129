#include "vision/resize.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "vision/for_each_cpu.hpp"
#include "vision/require_picture.hpp"

namespace millrace::vision {
namespace {

constexpr std::size_t kChannels = 3;
constexpr float kUnitWeight = 2048;  // OpenCV's INTER_RESIZE_COEF_SCALE: weights have 11 bits

/// The two source positions that are blended into one target position, with their weights (2048 means 1).
struct Tap {
  std::size_t first = 0;   ///< columns: byte offset in the row; rows: row number
  std::size_t second = 0;  ///< the next one, or the same at the edge
  std::uint16_t first_weight = 0;
  std::uint16_t second_weight = 0;
};

/// Where the centre of a target pixel lies among the centres of the source pixels.
struct Position {
  int index = 0;       ///< the source pixel at or before it, -1 before the first
  float fraction = 0;  ///< distance from there towards the next one
};

// The reciprocal of a quotient, then float: OpenCV rounds the same way, and the last bit can change a weight.
Position source_position(int target, int source_length, int target_length) {
  const double scale = 1.0 / (static_cast<double>(target_length) / source_length);
  const auto position = static_cast<float>((target + 0.5) * scale - 0.5);
  const float whole = std::floor(position);
  return {static_cast<int>(whole), position - whole};
}

Tap make_tap(int first, int second, float fraction) {
  return {static_cast<std::size_t>(first), static_cast<std::size_t>(second),
          static_cast<std::uint16_t>(std::nearbyint((1.0F - fraction) * kUnitWeight)),
          static_cast<std::uint16_t>(std::nearbyint(fraction * kUnitWeight))};
}

// Beyond the edge, a column uses the edge pixel alone ...
std::vector<Tap> column_taps(int source_width, int target_width) {
  std::vector<Tap> taps;
  taps.reserve(static_cast<std::size_t>(target_width));
  const int last = source_width - 1;
  for (int x = 0; x < target_width; ++x) {
    const Position at = source_position(x, source_width, target_width);
    const bool inside = at.index >= 0 && at.index < last;
    const int first = std::clamp(at.index, 0, last);
    Tap tap = inside ? make_tap(first, first + 1, at.fraction) : make_tap(first, first, 0);
    tap.first *= kChannels;
    tap.second *= kChannels;
    taps.push_back(tap);
  }
  return taps;
}

// ... while a row keeps both weights, each rounded. OpenCV does the same.
std::vector<Tap> row_taps(int source_height, int target_height) {
  std::vector<Tap> taps;
  taps.reserve(static_cast<std::size_t>(target_height));
  const int last = source_height - 1;
  for (int y = 0; y < target_height; ++y) {
    const Position at = source_position(y, source_height, target_height);
    taps.push_back(make_tap(std::clamp(at.index, 0, last), std::clamp(at.index + 1, 0, last), at.fraction));
  }
  return taps;
}

/// Blends pixels of a row into 1/128 of a grey level: at most 255 * 2048 / 16, which fits 16 bits.
MILLRACE_FOR_EACH_CPU
void blend_columns(const std::uint8_t* first, const std::uint8_t* second, const std::uint16_t* first_weight,
                   const std::uint16_t* second_weight, std::uint16_t* out, std::size_t values) {
  for (std::size_t i = 0; i < values; ++i) {  // vectorised
    const std::uint32_t a = std::uint32_t{first[i]} * first_weight[i];
    const std::uint32_t b = std::uint32_t{second[i]} * second_weight[i];
    out[i] = static_cast<std::uint16_t>((a + b) >> 4U);
  }
}

/// Blends two scaled rows into a target row. Each product is cut to its upper 16 bits before the sum, as in OpenCV.
MILLRACE_FOR_EACH_CPU
void blend_rows(const std::uint16_t* first, const std::uint16_t* second, const Tap& tap, std::uint8_t* out,
                std::size_t bytes) {
  const std::uint16_t first_weight = tap.first_weight;
  const std::uint16_t second_weight = tap.second_weight;
  for (std::size_t i = 0; i < bytes; ++i) {  // vectorised
    const auto a = static_cast<std::uint16_t>((std::uint32_t{first[i]} * first_weight) >> 16U);
    const auto b = static_cast<std::uint16_t>((std::uint32_t{second[i]} * second_weight) >> 16U);
    out[i] = static_cast<std::uint8_t>((a + b + 2U) >> 2U);
  }
}

/// Scales a row to the target's width. It first gathers the pixels into plain arrays, so that the compiler can
/// vectorise the arithmetic.
class RowScaler {
 public:
  RowScaler(int source_width, int target_width) : taps_(column_taps(source_width, target_width)) {
    for (const Tap& tap : taps_) {
      first_weights_.insert(first_weights_.end(), kChannels, tap.first_weight);
      second_weights_.insert(second_weights_.end(), kChannels, tap.second_weight);
    }
    first_.resize(first_weights_.size());
    second_.resize(first_weights_.size());
  }

  std::size_t values() const noexcept { return first_.size(); }

  /// In 1/128 of a grey level.
  void scale(const std::uint8_t* row, std::uint16_t* out) {
    gather(row);
    blend_columns(first_.data(), second_.data(), first_weights_.data(), second_weights_.data(), out, values());
  }

 private:
  void gather(const std::uint8_t* row) {
    std::uint8_t* first = first_.data();
    std::uint8_t* second = second_.data();
    for (const Tap& tap : taps_) {
      std::memcpy(first, row + tap.first, kChannels);
      std::memcpy(second, row + tap.second, kChannels);
      first += kChannels;
      second += kChannels;
    }
  }

  std::vector<Tap> taps_;
  std::vector<std::uint16_t> first_weights_;
  std::vector<std::uint16_t> second_weights_;
  std::vector<std::uint8_t> first_;
  std::vector<std::uint8_t> second_;
};

/// Caches scaled source rows: neighbours differ in parity, so one row is kept per parity, and each source row is scaled
/// only once.
class ScaledRows {
 public:
  ScaledRows(ImageView source, int target_width) : source_(source), scaler_(source.width, target_width) {
    for (Slot& slot : slots_) slot.values.resize(scaler_.values());
  }

  std::size_t values() const noexcept { return scaler_.values(); }

  const std::uint16_t* row(std::size_t y) {
    Slot& slot = slots_[y % 2];
    if (slot.y != static_cast<std::ptrdiff_t>(y)) {
      slot.y = static_cast<std::ptrdiff_t>(y);
      scaler_.scale(source_.row(static_cast<int>(y)), slot.values.data());
    }
    return slot.values.data();
  }

 private:
  struct Slot {
    std::ptrdiff_t y = -1;
    std::vector<std::uint16_t> values;
  };
  ImageView source_;
  RowScaler scaler_;
  std::array<Slot, 2> slots_;
};

MILLRACE_FOR_EACH_CPU
void add(const std::uint8_t* a, const std::uint8_t* b, std::uint16_t* sums, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) sums[i] = static_cast<std::uint16_t>(a[i] + b[i]);  // vectorised
}

bool is_half(Size source, Size target) {
  return source.width == 2 * std::ptrdiff_t{target.width} && source.height == 2 * std::ptrdiff_t{target.height};
}

class CopiedRows : public ResizedRows {
 public:
  explicit CopiedRows(ImageView source) : source_(source) {}

  void write(int y, std::uint8_t* out) override {
    std::memcpy(out, source_.row(y), static_cast<std::size_t>(source_.width) * kChannels);
  }

 private:
  ImageView source_;
};

class HalvedRows : public ResizedRows {
 public:
  explicit HalvedRows(ImageView source) : source_(source), sums_(static_cast<std::size_t>(source.width) * kChannels) {}

  void write(int y, std::uint8_t* out) override {
    const std::uint8_t* upper = source_.row(2 * y);
    const std::uint8_t* lower = source_.row(2 * y + 1);
    add(upper, lower, sums_.data(), sums_.size());
    const std::uint16_t* sum = sums_.data();
    for (int x = 0; x < source_.width / 2; ++x, sum += 2 * kChannels, out += kChannels) {
      for (std::size_t c = 0; c < kChannels; ++c) {
        out[c] = static_cast<std::uint8_t>((sum[c] + sum[c + kChannels] + 2U) >> 2U);
      }
    }
  }

 private:
  ImageView source_;
  std::vector<std::uint16_t> sums_;
};

class InterpolatedRows : public ResizedRows {
 public:
  InterpolatedRows(ImageView source, Size target)
      : rows_(source, target.width), taps_(row_taps(source.height, target.height)) {}

  void write(int y, std::uint8_t* out) override {
    const Tap& tap = taps_[static_cast<std::size_t>(y)];
    blend_rows(rows_.row(tap.first), rows_.row(tap.second), tap, out, rows_.values());
  }

 private:
  ScaledRows rows_;
  std::vector<Tap> taps_;
};

}  // namespace

std::unique_ptr<ResizedRows> resized_rows(ImageView source, Size target) {
  if (source.empty() || target.width <= 0 || target.height <= 0) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("cannot resize a picture of {} to {}: both need at least one pixel",
                            to_string(source.size()), to_string(target)));
  }
  require_picture(source, "resize: the source");
  if (source.size() == target) return std::make_unique<CopiedRows>(source);
  if (is_half(source.size(), target)) return std::make_unique<HalvedRows>(source);
  return std::make_unique<InterpolatedRows>(source, target);
}

}  // namespace millrace::vision
