#include "millrace/io/picture_writer.hpp"

#include <filesystem>
#include <string_view>

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "io/output_file.hpp"
#include "io/picture_extension.hpp"
#include "millrace/base/error.hpp"
#include "vision/require_picture.hpp"

namespace millrace {
namespace {

constexpr int kQuality = 95;

std::vector<std::uint8_t> encode(const std::string& path, const std::string& extension, ImageView picture) {
  // Only read from: OpenCV has no Mat over const pixels.
  const cv::Mat pixels(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.data),
                       static_cast<std::size_t>(picture.stride));
  std::vector<std::uint8_t> bytes;
  std::string detail = "the encoder refuses it";
  try {
    const std::vector<int> quality{cv::IMWRITE_JPEG_QUALITY, kQuality, cv::IMWRITE_WEBP_QUALITY, kQuality};
    if (cv::imencode(extension, pixels, bytes, quality)) return bytes;
  } catch (const cv::Exception& e) {
    detail = e.err;
  }
  throw Error(ErrorCode::kInvalidInput, fmt::format("{}: a picture of {}x{} cannot be written as {}: {}; try .png",
                                                    path, picture.width, picture.height, extension, detail));
}

}  // namespace

std::vector<std::uint8_t> encode_picture(const std::string& path, ImageView picture) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (!io::is_written_extension(extension)) {
    throw Error(ErrorCode::kInvalidArgument, fmt::format("{}: pictures are not written as '{}'; use one of {}", path,
                                                         extension, io::written_extensions()));
  }
  try {
    vision::require_picture(picture, path + ": the picture");
  } catch (const Error& error) {
    throw Error(ErrorCode::kInvalidInput, error.what());  // concerns this picture alone
  }
  return encode(path, extension, picture);
}

void write_picture(const std::string& path, ImageView picture) {
  const std::vector<std::uint8_t> bytes = encode_picture(path, picture);
  io::OutputFile file(path);
  file.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  file.close();
}

}  // namespace millrace
