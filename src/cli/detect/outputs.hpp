#pragma once

#include <memory>
#include <string>

#include "millrace/io/result_folder.hpp"

namespace millrace::cli {

/// Where `detect` puts what it found, as the command line says. A path is empty if that output is not wanted, "-" for
/// standard output.
struct DetectOutputs {
  std::string folder;  ///< of the annotated pictures and label files; empty: the next free one of `name`
  std::string name;    ///< Ultralytics' name of a run: runs/detect/NAME; empty: runs/detect
  bool exist_ok = false;
  bool save_pictures = true;
  bool save_txt = false;
  bool save_conf = false;
  bool verbose = false;
  std::string jsonl;
  std::string coco;
  std::string coco_truth;        ///< an annotation file with the ids for COCO results
  bool coco_zero_based = false;  ///< class numbers as category ids, with COCO's labels too
  std::string csv;

  static constexpr const char* kLabels = "labels";  ///< the folder of label files, below `folder`

  bool uses_folder() const noexcept { return save_pictures || save_txt; }
  /// True when a machine reads standard output, so that nothing else may be printed there.
  bool uses_stdout() const noexcept { return jsonl == "-" || coco == "-" || csv == "-"; }
};

/// The folder that this run writes to: the one given, else the next free runs/detect or runs/detect/NAME.
std::string output_folder(const DetectOutputs& outputs);

/// Makes that folder; null if the outputs need none. Throws Error kIo when it cannot be created.
std::shared_ptr<ResultFolder> make_folder(const DetectOutputs& outputs);

}  // namespace millrace::cli
