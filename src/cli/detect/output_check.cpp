#include "cli/detect/output_check.hpp"

#include <filesystem>
#include <iterator>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/platform.hpp"
#include "cli/arguments/output_option.hpp"
#include "io/output_file.hpp"
#include "io/output_place.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/result_folder.hpp"

namespace millrace::cli {
namespace {

namespace fs = std::filesystem;
namespace platform = base::platform;

struct NamedOutput {
  const char* option;
  std::string path;
};

std::vector<NamedOutput> files_of(const DetectOutputs& outputs) {
  std::vector<NamedOutput> files = {
      {"--json", outputs.jsonl}, {"--coco", outputs.coco}, {"--csv", outputs.csv}, {"MILLRACE_TRACE", trace_path()}};
  std::erase_if(files, [](const NamedOutput& file) { return file.path.empty(); });
  return files;
}

fs::path canonical_place(const fs::path& path) {
  std::error_code unknown;
  const fs::path place = fs::absolute(io::followed(path), unknown);
  const fs::path canonical = fs::weakly_canonical(place, unknown);
  return unknown ? place.lexically_normal() : canonical;
}

bool same_file_or_pipe(const std::string& a, const std::string& b) {
  const auto status = [](const std::string& path) {
    return path == "-" ? platform::status_of(platform::kStandardOutput) : platform::status_of(path);
  };
  const auto one = status(a);
  const auto other = status(b);
  return one && other && one->kind != platform::FileKind::kCharacterDevice && one->is_same_file(*other);
}

bool same_place(const std::string& a, const std::string& b) {
  if (a == "-" || b == "-") return a == b || same_file_or_pipe(a, b);
  const fs::path place = canonical_place(a);
  return place != "/dev/null" && (place == canonical_place(b) || same_file_or_pipe(a, b));
}

void check_distinct(const std::vector<NamedOutput>& files) {
  for (auto a = files.begin(); a != files.end(); ++a) {
    for (auto b = std::next(a); b != files.end(); ++b) {
      if (!same_place(a->path, b->path)) continue;
      std::string place = a->path == "-" ? "standard output (-)" : a->path;
      if (b->path != a->path && a->path != "-") place += fmt::format(" ({})", b->path);
      throw Error(ErrorCode::kInvalidArgument,
                  fmt::format("{} and {} both want {}; give each a place of its own", a->option, b->option, place));
    }
  }
}

/// The names of the files that a run will put into the folder of results.
using Planned = std::set<std::string>;

Planned planned(const DetectOutputs& outputs, std::span<const std::string> pictures, io::PictureNames& names) {
  Planned files;
  for (const std::string& picture : pictures) {
    const io::PictureName name = names.of(picture);
    if (outputs.save_pictures) files.insert(name.picture);
    if (outputs.save_txt) files.insert((fs::path(DetectOutputs::kLabels) / (name.stem + ".txt")).string());
  }
  return files;
}

/// True when a file at `name` below the folder of results would be in the way of a planned one, or vice versa.
bool is_taken(const Planned& files, const std::string& name) {
  const auto next = files.lower_bound(name + "/");
  if (next != files.end() && next->starts_with(name + "/")) return true;
  for (fs::path part = name; !part.empty(); part = part.parent_path()) {
    if (files.contains(part.string())) return true;
  }
  return name == "." || name == ResultFolder::kList;
}

void check_beside_folder(const std::vector<NamedOutput>& outputs, const std::string& folder, const Planned& files) {
  const fs::path root = canonical_place(folder);
  for (const NamedOutput& output : outputs) {
    if (output.path == "-" || !is_taken(files, canonical_place(output.path).lexically_relative(root).string()))
      continue;
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("{} {} and the results in {} want the same place; give it another name", output.option,
                            output.path, folder));
  }
}

void check_planned(const ResultFolder& folder, const Planned& files, InputFiles& inputs) {
  for (const std::string& name : files) {
    const std::string path = folder.path_of(name);
    if (const std::string link = folder.link_on_the_way(name); !link.empty()) {
      throw Error(ErrorCode::kInvalidArgument,
                  link + " is a link, and results are not written through links; give another folder with --out");
    }
    std::error_code unknown;
    if (!fs::exists(fs::symlink_status(path, unknown))) continue;
    if (inputs.lives_at(path)) {
      throw Error(ErrorCode::kInvalidArgument,
                  path + " is an input, and a result of this run would replace it; give another folder with --out");
    }
    if (folder.has(name)) continue;
    throw Error(
        ErrorCode::kInvalidArgument,
        fmt::format("{} is there and no result of an earlier run; give another folder with --out, or move it away",
                    path));
  }
}

// Such as labels/a.txt of a.jpg, and labels/a.txt/ of a folder of that name.
void check_among_themselves(const Planned& files, const std::string& folder) {
  for (const std::string& name : files) {
    for (fs::path above = fs::path(name).parent_path(); !above.empty(); above = above.parent_path()) {
      if (!files.contains(above.string())) continue;
      throw Error(
          ErrorCode::kInvalidArgument,
          fmt::format(
              "in {}, {} would be both a file and a folder of results; detect in the pictures of one folder at a time",
              folder, above.string()));
    }
  }
}

void check_free(const std::string& folder, bool exist_ok) {
  std::error_code unknown;
  if (exist_ok || !fs::is_directory(folder, unknown) || fs::is_empty(folder, unknown)) return;
  throw Error(
      ErrorCode::kInvalidArgument,
      fmt::format(
          "--out {} is not empty; give an empty or a new folder, or --exist-ok to replace the results of earlier "
          "runs there, and nothing else",
          folder));
}

}  // namespace

void check_outputs(const DetectOutputs& outputs, const std::string& folder, std::span<const std::string> pictures,
                   io::PictureNames& names, InputFiles& inputs) {
  const std::vector<NamedOutput> files = files_of(outputs);
  check_distinct(files);
  for (const NamedOutput& file : files) check_output(file.option, file.path, inputs);
  if (!outputs.uses_folder()) return;
  const Planned results = planned(outputs, pictures, names);
  check_among_themselves(results, folder);
  check_beside_folder(files, folder, results);
  check_planned(ResultFolder(folder), results, inputs);
  check_free(folder, outputs.exist_ok);
  io::require_writable_folder(folder);
  if (outputs.save_txt) io::require_writable_folder((fs::path(folder) / DetectOutputs::kLabels).string());
}

}  // namespace millrace::cli
