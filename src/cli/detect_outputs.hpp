#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

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

  bool uses_folder() const noexcept { return save_pictures || save_txt; }
  /// True when a machine reads standard output, so that nothing else may be printed there.
  bool uses_stdout() const noexcept { return jsonl == "-" || coco == "-" || csv == "-"; }
};

/// Throws Error kInvalidArgument when COCO's own category ids are wanted of a model that has not its 80 classes.
void check_coco91(const DetectOutputs& outputs, std::size_t classes, const std::string& model);

/// Throws Error kInvalidArgument when two outputs want the same place, or one would replace an input: one of `files`
/// (the model, what was given as sources) or of `pictures`. `folder` is output_folder().
void check(const DetectOutputs& outputs, const std::string& folder, const std::vector<std::string>& files,
           const std::vector<std::string>& pictures);

/// The folder that this run writes to: the one that was given, else the next free runs/detect or runs/detect/NAME.
std::string output_folder(const DetectOutputs& outputs);

/// The sinks for these outputs: first what people read, then the files. `folder` is output_folder().
/// Throws Error kIo when one cannot be created.
std::unique_ptr<Sink> make_sinks(const DetectOutputs& outputs, const std::string& folder,
                                 const std::vector<std::string>& labels);

}  // namespace millrace::cli
