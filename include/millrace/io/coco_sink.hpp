#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "millrace/io/coco_numbering.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {
namespace io {
class OutputFile;
}

/// Writes COCO results, which `COCO.loadRes` reads: one array of
/// {"image_id":5001,"category_id":1,"bbox":[x,y,width,height],"score":0.82}, unrounded, in source pixels.
///
/// Pictures and classes unknown to the numbering are left out and counted; frames with an error are left out uncounted.
/// finish() closes the array.
class CocoSink : public Sink {
 public:
  /// `path` "-" is standard output. Throws Error kIo when the file cannot be created.
  CocoSink(const std::string& path, CocoNumbering numbering);
  ~CocoSink() override;

  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }
  void finish() override;

  /// Results left out because the numbering does not know their picture or class.
  struct LeftOut {
    std::size_t pictures = 0;
    std::size_t detections = 0;  ///< of unknown classes, in known pictures
  };
  const LeftOut& left_out() const noexcept { return left_out_; }

 private:
  std::unique_ptr<io::OutputFile> file_;
  CocoNumbering numbering_;
  LeftOut left_out_;
  bool empty_ = true;
};

}  // namespace millrace
