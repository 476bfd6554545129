#include "millrace/io/annotated_picture_sink.hpp"

#include <cstdint>
#include <utility>

#include "io/picture_names.hpp"
#include "millrace/io/draw.hpp"
#include "millrace/io/picture_writer.hpp"

namespace millrace {
namespace {

/// The frame's own picture if nobody else needs it, else a copy.
Image picture_to_draw_on(const FrameResult& result) {
  if (result.spare != nullptr) return std::move(*result.spare);
  return result.frame.image;
}

}  // namespace

AnnotatedPictureSink::AnnotatedPictureSink(std::shared_ptr<ResultFolder> folder, std::vector<std::string> labels,
                                           std::span<const std::string> pictures)
    : AnnotatedPictureSink(std::move(folder), std::move(labels), io::PictureNames(pictures)) {}

AnnotatedPictureSink::AnnotatedPictureSink(std::string folder, std::vector<std::string> labels)
    : AnnotatedPictureSink(std::make_shared<ResultFolder>(std::move(folder)), std::move(labels)) {}

AnnotatedPictureSink::AnnotatedPictureSink(std::shared_ptr<ResultFolder> folder, std::vector<std::string> labels,
                                           io::PictureNames names)
    : folder_(std::move(folder)),
      labels_(std::move(labels)),
      names_(std::make_unique<io::PictureNames>(std::move(names))) {
  folder_->create();
}

AnnotatedPictureSink::~AnnotatedPictureSink() = default;

void AnnotatedPictureSink::write(const FrameResult& result) {
  if (!result.frame.ok()) return;
  const std::string name = names_->of(result.frame.source).picture;
  Image drawn = picture_to_draw_on(result);
  draw_detections(drawn.view(), result.detections, labels_);
  const std::vector<std::uint8_t> bytes = encode_picture(folder_->path_of(name), std::as_const(drawn).view());
  folder_->put(name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace millrace
