#pragma once

#include <string>

namespace millrace {

/// One input or output of a model, as its file has it.
struct ModelPort {
  std::string name;   ///< empty where it has none
  std::string type;   ///< "f32"
  std::string shape;  ///< "[1,84,8400]"; "?" where a dimension is open
};

}  // namespace millrace
