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
  std::string subfolder = {};  ///< below the folder of results; empty: that folder itself
};

/// Writes one YOLO label file per picture into one folder, bus.txt for bus.jpg: a line `class cx cy width height
/// [score]` per detection, sizes as fractions of the picture, %g. As in Ultralytics, a picture without detections has
/// no file; one left by an earlier run is removed. Frames with an error are left out.
class YoloTxtSink : public Sink {
 public:
  /// Creates the folder; throws Error kIo when that fails. `pictures`: the sources of all frames, if known beforehand;
  /// files are named as by AnnotatedPictureSink, and the same errors thrown.
  explicit YoloTxtSink(std::shared_ptr<ResultFolder> folder, YoloTxtOptions options = {},
                       std::span<const std::string> pictures = {});
  explicit YoloTxtSink(std::string folder, YoloTxtOptions options = {});
  /// For the program, which has looked for these names already.
  YoloTxtSink(std::shared_ptr<ResultFolder> folder, YoloTxtOptions options, io::PictureNames names);
  ~YoloTxtSink() override;

  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }

 private:
  std::shared_ptr<ResultFolder> folder_;
  YoloTxtOptions options_;
  std::unique_ptr<io::PictureNames> names_;
};

}  // namespace millrace
