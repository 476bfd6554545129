#include "cli/arguments/input_files.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>

#include "base/mapped_file.hpp"
#include "base/platform.hpp"
#include "io/output_place.hpp"
#include "models/model_bytes.hpp"

namespace millrace::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestPath = 4096;
constexpr std::size_t kLookedBack = 10'000;  // entries for which a name in front is looked for; writers put it behind
constexpr char kValueTag = 0x12;             // protobuf's field 2, a string

// The value field at the start of these bytes, if there is one; its length is a varint of one or two bytes.
std::optional<std::string_view> value_at(std::string_view bytes) {
  if (!bytes.starts_with(kValueTag)) return std::nullopt;
  std::size_t length = 0;
  std::size_t at = 1;
  for (unsigned shift = 0; at < bytes.size() && shift < 14; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) break;
  }
  return at + length <= bytes.size() ? std::optional(bytes.substr(at, length)) : std::nullopt;
}

// The weight files that an ONNX model names, found in its raw protobuf bytes: an entry {"location": NAME} of a tensor's
// external_data, whose two fields may come in either order. A false match merely protects one more file.
std::set<std::string> external_data_of(std::string_view model) {
  constexpr std::string_view kLocation = "\x0A\x08location";
  std::set<std::string> names;
  std::size_t entries = 0;
  for (std::size_t at = 0; (at = model.find(kLocation, at)) != std::string_view::npos; at += kLocation.size()) {
    if (const auto name = value_at(model.substr(at + kLocation.size(), kLongestPath + 3))) names.emplace(*name);
    if (++entries > kLookedBack) continue;
    for (std::size_t back = 2; back <= std::min(at, kLongestPath); ++back) {
      const auto name = value_at(model.substr(at - back, back));
      if (name && name->size() + (name->size() < 0x80 ? 2 : 3) == back) names.emplace(*name);
    }
  }
  return names;
}

// The path of a file with all links in its folder resolved. The file itself may be a link.
fs::path entry_of(const fs::path& file) {
  std::error_code unknown;
  return fs::weakly_canonical(fs::absolute(file, unknown).parent_path(), unknown) / file.filename();
}

}  // namespace

void InputFiles::add(const fs::path& file) {
  const auto status = base::platform::status_of(file);
  if (status && status->kind == base::platform::FileKind::kRegular)
    files_[{status->device, status->number}].push_back(file.string());
}

void InputFiles::add_model(const fs::path& model) {
  add(model);
  for (const char* extension : {".bin", ".pdiparams", ".yaml"}) add(fs::path(model).replace_extension(extension));
  add(model.parent_path() / "metadata.yaml");
  if (model.extension() != ".xml") unread_models_.push_back(model);
}

// Reads models only now: they may be large, and most runs write only new files.
const std::vector<std::string>* InputFiles::inputs_at(const base::platform::FileStatus& file) {
  for (const fs::path& model : std::exchange(unread_models_, {})) {
    const base::MappedFile mapped(model);
    if (!models::why_no_model(model, mapped.bytes()).empty()) continue;
    for (const std::string& name : external_data_of(mapped.bytes())) add(model.parent_path() / name);
  }
  const auto found = files_.find({file.device, file.number});
  return found == files_.end() ? nullptr : &found->second;
}

std::optional<std::string> InputFiles::same_as(const fs::path& file) {
  const auto status = base::platform::status_of(file);
  const auto* const inputs = status ? inputs_at(*status) : nullptr;
  return inputs == nullptr ? std::nullopt : std::optional(inputs->front());
}

bool InputFiles::lives_at(const fs::path& file) {
  const auto status = base::platform::status_of(file);
  const auto* const inputs = status ? inputs_at(*status) : nullptr;
  if (inputs == nullptr) return false;
  const fs::path entry = entry_of(file);
  const bool is_link = entry != entry_of(io::followed(file));
  if (!is_link && status->names == 1) return true;
  return std::ranges::any_of(*inputs, [&entry](const std::string& input) {
    return entry == entry_of(input) || entry == entry_of(io::followed(input));
  });
}

}  // namespace millrace::cli
