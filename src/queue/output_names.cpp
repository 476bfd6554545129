#include "queue/output_names.hpp"

#include <ranges>

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
  const std::string known = index_.empty()
                                ? "its outputs have no names, use an index"
                                : fmt::format("its outputs are {}", fmt::join(std::views::keys(index_), ", "));
  throw Error(ErrorCode::kInvalidArgument, fmt::format("the model has no output named '{}'; {}", name, known));
}

}  // namespace millrace::queue
