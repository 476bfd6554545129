#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "millrace/io/coco_numbering.hpp"
#include "millrace/io/coco_sink.hpp"

namespace millrace::cli {

/// How the COCO results of a run are numbered: what the command line, the pictures and the model's labels say together.
class CocoPlan {
 public:
  /// Image ids are those of the annotation file `truth`; where that is empty, of the pictures' names. Throws Error
  /// kInvalidArgument as read_coco_truth() and CocoNumbering do.
  CocoPlan(const std::string& truth, std::span<const std::string> pictures);

  /// Category ids are the truth's; without one COCO's own, 1 to 90, for COCO's labels, and class numbers for others or
  /// where they are asked for.
  void number_categories(std::span<const std::string> labels, bool zero_based);

  const CocoNumbering& numbering() const noexcept { return numbering_; }

  /// One sentence on both kinds of id, and on what the truth does not name.
  std::string text() const;
  /// A line on what these results leave out; empty when that is nothing.
  std::string left_out_text(const CocoSink::LeftOut& left_out, const std::string& results) const;

 private:
  void note_missing_pictures(std::span<const std::string> pictures);
  void note_missing_classes(std::span<const std::string> labels);

  std::optional<CocoTruth> truth_;
  CocoNumbering numbering_;
  bool names_ = false;      // image ids are names
  bool repeated_ = false;   // a picture is given more than once
  std::string categories_;  // what category ids are
  std::string missing_;     // what the truth does not name
};

}  // namespace millrace::cli
