#pragma once

#include <span>
#include <string>
#include <vector>

namespace millrace::models {

/// The numbers of the classes that were asked for by number or by name. `labels`: of all classes; empty: unknown.
/// `model` is for messages. Throws Error kInvalidArgument for a class that the model does not have; for a name, the
/// message suggests the nearest one.
std::vector<int> choose_classes(std::span<const int> numbers, std::span<const std::string> names,
                                const std::vector<std::string>& labels, const std::string& model);

}  // namespace millrace::models
