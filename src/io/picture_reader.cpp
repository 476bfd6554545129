#include "millrace/io/picture_reader.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/file_reader.hpp"
#include "io/jpeg_picture.hpp"
#include "io/jpeg_scale.hpp"
#include "io/opencv_decoder.hpp"
#include "io/picture_format.hpp"
#include "io/picture_reason.hpp"
#include "io/pixel_pool.hpp"
#include "io/turn.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30U;
constexpr std::uint64_t kMostPixels = std::uint64_t{1} << 30U;  // OpenCV's own limit
constexpr const char* kTooLarge = "it is larger than 1 GiB; scale the picture down or cut it into tiles";

PictureOrReason because(std::string reason) {
  return {.picture = {}, .reason = std::move(reason)};
}

bool exceeds(std::uint64_t width, std::uint64_t height, std::uint64_t max_pixels) {
  return height != 0 && width > max_pixels / height;
}

/// That a picture declares too much; empty if it does not.
std::string find_excess(std::uint64_t width, std::uint64_t height, std::uint64_t max_pixels) {
  if (!exceeds(width, height, max_pixels)) return {};
  return fmt::format(
      "it declares {}x{} pixels and at most {} are read; scale it down, cut it into tiles, or raise the limit "
      "(--max-pixels)",
      width, height, max_pixels);
}

/// Why these bytes cannot be decoded, as far as their structure tells; empty when they are worth trying.
std::string find_problem(io::ByteReader bytes, const io::PictureFormat& format, const io::PictureLayout& layout,
                         std::uint64_t max_pixels) {
  std::string excess = find_excess(layout.width, layout.height, max_pixels);
  if (!excess.empty()) return excess;
  if (exceeds(layout.part_width, layout.part_height, max_pixels)) {
    return fmt::format(
        "it declares strips or tiles of {}x{} pixels and at most {} are read; save it with smaller ones, or raise the "
        "limit (--max-pixels)",
        layout.part_width, layout.part_height, max_pixels);
  }
  return layout.complete ? layout.refusal : io::ends_early(format.name, bytes.size());
}

/// The value that all but a thousandth of the picture's bytes do not exceed.
unsigned brightest(ImageView picture) {
  std::array<std::uint64_t, 256> counts{};
  for (int y = 0; y < picture.height; ++y) {
    const std::span row(picture.row(y), 3 * static_cast<std::size_t>(picture.width));
    for (const std::uint8_t value : row) ++counts[value];
  }
  const auto few = 3 * static_cast<std::uint64_t>(picture.width) * static_cast<std::uint64_t>(picture.height) / 1000;
  unsigned value = 255;
  std::uint64_t above = counts[value];
  while (value > 0 && above <= few) {
    --value;
    above += counts[value];
  }
  return value;
}

std::vector<std::string> remarks_on(ImageView picture, const io::PictureLayout& layout) {
  constexpr unsigned kNearlyEmpty = 64;  // what 14 bits leave in the high byte; libtiff rounds it up
  std::vector<std::string> remarks;
  const unsigned value = layout.bits == 16 ? brightest(picture) : 255;
  if (value <= kNearlyEmpty) {
    remarks.push_back(fmt::format(
        "its 16-bit values leave at most {} of 255 in the 8 bits that are read, so that it is nearly black; multiply "
        "them by {} first",
        value, 256 / (value + 1)));
  }
  if (layout.pictures > 1) {
    remarks.push_back(fmt::format("it holds {} pictures, of which only the first is read", layout.pictures));
  }
  return remarks;
}

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool begins_like_a_picture(std::string_view beginning) {
  return io::find_picture_format(io::ByteReader(as_bytes(beginning))) != nullptr;
}

/// Neither size unless both sides are given.
void require_input_size(Size input) {
  if (input == Size{} || (input.width > 0 && input.height > 0)) return;
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("pictures cannot be read for an input of {}; give its two sides", to_string(input)));
}

/// What `read` gives, or that memory does not suffice for it.
template <class Read>
PictureOrReason within_memory(const Read& read) {
  try {
    return read();
  } catch (const std::bad_alloc&) {
    return because("there is not enough memory to read it; scale it down or cut it into tiles");
  }
}

}  // namespace

struct PictureReader::State {
  ReadOptions options;
  io::PixelPool pool;
  base::FileContent file;

