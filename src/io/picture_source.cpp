#include "millrace/io/picture_source.hpp"

#include <utility>

#include "millrace/base/clock.hpp"

namespace millrace {

PictureSource::PictureSource(std::vector<std::string> paths, const ReadOptions& options)
    : paths_(std::move(paths)), reader_(options) {}

std::optional<Frame> PictureSource::next() {
  if (next_ == paths_.size()) return std::nullopt;
  Frame frame;
  frame.source = paths_[next_++];
  const Clock::time_point start = Clock::now();
  PictureOrReason read = reader_.read(frame.source);
  frame.decode_time = Clock::now() - start;
  frame.image = std::move(read.picture);
  frame.full_size = read.full_size;
  frame.error = std::move(read.reason);
  frame.remarks = std::move(read.remarks);
  return frame;
}

}  // namespace millrace
