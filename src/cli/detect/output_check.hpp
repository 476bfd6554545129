#pragma once

#include <span>
#include <string>

#include "cli/arguments/input_files.hpp"
#include "cli/detect/outputs.hpp"
#include "io/picture_names.hpp"

namespace millrace::cli {

/// Throws Error kInvalidArgument, naming the file, when two outputs want the same place; when one would replace an
/// input or, in the folder of results, anything that no earlier run wrote; or when that folder is not empty and its
/// reuse was not asked for. Throws Error kIo when an output cannot be written. Changes nothing.
///
/// `folder` is output_folder(), `names` those of `pictures` in it.
void check_outputs(const DetectOutputs& outputs, const std::string& folder, std::span<const std::string> pictures,
                   io::PictureNames& names, InputFiles& inputs);

}  // namespace millrace::cli