  PictureOrReason read(const std::string& path);
  PictureOrReason decode(std::span<const std::uint8_t> bytes);
  PictureOrReason decode_jpeg(std::span<const std::uint8_t> bytes);
  PictureOrReason decode_other(std::span<const std::uint8_t> bytes, const io::PictureFormat& format);
};

PictureOrReason PictureReader::State::read(const std::string& path) {
  base::read_file(file, path, kMaxFileBytes, begins_like_a_picture);
  if (file.error == std::errc::file_too_large) return because(kTooLarge);
  if (!file.ok()) return because("it " + file.problem);
  PictureOrReason result = decode(as_bytes(file.bytes));
  if (file.bytes.capacity() > io::PixelPool::kLargestKept) file = {};
  return result;
}

PictureOrReason PictureReader::State::decode(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return because("the file is empty (0 bytes); copy or download it again");
  const io::PictureFormat* const format = io::find_picture_format(io::ByteReader(bytes));
  if (format == nullptr) {
    return because(
        "it does not begin like a JPEG, PNG, BMP, TIFF or WebP picture; convert it to one of these or leave it out");
  }
  if (bytes.size() > kMaxFileBytes) return because(kTooLarge);
  return format->layout == nullptr ? decode_jpeg(bytes) : decode_other(bytes, *format);
}

PictureOrReason PictureReader::State::decode_jpeg(std::span<const std::uint8_t> bytes) {
  io::JpegPicture jpeg(bytes, pool);
  if (!jpeg.read_header()) return because(jpeg.reason());
  const Size stored = jpeg.size();
  std::string excess = find_excess(static_cast<std::uint64_t>(stored.width), static_cast<std::uint64_t>(stored.height),
                                   options.max_pixels);
  if (!excess.empty()) return because(std::move(excess));
  const Size full = io::upright(stored, jpeg.orientation());
  const int eighths = io::choose_eighths(full, options.input, options.fit);
  const std::size_t room = jpeg.bytes_at(eighths);
  std::shared_ptr<std::uint8_t[]> pixels = pool.take(room);
  if (!jpeg.decode(eighths, {pixels.get(), room})) return because(jpeg.reason());
  Image picture(io::scaled_size(stored, eighths), std::move(pixels));
  PictureOrReason result{
      .picture = io::turned_upright(std::move(picture), jpeg.orientation(), pool), .reason = {}, .full_size = full};
  if (!jpeg.remark().empty()) result.remarks.push_back(jpeg.remark());
  return result;
}

PictureOrReason PictureReader::State::decode_other(std::span<const std::uint8_t> bytes,
                                                   const io::PictureFormat& format) {
  const io::PictureLayout layout = format.layout(io::ByteReader(bytes));
  std::string problem = find_problem(io::ByteReader(bytes), format, layout, options.max_pixels);
  if (!problem.empty()) return because(std::move(problem));
  if (layout.width == 0 || layout.height == 0) return because(io::refused_by_decoder("it has no pixels"));
  PictureOrReason result = io::decode_with_opencv(bytes, pool);
  if (!result.ok()) return result;
  result.picture = io::turned_upright(std::move(result.picture), layout.orientation, pool);
  result.full_size = result.picture.size();
  result.remarks = remarks_on(std::as_const(result.picture).view(), layout);
  return result;
}

PictureReader::PictureReader(ReadOptions options) : state_(std::make_unique<State>()) {
  require_input_size(options.input);
  state_->options = options;
  state_->options.max_pixels = std::min(options.max_pixels, kMostPixels);
}
PictureReader::PictureReader(PictureReader&&) noexcept = default;
PictureReader& PictureReader::operator=(PictureReader&&) noexcept = default;
PictureReader::~PictureReader() = default;

PictureOrReason PictureReader::decode(std::span<const std::uint8_t> bytes) {
  return within_memory([&] { return state_->decode(bytes); });
}

PictureOrReason PictureReader::read(const std::string& path) {
  return within_memory([&] { return state_->read(path); });
}

PictureOrReason decode_picture(std::span<const std::uint8_t> bytes, std::uint64_t max_pixels) {
  return PictureReader({.max_pixels = max_pixels}).decode(bytes);
}

PictureOrReason read_picture(const std::string& path, std::uint64_t max_pixels) {
  return PictureReader({.max_pixels = max_pixels}).read(path);
}

}  // namespace millrace
