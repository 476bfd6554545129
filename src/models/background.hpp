#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "millrace/models/sourced.hpp"
#include "openvino/core/model.hpp"

namespace millrace::models {

/// The class of an SSD that stands for no object.
struct Background {
  Sourced<int> class_id = {0, "usual for SSD"};
  std::optional<std::size_t> class_count = std::nullopt;  ///< with the background, if the graph tells
};

/// What the model's DetectionOutput says, else the class 0.
Background background_of(const ov::Model& model);

/// The labels with a name for the background, which lists of an SSD's classes may have or leave out: it is there if the
/// number of classes says so, or else if the first name does ("__background__").
std::vector<std::string> with_background(std::vector<std::string> labels, const Background& background);

}  // namespace millrace::models
