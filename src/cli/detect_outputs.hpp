#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "millrace/io/picture_names.hpp"
#include "millrace/io/result_folder.hpp"
#include "millrace/io/sink.hpp"

namespace millrace::cli {

/// Where `detect` puts what it found, as the command line says it. A path is empty when that output is not wanted, and
/// "-" for standard output.
struct DetectOutputs {
  std::string folder;  ///< of the annotated pictures and label files; empty: the next free one of `name`
  std::string name;    ///< Ultralytics' name of a run: runs/detect/NAME; empty: runs/detect
  bool exist_ok = false;
  bool save_pictures = true;
  bool save_txt = false;
  bool save_conf = false;
  bool verbose = false;
  bool coco91 = false;  ///< COCO's own category ids instead of the model's class ids
  std::string jsonl;
  std::string coco;
  std::string csv;

  static constexpr const char* kLabels = "labels";  ///< the folder of label files, below `folder`

  bool uses_folder() const noexcept { return save_pictures || save_txt; }
  /// True when a machine reads standard output, so that nothing else may be printed there.
  bool uses_stdout() const noexcept { return jsonl == "-" || coco == "-" || csv == "-"; }
};

/// Throws Error kInvalidArgument when COCO's own category ids are wanted of a model that has not its 80 classes.
void check_coco91(const DetectOutputs& outputs, std::size_t classes, const std::string& model);

/// The folder that this run will write to: the one that was given, else the next free runs/detect or runs/detect/NAME.
std::string output_folder(const DetectOutputs& outputs);

/// Makes that folder; null where the outputs need none. Throws Error kIo when it cannot be created.
std::shared_ptr<ResultFolder> make_folder(const DetectOutputs& outputs);

/// The sinks for these outputs: first what people read, then the files. `folder` is of make_folder(), `names` of the
/// pictures in it. Throws Error kIo when one cannot be created.
std::unique_ptr<Sink> make_sinks(const DetectOutputs& outputs, const std::shared_ptr<ResultFolder>& folder,
                                 const PictureNames& names, const std::vector<std::string>& labels);

}  // namespace millrace::cli
