#include "millrace/models/registry.hpp"

#include <algorithm>

#include "millrace/base/error.hpp"
#include "millrace/base/nearest.hpp"
#include "millrace/models/grid.hpp"
#include "millrace/vision/yolov5.hpp"
#include "models/family_shapes.hpp"

namespace millrace {
namespace {

constexpr ModelFamily kFamilies[] = {
    {"yolov5", yolov5_wants, match_yolov5, decode_yolov5, 0.25F, NmsOptions{}, UnpadRule::kExact},
};

std::string family_names() {
  std::string names;
  for (const ModelFamily& family : kFamilies) names.append(names.empty() ? "" : ", ").append(family.name);
  return names;
}

const ModelFamily& family_named(std::string_view wanted) {
  const auto found = std::ranges::find(kFamilies, wanted, &ModelFamily::name);
  if (found != std::end(kFamilies)) return *found;
  std::vector<std::string> names;
  for (const ModelFamily& family : kFamilies) names.emplace_back(family.name);
  throw Error(ErrorCode::kInvalidArgument, "unknown family '" + std::string(wanted) +
                                               "' (there are: " + family_names() + ")" + did_you_mean(wanted, names));
}

[[noreturn]] void refuse(std::span<const OutputShape> outputs, Size input, std::span<const ModelFamily> families,
                         const std::string& model) {
  std::string message = "model " + model + " cannot be used for detection: at input " + to_string(input) + " it gives";
  for (const OutputShape& shape : outputs) message += (shape == outputs.front() ? " " : ", ") + shape_text(shape);
  if (outputs.empty()) message += " no output";
  if (const auto guess = looks_like(outputs, input)) message += ", which looks like " + *guess;
  for (const ModelFamily& family : families) {
    message.append("; family '").append(family.name).append("' wants ").append(family.wants(input));
  }
  throw Error(ErrorCode::kModel, message + "; try an exported model of a family that can be read: " + family_names());
}

}  // namespace

std::span<const ModelFamily> model_families() {
  return kFamilies;
}

Recognition recognise(std::span<const OutputShape> outputs, Size input, std::string_view wanted,
                      const std::string& model) {
  const std::span<const ModelFamily> families = wanted.empty() ? model_families() : std::span(&family_named(wanted), 1);
  for (const ModelFamily& family : families) {
    if (auto match = family.match(outputs, input)) return {&family, std::move(*match)};
  }
  refuse(outputs, input, families, model);
}

}  // namespace millrace
