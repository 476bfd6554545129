#pragma once

#include <memory>
#include <string>
#include <vector>

#include "millrace/io/sink.hpp"

namespace millrace {
namespace io {
class OutputFile;
}

/// Writes one CSV row a detection with the columns of supervision's CSVSink:
/// x_min,y_min,x_max,y_max,class_id,confidence,tracker_id,class_name, and source, the path of the picture, after them.
/// Lines end with CR LF (RFC 4180), boxes are in source pixels and unrounded, tracker_id is empty. Frames with an error
/// are left out. On a terminal, and there only, the control characters of names are written out.
class CsvSink : public Sink {
 public:
  /// `path` "-" is standard output. Throws Error kIo when the file cannot be created.
  CsvSink(const std::string& path, std::vector<std::string> labels);
  ~CsvSink() override;

  void write(const FrameResult& result) override;
  void finish() override;

 private:
  std::unique_ptr<io::OutputFile> file_;
  std::vector<std::string> labels_;
  bool on_terminal_;
};

}  // namespace millrace
