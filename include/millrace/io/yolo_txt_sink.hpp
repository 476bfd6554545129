#pragma once

#include <memory>
#include <span>
#include <string>

#include "millrace/io/result_folder.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {
namespace io {
class PictureNames;
}

struct YoloTxtOptions {
  bool confidence = false;     ///< a sixth column with the score
  std::string subfolder = {};  ///< of the folder of results; empty: that folder itself
};

/// Writes one YOLO label file a picture into one folder, bus.txt for bus.jpg: a line `class cx cy width height
/// [score]` for each detection, sizes as fractions of the picture, %g. As in Ultralytics, a picture without detections
/// has no file; one from an earlier run into this folder is removed. Frames with an error are left out.
class YoloTxtSink : public Sink {
 public:
  /// Creates the folder; throws Error kIo when that fails. `pictures`: the sources of all frames where they are known
  /// beforehand, which give each file a name of its own as AnnotatedPictureSink does; throws as that does.
  explicit YoloTxtSink(std::shared_ptr<ResultFolder> folder, YoloTxtOptions options = {},
                       std::span<const std::string> pictures = {});
  explicit YoloTxtSink(std::string folder, YoloTxtOptions options = {});
  ~YoloTxtSink() override;

  void write(const FrameResult& result) override;

 private:
  std::shared_ptr<ResultFolder> folder_;
  YoloTxtOptions options_;
  std::unique_ptr<io::PictureNames> names_;
};

}  // namespace millrace
