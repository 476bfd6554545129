#pragma once

#include <string>
#include <vector>

#include "millrace/io/file_names.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {

/// Writes every picture with its boxes and labels drawn into one folder, under its own file name. Equal names from
/// different places are numbered (bus.jpg, bus-2.jpg); a picture whose extension cannot be written becomes a .jpg.
/// Pictures with an error are left out. A file that is there from an earlier run is replaced.
class AnnotatedPictureSink : public Sink {
 public:
  /// Creates the folder; throws Error kIo when that fails. `labels` name the classes by class id.
  AnnotatedPictureSink(std::string folder, std::vector<std::string> labels);

  void write(const FrameResult& result) override;

 private:
  std::string folder_;
  std::vector<std::string> labels_;
  FileNames names_;
};

}  // namespace millrace
