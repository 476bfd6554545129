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

/// Draws boxes and labels on every picture and writes it to one folder. Pictures with an error are left out.
///
/// A picture keeps its file name; an extension that cannot be written becomes .jpg: bus.gif gives bus.jpg. The
/// constructor says how pictures of the same name are told apart.
class AnnotatedPictureSink : public Sink {
 public:
  /// Creates the folder; throws Error kIo when that fails. `labels` holds the class names by class id.
  ///
  /// `pictures`: the sources of all frames, if known beforehand. Results lie flat if the file names differ, else below
  /// the folders that set them apart: cam1/bus.jpg, cam2/bus.jpg. Without `pictures`, a repeated name is numbered:
  /// bus.jpg, bus-2.jpg. Throws Error kInvalidArgument when two pictures cannot be told apart.
  AnnotatedPictureSink(std::shared_ptr<ResultFolder> folder, std::vector<std::string> labels,
                       std::span<const std::string> pictures = {});
  AnnotatedPictureSink(std::string folder, std::vector<std::string> labels);
  /// For the program, which has looked for these names already.
  AnnotatedPictureSink(std::shared_ptr<ResultFolder> folder, std::vector<std::string> labels, io::PictureNames names);
  ~AnnotatedPictureSink() override;

  void write(const FrameResult& result) override;

 private:
  std::shared_ptr<ResultFolder> folder_;
  std::vector<std::string> labels_;
  std::unique_ptr<io::PictureNames> names_;
};

}  // namespace millrace
