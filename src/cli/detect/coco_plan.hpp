#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "millrace/io/coco_numbering.hpp"
#include "millrace/io/coco_sink.hpp"

namespace millrace::cli {

/// How the COCO results of a run are numbered, given the command line, the pictures and the model's labels.
class CocoPlan {
 public:
  /// Image ids come from the annotation file `truth`, or from the pictures' names if that is empty. Throws Error
  /// kInvalidArgument as read_coco_truth() and CocoNumbering do.
  CocoPlan(const std::string& truth, std::span<const std::string> pictures);

  /// Category ids are the truth's. Without one: COCO's own, 1 to 90, for COCO's labels; class numbers for other labels
  /// or if `zero_based`.
  void number_categories(std::span<const std::string> labels, bool zero_based);

  const CocoNumbering& numbering() const noexcept { return numbering_; }

  /// One sentence on both kinds of id, and on what is missing from the truth.
  std::string text() const;
  /// A line on what these results leave out; empty if nothing.
  std::string left_out_text(const CocoSink::LeftOut& left_out, const std::string& results) const;

 private:
  void note_missing_pictures(std::span<const std::string> pictures);
  void note_missing_classes(std::span<const std::string> labels);

  std::optional<CocoTruth> truth_;
  CocoNumbering numbering_;
  bool names_ = false;      // image ids are names
  bool repeated_ = false;   // a picture is given more than once
  std::string categories_;  // what category ids are
  std::string missing_;     // what is missing from the truth
};

}  // namespace millrace::cli
