#include "queue/model_inputs.hpp"

#include <algorithm>
#include <locale>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "millrace/base/error.hpp"

namespace millrace::queue {
namespace {

template <class T>
std::string text(const T& value) {
  std::ostringstream out;
  out.imbue(std::locale::classic());  // "25200" without separators, whatever the user's locale
  out << value;
  return out.str();
}

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::kInvalidInput, message);
}

bool shares_a_name(const ov::Output<const ov::Node>& a, const ov::Output<const ov::Node>& b) {
  const auto& names = b.get_names();
  return std::any_of(a.get_names().begin(), a.get_names().end(),
                     [&](const std::string& name) { return names.contains(name); });
}

}  // namespace

std::vector<ov::Tensor> ModelInputs::resolve(const Inputs& inputs) const {
  const auto& items = inputs.items();
  if (items.size() != ports_.size()) {
    fail(fmt::format("the job gives {} inputs, the model has {} ({}); give every one", items.size(), ports_.size(),
                     names()));
  }
  std::vector<ov::Tensor> tensors(ports_.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t index = items[i].keyed ? index_of(items[i].key) : i;
    if (tensors[index]) fail(fmt::format("the job gives input {} twice; the model has {}", name(index), names()));
    check(index, items[i].tensor);
    tensors[index] = items[i].tensor;
  }
  return tensors;
}

std::size_t ModelInputs::index_of(const InputKey& key) const {
  if (const auto* index = std::get_if<std::size_t>(&key.value())) {
    if (*index < ports_.size()) return *index;
    fail(fmt::format("the model has no input {}; it has {}: {}", *index, ports_.size(), names()));
  }
  const auto is_meant = [&](const ov::Output<const ov::Node>& port) {
    if (const auto* given = std::get_if<ov::Output<const ov::Node>>(&key.value())) {
      return port == *given || shares_a_name(port, *given);
    }
    return port.get_names().contains(std::get<std::string>(key.value()));
  };
  const auto found = std::find_if(ports_.begin(), ports_.end(), is_meant);
  if (found == ports_.end()) {
    const auto* name = std::get_if<std::string>(&key.value());
    fail(fmt::format("the model has no input {}; it has {}",
                     name != nullptr ? fmt::format("named '{}'", *name) : "with that port", names()));
  }
  return static_cast<std::size_t>(found - ports_.begin());
}

void ModelInputs::check(std::size_t index, const ov::Tensor& tensor) const {
  if (!tensor) fail(fmt::format("the tensor for input {} is empty (default-constructed)", name(index)));
  const auto& port = ports_[index];
  const auto& type = port.get_element_type();
  if (type.is_static() && tensor.get_element_type() != type) {
    fail(fmt::format("input {} wants {}, the tensor holds {}; convert it or add a preprocessing step to the model",
                     name(index), text(type), text(tensor.get_element_type())));
  }
  if (!port.get_partial_shape().compatible(ov::PartialShape(tensor.get_shape()))) {
    fail(fmt::format("input {} wants shape {}, the tensor has {}; resize the data or reshape the model", name(index),
                     text(port.get_partial_shape()), text(tensor.get_shape())));
  }
}

std::string ModelInputs::name(std::size_t index) const {
  const auto& names = ports_[index].get_names();
  return names.empty() ? std::to_string(index) : fmt::format("'{}'", ports_[index].get_any_name());
}

std::string ModelInputs::names() const {
  if (ports_.empty()) return "none";
  std::vector<std::string> all;
  for (std::size_t i = 0; i < ports_.size(); ++i) all.push_back(name(i));
  return fmt::format("{}", fmt::join(all, ", "));
}

}  // namespace millrace::queue
