#pragma once

#include <memory>
#include <string>
#include <vector>

#include "millrace/io/sink.hpp"

namespace millrace {
namespace io {
class OutputFile;
}

/// Writes one line of JSON per frame:
///
///     {"schema":1,"source":"a/b.jpg","frame":0,"width":1280,"height":720,"detections":[{"box":[x1,y1,x2,y2],
///      "score":0.82,"class_id":0,"class":"person"}],"latency_ms":{"decode":..,"preprocess":..,"wait":..,"infer":..,
///      "postprocess":..,"total":..},"model":"yolov5n.onnx","precision":"f32"}
///
/// Boxes are in source pixels and unrounded: every number reads back as the same float. A frame that could not be read
/// has "error" with the reason instead of "detections", and width and height 0; one with remarks has "remarks", a list
/// of sentences. Each line is out before write() returns.
/// `model` and `precision` tell runs apart in a merged file; they are left out if empty.
class JsonlSink : public Sink {
 public:
  /// `path` "-" is standard output. Throws Error kIo when the file cannot be created.
  JsonlSink(const std::string& path, std::vector<std::string> labels, std::string model = {},
            std::string precision = {});
  ~JsonlSink() override;

  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }
  void finish() override;

 private:
  std::unique_ptr<io::OutputFile> file_;
  std::vector<std::string> labels_;
  std::string model_;
  std::string precision_;
};

}  // namespace millrace
