#include "tuning/pictures_in_memory.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/stop_scope.hpp"

namespace millrace::tuning {

PicturesInMemory load_pictures(std::span<const std::string> paths, const PictureLimits& limits,
                               const std::stop_token& stop) {
  const base::StopScope scope(stop);
  PicturesInMemory loaded{.limits = limits};
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (loaded.pictures.size() >= limits.pictures || (bytes >= limits.bytes && !loaded.pictures.empty())) {
      loaded.left_out = paths.size() - i;
      break;
    }
    PictureOrReason read = read_picture(paths[i], limits.pixels);
    if (stop.stop_requested()) {
      loaded.left_out = paths.size() - i;
      break;
    }
    if (!read.ok()) {
      loaded.problems.push_back(fmt::format("{}: {}", paths[i], read.reason));
      continue;
    }
    for (const std::string& remark : read.remarks) loaded.remarks.push_back(fmt::format("{}: {}", paths[i], remark));
    bytes += byte_size(read.picture.size());
    loaded.pictures.push_back(std::move(read.picture));
    loaded.paths.push_back(paths[i]);
  }
  return loaded;
}

}  // namespace millrace::tuning
