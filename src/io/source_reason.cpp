#include "io/source_reason.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "base/letter_case.hpp"
#include "base/parse_number.hpp"

namespace millrace::io {
namespace {

constexpr std::size_t kLongestShown = 400;  // bytes of a path in a message
constexpr std::size_t kShownAtEachEnd = 120;

constexpr std::string_view kVideos[] = {".mp4", ".m4v",  ".mov", ".avi", ".mkv", ".webm",
                                        ".mpg", ".mpeg", ".wmv", ".flv", ".3gp"};
constexpr std::string_view kWeb[] = {"http", "https", "ftp", "ftps", "s3", "gs"};
constexpr std::string_view kStreams[] = {"rtsp", "rtsps", "rtmp", "rtp", "srt", "udp", "tcp"};

bool is_one_of(std::string_view word, auto& words) {
  return std::ranges::find(words, word) != std::end(words);
}

// "https" of https://example.org; empty if a name merely contains a colon.
std::string scheme_of(std::string_view source) {
  const std::size_t colon = source.find(':');
  if (colon == std::string_view::npos) return {};
  std::string scheme = base::lower_case(source.substr(0, colon));
  const bool known = is_one_of(scheme, kWeb) || is_one_of(scheme, kStreams);
  return known || source.substr(colon).starts_with("://") ? scheme : std::string();
}

}  // namespace

std::string quoted_source(const std::string& source) {
  if (source.size() <= kLongestShown) return fmt::format("'{}'", source);
  const std::string_view all(source);
  return fmt::format("'{}...{}' ({} bytes)", all.substr(0, kShownAtEachEnd), all.substr(all.size() - kShownAtEachEnd),
                     all.size());
}

bool is_address(const std::string& source) {
  return !scheme_of(source).empty();
}

std::string reason_of_kind(const std::string& source) {
  const std::string extension = base::lower_case(std::filesystem::path(source).extension().string());
  if (is_one_of(extension, kVideos)) {
    return fmt::format("videos are not read yet, only pictures; extract some first: ffmpeg -i {} frame%04d.jpg",
                       source);
  }
  if (extension == ".streams") return "lists of streams are not read yet, only pictures in files";
  if (extension == ".csv" || extension == ".json" || extension == ".yaml" || extension == ".yml") {
    return "lists of this kind are not read yet; give a .txt file with one picture, folder or pattern a line";
  }
  if (source.starts_with("/dev/video")) return "cameras are not read yet, only pictures in files";
  return {};
}

std::string reason_of_absence(const std::string& source) {
  if (const std::string scheme = scheme_of(source); scheme == "file") {
    return "addresses of files are not read yet; give the path alone";
  } else if (is_one_of(scheme, kWeb)) {
    return "pictures from the network are not read yet; download it first: curl -LO " + source;
  } else if (!scheme.empty()) {
    return fmt::format("streams are not read yet, only pictures in files; save some first: ffmpeg -i {} frame%04d.jpg",
                       source);
  }
  if (base::are_digits(source)) {
    return "no such file or folder; cameras are not read yet, only pictures in files";
  }
  return "no such file or folder; check the path";
}

}  // namespace millrace::io
