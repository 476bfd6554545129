#pragma once

#include <span>
#include <string>

#include "millrace/io/output_file.hpp"
#include "millrace/io/sink.hpp"

namespace millrace {

/// How categories are numbered. kModel: as the model's classes, from 0. kCoco91: as COCO's own annotations number their
/// 80 categories, 1 to 90 with gaps; for models of these 80 classes.
enum class CocoCategories { kModel, kCoco91 };

/// COCO's category id of each of the 80 classes: 1, 2, ... 11, 13, ... 90.
std::span<const int> coco91_ids();

/// Writes COCO results, which `COCO.loadRes` reads: one array of
/// {"image_id":5001,"category_id":0,"bbox":[x,y,width,height],"score":0.82}, unrounded, in source pixels.
///
/// image_id is the file name without its extension, as a number where it is one (000000005001.jpg -> 5001);
/// category_id is the model's class id, or COCO's own where that is asked for. Frames with an error are left out.
/// finish() closes the array.
class CocoSink : public Sink {
 public:
  /// `path` "-" is standard output. Throws Error kIo when the file cannot be created.
  explicit CocoSink(const std::string& path, CocoCategories categories = CocoCategories::kModel);

  void write(const FrameResult& result) override;
  void finish() override;

 private:
  int category_of(int class_id) const noexcept;

  OutputFile file_;
  CocoCategories categories_;
  bool empty_ = true;
};

}  // namespace millrace
