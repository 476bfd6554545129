#pragma once

#include <memory>
#include <string>
#include <vector>

#include "millrace/io/picture_names.hpp"
#include "millrace/io/result_folder.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {

/// Writes every picture with its boxes and labels drawn into one folder, under PictureName::picture. Pictures with an
/// error are left out.
class AnnotatedPictureSink : public Sink {
 public:
  /// Creates the folder; throws Error kIo when that fails. `labels` name the classes by class id.
  AnnotatedPictureSink(std::shared_ptr<ResultFolder> folder, std::vector<std::string> labels, PictureNames names = {});
  AnnotatedPictureSink(std::string folder, std::vector<std::string> labels);

  void write(const FrameResult& result) override;

 private:
  std::shared_ptr<ResultFolder> folder_;
  std::vector<std::string> labels_;
  PictureNames names_;
};

}  // namespace millrace
