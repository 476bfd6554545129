#include "millrace/io/picture_source.hpp"

#include <utility>

#include "millrace/base/clock.hpp"

namespace millrace {

PictureSource::PictureSource(std::vector<std::string> paths, std::uint64_t max_pixels)
    : paths_(std::move(paths)), max_pixels_(max_pixels) {}

std::optional<Frame> PictureSource::next() {
  if (next_ == paths_.size()) return std::nullopt;
  Frame frame;
  frame.source = paths_[next_++];
  const Clock::time_point start = Clock::now();
  PictureOrReason read = read_picture(frame.source, max_pixels_);
  frame.decode_time = Clock::now() - start;
  frame.image = std::move(read.picture);
  frame.error = std::move(read.reason);
  frame.remarks = std::move(read.remarks);
  return frame;
}

}  // namespace millrace
