#include "millrace/queue/inputs.hpp"

#include "millrace/base/error.hpp"

namespace millrace {

std::size_t InputKey::checked(bool in_range, std::size_t index) {
  if (!in_range) throw Error(ErrorCode::kInvalidInput, "the index of an input is negative; inputs count from 0");
  return index;
}

Inputs::Inputs(std::vector<ov::Tensor> tensors) {
  items_.reserve(tensors.size());
  for (auto& tensor : tensors) items_.emplace_back(std::move(tensor));
}

Inputs::Inputs(const std::map<std::string, ov::Tensor>& tensors) {
  items_.reserve(tensors.size());
  for (const auto& [name, tensor] : tensors) items_.emplace_back(name, tensor);
}

}  // namespace millrace
