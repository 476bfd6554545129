#include "millrace/io/picture_reader.hpp"

#include <array>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "base/file_reader.hpp"
#include "io/picture_format.hpp"

namespace millrace {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30U;
constexpr const char* kTooLarge = "it is larger than 1 GiB; scale the picture down or cut it into tiles";

PictureOrReason because(std::string reason) {
  return {.picture = {}, .reason = std::move(reason)};
}

/// Why these bytes cannot be decoded, as far as their structure tells; empty when they are worth trying.
std::string find_problem(io::ByteReader bytes, const io::PictureFormat& format, const io::PictureLayout& layout,
                         std::uint64_t max_pixels) {
  if (layout.height != 0 && layout.width > max_pixels / layout.height) {
    return fmt::format(
        "it declares {}x{} pixels and at most {} are read; scale it down, cut it into tiles, or raise the limit "
        "(--max-pixels)",
        layout.width, layout.height, max_pixels);
  }
  if (!layout.complete) {
    return fmt::format(
        "the {} data end too early, so the file is truncated or damaged ({} bytes); copy or download it again",
        format.name, bytes.size());
  }
  return layout.refusal;
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

PictureOrReason because_of_decoder(const std::string& detail) {
  return because(
      fmt::format("the decoder refuses it{}; the file is damaged or of a rare kind, try to convert it", detail));
}

/// Decoded by OpenCV: the same pixels as cv2.imread(path) gives, on which the models were trained.
PictureOrReason decode_with_opencv(std::span<const std::uint8_t> bytes) {
  try {
    const cv::_InputArray input(bytes.data(), static_cast<int>(bytes.size()));
    const cv::Mat decoded = cv::imdecode(input, cv::IMREAD_COLOR);
    if (decoded.empty() || decoded.type() != CV_8UC3) return because_of_decoder("");
    PictureOrReason result{.picture = Image({decoded.cols, decoded.rows}), .reason = {}};
    const MutableImageView view = result.picture.view();
    decoded.copyTo(cv::Mat(view.height, view.width, CV_8UC3, view.data));
    return result;
  } catch (const cv::Exception& e) {
    return because_of_decoder(": " + e.err);
  } catch (const std::exception& e) {
    return because_of_decoder(std::string(": ") + e.what());
  }
}

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool begins_like_a_picture(std::string_view beginning) {
  return io::find_picture_format(io::ByteReader(as_bytes(beginning))) != nullptr;
}

}  // namespace

PictureOrReason decode_picture(std::span<const std::uint8_t> bytes, std::uint64_t max_pixels) {
  if (bytes.empty()) return because("the file is empty (0 bytes); copy or download it again");
  const io::PictureFormat* const format = io::find_picture_format(io::ByteReader(bytes));
  if (format == nullptr) {
    return because(
        "it does not begin like a JPEG, PNG, BMP, TIFF or WebP picture; convert it to one of these or leave it out");
  }
  const io::PictureLayout layout = format->layout(io::ByteReader(bytes));
  if (std::string problem = find_problem(io::ByteReader(bytes), *format, layout, max_pixels); !problem.empty()) {
    return because(std::move(problem));
  }
  if (bytes.size() > kMaxFileBytes) return because(kTooLarge);
  PictureOrReason result = decode_with_opencv(bytes);
  if (result.ok()) result.remarks = remarks_on(std::as_const(result.picture).view(), layout);
  return result;
}

PictureOrReason read_picture(const std::string& path, std::uint64_t max_pixels) {
  const base::FileContent content = base::read_file(path, kMaxFileBytes, begins_like_a_picture);
  if (content.error == std::errc::file_too_large) return because(kTooLarge);
  if (!content.ok()) return because("it " + content.problem);
  return decode_picture(as_bytes(content.bytes), max_pixels);
}

}  // namespace millrace
