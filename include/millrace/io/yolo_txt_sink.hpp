#pragma once

#include <string>

#include "millrace/io/file_names.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {

struct YoloTxtOptions {
  bool confidence = false;  ///< a sixth column with the score
};

/// Writes one YOLO label file a picture into one folder: a line `class cx cy width height [score]` for each detection,
/// sizes as fractions of the picture, %g. As in Ultralytics, a picture without detections has no file; one from an
/// earlier run is removed. Equal names are numbered (bus.txt, bus-2.txt). Frames with an error are left out.
class YoloTxtSink : public Sink {
 public:
  /// Creates the folder; throws Error kIo when that fails.
  explicit YoloTxtSink(std::string folder, YoloTxtOptions options = {});

  void write(const FrameResult& result) override;

 private:
  std::string folder_;
  YoloTxtOptions options_;
  FileNames names_;
};

}  // namespace millrace
