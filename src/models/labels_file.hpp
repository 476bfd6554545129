#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "models/labels.hpp"

namespace millrace::models {

/// Reads the content of a labels file: one name per line, where blank lines at the end are ignored, or YAML: `names`
/// (as in a data set's data.yaml), a mere list, or a mapping from 0, 1, 2... to names. `is_yaml`: its name says so;
/// else the content decides. Lines may end as on any system, and the text be UTF-8 or UTF-16. Safe on any bytes.
ParsedLabels labels_from_file(std::string_view bytes, bool is_yaml);

/// Reads a labels file of at most 4 MiB. Throws Error kInvalidArgument when it is missing, cannot be read or holds no
/// names.
std::vector<std::string> read_labels_file(const std::filesystem::path& path);

}  // namespace millrace::models
