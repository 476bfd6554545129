#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "millrace/models/sourced.hpp"

namespace millrace::models {

/// No text with labels is larger, in bytes: 22,000 names of ImageNet take half a MiB.
inline constexpr std::size_t kLongestLabels = std::size_t{4} << 20U;

/// Class names in order, or the reason why a text gave none.
struct ParsedLabels {
  std::vector<std::string> names = {};
  std::string error = {};  ///< empty when the text was understood

  bool ok() const noexcept { return error.empty(); }
};

/// Reads `names` of an Ultralytics export: a Python dict with the keys 0, 1, 2... in any order, or a list.
/// The empty text stands for names that are neither.
/// Safe on any bytes.
ParsedLabels labels_from_names(std::string_view text);

/// Reads `labels` of rt_info/model_info (Model API): separated by blanks, with '_' for a blank within a name.
ParsedLabels labels_from_model_info(std::string_view text);

/// The 80 class names of COCO in the order of YOLO models: person, bicycle, car...
const std::vector<std::string>& coco_labels();

/// Where labels may come from, in the order in which they are heard.
struct LabelSources {
  std::filesystem::path file = {};                       ///< given by the user; empty: none
  std::vector<Sourced<std::string>> sidecars = {};       ///< `names` of YAML files beside the model
  std::optional<std::string> model_info = std::nullopt;  ///< rt_info/model_info/labels
  std::optional<std::string> names = std::nullopt;       ///< rt_info/framework/names: the metadata of an ONNX file
};

/// Labels as they were found, or why they cannot be read.
struct FoundLabels {
  ParsedLabels labels;
  std::string origin;
  bool given = false;  ///< by the user, in a file
};

/// The labels of all sources, or only those that the user gave. Of two sources that tell the same names, the exact one
/// comes first: "hard_hat" from `names`, which `model_info` can only tell as "hard hat". Throws as read_labels_file()
/// does.
std::vector<FoundLabels> find_labels(const LabelSources& sources);

/// The labels of a model with `class_count` classes (nothing: its output does not tell): the first that fit; where none
/// were found, COCO's if there are 80 classes; else, if the output does not tell, none. `model` is for messages, and so
/// is `doubt`: why the model may not have so many classes ("it looks like a face model"). Throws Error kModel when
/// there are none that fit; Error kInvalidArgument when the user's file is to blame.
Sourced<std::vector<std::string>> choose_labels(std::vector<FoundLabels> found, std::optional<std::size_t> class_count,
                                                const std::string& model, std::string doubt = {});

}  // namespace millrace::models
