#include "millrace/io/picture_reader.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "io/picture_format.hpp"
#include "io/read_failure.hpp"

namespace millrace {
namespace {

constexpr std::uint64_t kMaxPixels = std::uint64_t{1} << 28U;  // as many as the largest WebP; 805 MB of BGR
constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30U;
constexpr std::size_t kReadBytes = std::size_t{1} << 18U;
constexpr const char* kTooLarge = "it is larger than 1 GiB; scale the picture down or cut it into tiles";

PictureOrReason because(std::string reason) {
  return {.picture = {}, .reason = std::move(reason)};
}

/// Why these bytes cannot be decoded, as far as their structure tells; empty when they are worth a try.
std::string find_problem(ByteReader bytes, const PictureFormat& format, const PictureLayout& layout) {
  if (layout.height != 0 && layout.width > kMaxPixels / layout.height) {
    return "it declares " + std::to_string(layout.width) + "x" + std::to_string(layout.height) +
           " pixels and at most " + std::to_string(kMaxPixels) + " are read; scale it down or cut it into tiles";
  }
  if (!layout.complete) {
    return "the " + std::string(format.name) + " data end too early, so the file is truncated or damaged (" +
           std::to_string(bytes.size()) + " bytes); copy or download it again";
  }
  return layout.refusal;
}

/// The value that all but a thousandth of the picture's bytes reach at most.
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

std::vector<std::string> remarks_on(ImageView picture, const PictureLayout& layout) {
  constexpr unsigned kNearlyEmpty = 64;  // what 14 bits leave in the high byte; libtiff rounds it up
  std::vector<std::string> remarks;
  const unsigned value = layout.bits == 16 ? brightest(picture) : 255;
  if (value <= kNearlyEmpty) {
    remarks.push_back("its 16-bit values leave at most " + std::to_string(value) +
                      " of 255 in the 8 bits that are read, so that it is nearly black; multiply them by " +
                      std::to_string(256 / (value + 1)) + " first");
  }
  if (layout.pictures > 1) {
    remarks.push_back("it holds " + std::to_string(layout.pictures) + " pictures, of which only the first is read");
  }
  return remarks;
}

PictureOrReason because_of_decoder(const std::string& detail) {
  return because("the decoder refuses it" + detail + "; the file is damaged or of a rare kind, try to convert it");
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

std::string reason_of_errno(const char* what) {
  return read_failure(what, {errno, std::generic_category()});
}

struct FileCloser {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

/// The size of a regular file, 0 for anything else.
std::uintmax_t expected_size(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  return error ? 0 : size;
}

/// The file's bytes into `bytes`, or the reason why not.
std::string read_file(const std::string& path, std::vector<std::uint8_t>& bytes) {
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rb"));
  if (!file) return reason_of_errno("it cannot be opened");
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  const std::uintmax_t expected = expected_size(path);
  if (expected > kMaxFileBytes) return kTooLarge;
  std::size_t used = 0;
  std::size_t room = static_cast<std::size_t>(expected) + 1;  // one more, so that the end is seen in the first round
  while (used <= kMaxFileBytes) {
    bytes.resize(room);
    used += std::fread(bytes.data() + used, 1, room - used, file.get());
    if (used < room) {
      bytes.resize(used);
      return std::ferror(file.get()) != 0 ? reason_of_errno("it cannot be read") : std::string{};
    }
    room = std::max(used * 2, kReadBytes);
  }
  return kTooLarge;
}

}  // namespace

PictureOrReason decode_picture(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return because("the file is empty (0 bytes); copy or download it again");
  const PictureFormat* const format = find_picture_format(ByteReader(bytes));
  if (format == nullptr) {
    return because(
        "it does not begin like a JPEG, PNG, BMP, TIFF or WebP picture; convert it to one of these or leave it out");
  }
  const PictureLayout layout = format->layout(ByteReader(bytes));
  if (std::string problem = find_problem(ByteReader(bytes), *format, layout); !problem.empty()) {
    return because(std::move(problem));
  }
  if (bytes.size() > kMaxFileBytes) return because(kTooLarge);
  PictureOrReason result = decode_with_opencv(bytes);
  if (result.ok()) result.remarks = remarks_on(std::as_const(result.picture).view(), layout);
  return result;
}

PictureOrReason read_picture(const std::string& path) {
  std::vector<std::uint8_t> bytes;
  if (std::string problem = read_file(path, bytes); !problem.empty()) return because(std::move(problem));
  return decode_picture(bytes);
}

}  // namespace millrace
