#pragma once

#include <span>
#include <string>

#include "cli/arguments/input_files.hpp"
#include "cli/detect/outputs.hpp"

namespace millrace::cli {

/// Throws Error kInvalidArgument when two outputs want the same place, when one would replace an input or, in the folder
/// of results, anything that is not of an earlier run; when that folder is not empty and was not said to be reused. Each
/// names the file. Throws Error kIo when an output cannot be written. Changes nothing.
///
/// `folder` is output_folder().
void check_outputs(const DetectOutputs& outputs, const std::string& folder, std::span<const std::string> pictures,
                   InputFiles& inputs);

}  // namespace millrace::cli
