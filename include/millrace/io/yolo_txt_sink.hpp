#pragma once

#include <memory>
#include <string>

#include "millrace/io/picture_names.hpp"
#include "millrace/io/result_folder.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {

struct YoloTxtOptions {
  bool confidence = false;     ///< a sixth column with the score
  std::string subfolder = {};  ///< of the folder of results; empty: that folder itself
};

/// Writes one YOLO label file a picture into one folder, `PictureName::stem`.txt: a line `class cx cy width height
/// [score]` for each detection, sizes as fractions of the picture, %g. As in Ultralytics, a picture without detections
/// has no file; one from an earlier run into this folder is removed. Frames with an error are left out.
class YoloTxtSink : public Sink {
 public:
  /// Creates the folder; throws Error kIo when that fails.
  explicit YoloTxtSink(std::shared_ptr<ResultFolder> folder, YoloTxtOptions options = {}, PictureNames names = {});
  explicit YoloTxtSink(std::string folder, YoloTxtOptions options = {});

  void write(const FrameResult& result) override;

 private:
  std::shared_ptr<ResultFolder> folder_;
  YoloTxtOptions options_;
  PictureNames names_;
};

}  // namespace millrace
