#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "millrace/io/picture_reader.hpp"
#include "millrace/io/source.hpp"

namespace millrace {

/// Reads pictures one after another. A picture that cannot be read comes as a frame with `error`.
///
/// Example: `PictureSource source(list_pictures(arguments).pictures);`
class PictureSource : public Source {
 public:
  /// Throws Error kInvalidArgument as PictureReader does.
  explicit PictureSource(std::vector<std::string> paths, const ReadOptions& options = {});

  std::optional<Frame> next() override;
  std::optional<std::size_t> count() const override { return paths_.size(); }

 private:
  std::vector<std::string> paths_;
  PictureReader reader_;
  std::size_t next_ = 0;
};

}  // namespace millrace
