#include "millrace/io/annotated_picture_sink.hpp"

#include <filesystem>
#include <utility>

#include "io/picture_extension.hpp"
#include "millrace/io/draw.hpp"
#include "millrace/io/output_file.hpp"
#include "millrace/io/picture_writer.hpp"

namespace millrace {

namespace fs = std::filesystem;

AnnotatedPictureSink::AnnotatedPictureSink(std::string folder, std::vector<std::string> labels)
    : folder_(std::move(folder)), labels_(std::move(labels)) {
  create_output_folder(folder_);
}

void AnnotatedPictureSink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  const fs::path source(result.frame.source);
  const std::string extension = source.extension().string();
  const std::string name = names_.next(source.stem().string(), is_picture_extension(extension) ? extension : ".jpg");
  Image drawn = result.frame.image;
  draw_detections(drawn.view(), result.detections, labels_);
  write_picture((fs::path(folder_) / name).string(), std::as_const(drawn).view());
}

}  // namespace millrace
