// Bytes that begin like a picture of one format (MILLRACE_FUZZ_FORMAT) give a picture or a reason, never both or neither.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/require.hpp"
#include "io/jpeg_picture.hpp"
#include "io/picture_format.hpp"
#include "millrace/io/picture_reader.hpp"

namespace millrace {
namespace {

constexpr std::uint64_t kMostPixels = 1'000'000;
constexpr std::string_view kFormat = MILLRACE_FUZZ_FORMAT;

// libFuzzer does not see the branches of the libraries that decode, and would keep little more than headers. So the looks
// of a picture count like branches: the two highest bits of each channel of its first and its last pixel.
constexpr std::size_t kLooks = 1U << 12U;
[[gnu::used, gnu::section("__libfuzzer_extra_counters")]] std::uint8_t looks[kLooks];

void note_looks(ImageView picture) {
  std::size_t look = 0;
  const std::uint8_t* const first = picture.row(0);
  const std::uint8_t* const last = picture.row(picture.height - 1) + std::ptrdiff_t{3} * (picture.width - 1);
  for (const std::uint8_t* const pixel : {first, last}) {
    for (int channel = 0; channel < 3; ++channel) look = look << 2U | pixel[channel] >> 6U;
  }
  looks[look] = 1;
}

PictureOrReason decode(std::span<const std::uint8_t> bytes, Size input) {
  return PictureReader({.max_pixels = kMostPixels, .input = input}).decode(bytes);
}

/// At each scale, into no more memory than it asks for. The last byte chooses, so that an input does the same each time.
void decode_small(std::span<const std::uint8_t> bytes) {
  const int eighths = 1 + bytes.back() % 8;
  io::JpegPicture jpeg(bytes);
  if (!jpeg.read_header()) return;
  const Size size = jpeg.size();
  if (static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height) > kMostPixels) return;
  std::vector<std::uint8_t> pixels(jpeg.bytes_at(eighths));
  fuzz::require(jpeg.decode(eighths, pixels) == jpeg.reason().empty());
}

/// True unless the input is of another format, or of none: mutation stays with this one.
bool is_of_this_format(std::span<const std::uint8_t> bytes) {
  const io::PictureFormat* const format = io::find_picture_format(io::ByteReader(bytes));
  return format != nullptr && format->name == kFormat;
}

void check(const PictureOrReason& result) {
  const ImageView view = result.picture.view();
  fuzz::require(result.ok() != result.picture.empty());
  fuzz::require(result.ok() != view.empty());
  if (!result.ok()) {
    fuzz::require(result.remarks.empty());
    return;
  }
  const Size full = result.full_size;
  fuzz::require(static_cast<std::uint64_t>(full.width) * static_cast<std::uint64_t>(full.height) <= kMostPixels);
  fuzz::require(view.width <= full.width && view.height <= full.height);
  for (const std::string& remark : result.remarks) fuzz::require(!remark.empty());
  note_looks(view);
}

/// A reader that has read others before gives the same: none of their pixels.
void check_same(const PictureOrReason& fresh, const PictureOrReason& used) {
  fuzz::require(fresh.reason == used.reason && fresh.picture.size() == used.picture.size());
  const ImageView view = fresh.picture.view();
  const auto bytes = static_cast<std::size_t>(view.stride * view.height);
  fuzz::require(bytes == 0 || std::memcmp(view.data, used.picture.view().data, bytes) == 0);
}

}  // namespace
}  // namespace millrace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// -1: the input is kept out of the corpus.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(data, size);
  if (!millrace::is_of_this_format(bytes)) return -1;
  static millrace::PictureReader used({.max_pixels = millrace::kMostPixels});
  const millrace::PictureOrReason fresh = millrace::decode(bytes, {});
  millrace::check(fresh);
  millrace::check_same(fresh, used.decode(bytes));
  if (millrace::kFormat == "JPEG") {
    millrace::check(millrace::decode(bytes, {48, 32}));
    millrace::decode_small(bytes);
  }
  return 0;
}
