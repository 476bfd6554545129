#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "openvino/core/node_output.hpp"

namespace millrace::queue {

/// The tensor names of a model's outputs, shared by all its results so that they can outlive the model.
class OutputNames {
 public:
  explicit OutputNames(const std::vector<ov::Output<const ov::Node>>& outputs);

  /// The index of the output of that name. Throws Error kInvalidArgument that lists the existing names.
  std::size_t index_of(const std::string& name) const;

 private:
  std::map<std::string, std::size_t> index_;
};

}  // namespace millrace::queue
