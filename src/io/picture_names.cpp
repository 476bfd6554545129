#include "io/picture_names.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "io/picture_extension.hpp"
#include "io/picture_place.hpp"
#include "millrace/base/error.hpp"

namespace millrace::io {
namespace {

namespace fs = std::filesystem;

std::string writable_extension(const fs::path& picture) {
  const std::string extension = picture.extension().string();
  return is_written_extension(extension) ? extension : ".jpg";
}

PictureName flat_name(const fs::path& picture) {
  const std::string stem = picture.stem().string();
  return {.stem = stem, .picture = stem + writable_extension(picture)};
}

// For a picture that shares its stem with another one in its folder.
PictureName full_name(const fs::path& picture) {
  const std::string name = picture.string();
  const std::string extension = writable_extension(picture);
  return {.stem = name, .picture = picture.extension() == extension ? name : name + extension};
}

PictureName name_with_folders(const fs::path& picture) {
  const PictureName flat = flat_name(picture.filename());
  const fs::path folder = picture.parent_path();
  return {.stem = (folder / flat.stem).string(), .picture = (folder / flat.picture).string()};
}

// The folder that all these pictures are in or below.
fs::path common_folder(const std::map<fs::path, PictureName>& pictures) {
  fs::path common = pictures.begin()->first.parent_path();
  for (const auto& [picture, name] : pictures) {
    const fs::path folder = picture.parent_path();
    const auto end = std::ranges::mismatch(common, folder).in1;
    fs::path shorter;
    for (auto part = common.begin(); part != end; ++part) shorter /= *part;
    common = shorter;
  }
  return common;
}

std::map<std::string, int> stems_of(const std::map<fs::path, PictureName>& pictures) {
  std::map<std::string, int> uses;
  for (const auto& [picture, name] : pictures) ++uses[name.stem];
  return uses;
}

bool all_differ(const std::map<fs::path, PictureName>& pictures) {
  return std::ranges::all_of(stems_of(pictures), [](const auto& stem) { return stem.second == 1; });
}

void keep_folders(std::map<fs::path, PictureName>& pictures) {
  const fs::path common = common_folder(pictures);
  for (auto& [picture, name] : pictures) name = name_with_folders(picture.lexically_relative(common));
  const std::map<std::string, int> uses = stems_of(pictures);
  for (auto& [picture, name] : pictures) {
    if (uses.at(name.stem) > 1) name = full_name(picture.lexically_relative(common));
  }
}

// bus.jpg and bus.png beside bus.jpg.png, for example.
void require_different(const std::map<fs::path, PictureName>& pictures) {
  std::map<std::string, std::string> stems;
  std::map<std::string, std::string> files;
  for (const auto& [picture, name] : pictures) {
    const auto [stem, stem_is_new] = stems.emplace(name.stem, picture.string());
    const auto [file, file_is_new] = files.emplace(name.picture, picture.string());
    if (stem_is_new && file_is_new) continue;
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("{} and {} would have results of the same name; detect in one of them at a time",
                            picture.string(), stem_is_new ? file->second : stem->second));
  }
}

}  // namespace

PictureNames::PictureNames(std::span<const std::string> sources) {
  if (sources.empty()) return;
  std::vector<fs::path> places;  // of the sources
  places.reserve(sources.size());
  for (const std::string& source : sources) places.push_back(picture_place(source));
  std::map<fs::path, PictureName> pictures;
  for (const fs::path& place : places) pictures.try_emplace(place, flat_name(place));
  if (!all_differ(pictures)) keep_folders(pictures);
  require_different(pictures);
  for (std::size_t i = 0; i < sources.size(); ++i) known_.emplace(sources[i], pictures.at(places[i]));
}

PictureName PictureNames::of(const std::string& source) {
  if (const auto known = known_.find(source); known != known_.end()) return known->second;
  const fs::path picture(source);
  const std::string stem = numbered(picture.stem().string());
  return {.stem = stem, .picture = stem + writable_extension(picture)};
}

std::string PictureNames::numbered(const std::string& stem) {
  int& uses = uses_[stem];  // stays valid as the unordered_map grows
  if (++uses == 1) return stem;
  // A picture may already be named bus-2.
  for (;; ++uses) {
    std::string name = fmt::format("{}-{}", stem, uses);
    if (uses_.emplace(name, 1).second) return name;
  }
}

}  // namespace millrace::io
