#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "millrace/io/picture_reader.hpp"
#include "millrace/vision/image.hpp"

namespace millrace::tuning {

/// How much of a set of pictures is kept in memory. The first picture is always kept.
struct PictureLimits {
  std::size_t pictures = 32;                 ///< at least 1
  std::size_t bytes = std::size_t{1} << 30;  ///< of decoded pixels
  std::uint64_t pixels = kMaxPixels;         ///< of one picture
};

/// Pictures decoded beforehand, so that reading them is not measured.
struct PicturesInMemory {
  std::vector<Image> pictures = {};
  std::vector<std::string> paths = {};     ///< of each picture
  std::vector<std::string> remarks = {};   ///< as "name: oddity", for those that were read
  std::vector<std::string> problems = {};  ///< "broken.jpg: the file is empty...", one for each that cannot be read
  std::size_t left_out = 0;                ///< paths not tried, because a limit was reached or a stop came
  PictureLimits limits = {};
};

/// Reads and decodes pictures until a limit is reached or `stop` fires, which also ends the wait for one from a pipe.
PicturesInMemory load_pictures(std::span<const std::string> paths, const PictureLimits& limits = {},
                               const std::stop_token& stop = {});

}  // namespace millrace::tuning
