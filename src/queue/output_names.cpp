#include "queue/output_names.hpp"

#include <fmt/format.h>

#include "millrace/base/error.hpp"

namespace millrace::queue {

OutputNames::OutputNames(const std::vector<ov::Output<const ov::Node>>& outputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    for (const auto& name : outputs[i].get_names()) index_.emplace(name, i);
  }
}

std::size_t OutputNames::index_of(const std::string& name) const {
  if (const auto found = index_.find(name); found != index_.end()) return found->second;
  std::string known;
  for (const auto& [other, index] : index_) known += (known.empty() ? "" : ", ") + other;
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("the model has no output named '{}'; {}", name,
                          known.empty() ? "its outputs have no names, use an index" : "its outputs are " + known));
}

}  // namespace millrace::queue
