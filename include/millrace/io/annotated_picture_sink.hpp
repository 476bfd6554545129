#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "millrace/io/result_folder.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {
namespace io {
class PictureNames;
}

/// Writes every picture with its boxes and labels drawn into one folder. Pictures with an error are left out.
///
/// A picture keeps its file name, with .jpg for an extension that cannot be written: bus.jpg, bus.jpg for bus.gif. Where
/// two pictures have one name, `pictures` tells them apart: see the constructor.
class AnnotatedPictureSink : public Sink {
 public:
  /// Creates the folder; throws Error kIo when that fails. `labels` name the classes by class id.
  ///
  /// `pictures`: the sources of all frames, where they are known beforehand. While their file names differ, results lie
  /// flat; else below the folders that set them apart: cam1/bus.jpg, cam2/bus.jpg. Without `pictures`, a name that
  /// comes again is numbered: bus.jpg, bus-2.jpg. Throws Error kInvalidArgument when two of them cannot be told apart.
  AnnotatedPictureSink(std::shared_ptr<ResultFolder> folder, std::vector<std::string> labels,
                       std::span<const std::string> pictures = {});
  AnnotatedPictureSink(std::string folder, std::vector<std::string> labels);
  ~AnnotatedPictureSink() override;

  void write(const FrameResult& result) override;

 private:
  std::shared_ptr<ResultFolder> folder_;
  std::vector<std::string> labels_;
  std::unique_ptr<io::PictureNames> names_;
};

}  // namespace millrace
