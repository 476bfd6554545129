#pragma once

#include <memory>
#include <string>
#include <vector>

#include "millrace/io/sink.hpp"

namespace millrace {
namespace io {
class OutputFile;
}

/// Writes one CSV row per detection with the columns of supervision's CSVSink:
/// x_min,y_min,x_max,y_max,class_id,confidence,tracker_id,class_name, and a last column, source: the picture's path.
/// Lines end with CR LF (RFC 4180); boxes are in source pixels, unrounded; tracker_id is empty. Frames with an error
/// are left out. Control characters in names are escaped, but only on a terminal.
class CsvSink : public Sink {
 public:
  /// `path` "-" is standard output. Throws Error kIo when the file cannot be created.
  CsvSink(const std::string& path, std::vector<std::string> labels);
  ~CsvSink() override;

  void write(const FrameResult& result) override;
  bool wants_pixels() const override { return false; }
  void finish() override;

 private:
  std::unique_ptr<io::OutputFile> file_;
  std::vector<std::string> labels_;
  bool on_terminal_;
};

}  // namespace millrace
