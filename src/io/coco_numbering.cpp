#include "millrace/io/coco_numbering.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <istream>
#include <limits>
#include <map>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file_reader.hpp"
#include "base/parse_number.hpp"
#include "io/picture_place.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kLargestTruth = std::size_t{1} << 32U;

// 0012 and 12 are the same number, even with more digits than any integer type holds.
std::string without_zeros(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "0" : digits.substr(first);
}

std::optional<std::int64_t> number_in(const std::string& digits) {
  return base::parse_number<std::int64_t>(digits);
}

std::string stem_of(const std::string& picture) {
  return fs::path(picture).stem().string();
}

std::string text_of(const CocoId& id) {
  const auto* const number = std::get_if<std::int64_t>(&id);
  return number == nullptr ? std::get<std::string>(id) : std::to_string(*number);
}

/// A truth's images by the last part of their file_name.
using ImagesByName = std::multimap<std::string, std::pair<fs::path, CocoId>>;

ImagesByName by_name(const CocoTruth& truth) {
  ImagesByName images;
  for (const auto& [file_name, id] : truth.images) {
    const fs::path path = fs::path(file_name).lexically_normal();
    images.emplace(path.filename().string(), std::pair(path, id));
  }
  return images;
}

/// How many parts `path` has if `place` ends with it, else 0: a/1.jpg has 2 for /set/a/1.jpg, 0 for /set/b/1.jpg.
std::size_t parts_of_end(const fs::path& path, const fs::path& place) {
  const std::vector<fs::path> end(path.begin(), path.end());
  const std::vector<fs::path> whole(place.begin(), place.end());
  const bool is_end = end.size() <= whole.size() && std::equal(end.rbegin(), end.rend(), whole.rbegin());
  return is_end ? end.size() : 0;
}

// The image whose file_name, folders included, ends the picture's path; the longest if several do.
std::optional<CocoId> image_in(const ImagesByName& images, const std::string& picture) {
  const fs::path place = io::picture_place(picture);
  const auto [first, last] = images.equal_range(place.filename().string());
  std::optional<CocoId> best;
  std::size_t most = 0;
  for (auto image = first; image != last; ++image) {
    const std::size_t parts = parts_of_end(image->second.first, place);
    if (parts <= most) continue;
    most = parts;
    best = image->second.second;
  }
  return best;
}

[[noreturn]] void refuse_truth(const std::string& path, const std::string& why) {
  throw Error(
      ErrorCode::kInvalidArgument,
      fmt::format(
          "{}: {}; give COCO annotations, such as instances_val2017.json: images with id and file_name, categories "
          "with id and name",
          path, why));
}

/// Keeps only what is needed of a truth, which is little: most of such a file is annotations.
class TruthFilter {
 public:
  explicit TruthFilter(const std::string& path) : path_(path) {}

  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    if (depth > kDeepest) refuse_truth(path_, fmt::format("is nested more than {} levels deep", kDeepest));
    if (++kept_ > kMostValues) refuse_truth(path_, fmt::format("holds more than {} values", kMostValues));
    if (event != json::parse_event_t::key) return true;
    if (depth == 1) return parsed == "images" || parsed == "categories";
    return parsed == "id" || parsed == "file_name" || parsed == "name";
  }

 private:
  static constexpr int kDeepest = 16;
  static constexpr std::size_t kMostValues = 100'000'000;  // COCO's train2017 has one of some 120 000 images

  const std::string& path_;
  std::size_t kept_ = 0;
};

void require_read(const std::string& path, const base::FileReader& reader) {
  base::throw_if_stopped(path, reader.error(), "writer");
  if (reader.error()) refuse_truth(path, reader.problem());
}

json content_of(const std::string& path) {
  base::FileReader reader(path, kLargestTruth);
  require_read(path, reader);
  base::FileBuffer buffer(reader);
  std::istream file(&buffer);
  try {
    json content = json::parse(file, TruthFilter(path));
    require_read(path, reader);
    return content;
  } catch (const json::parse_error& error) {
    require_read(path, reader);
    refuse_truth(path, fmt::format("is no JSON from byte {} on", error.byte));
  }
}

std::optional<std::int64_t> integer_in(const json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  const bool fits = !value.is_number_unsigned() ||
                    value.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return fits ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

std::optional<CocoId> image_id_in(const json& value) {
  if (value.is_string()) return CocoId(value.get<std::string>());
  const std::optional<std::int64_t> number = integer_in(value);
  return number ? std::optional<CocoId>(*number) : std::nullopt;
}

/// Calls use(entry's name, entry's id) for each entry of the list `key`.
template <typename Use>
void for_each_entry(const CocoTruth& truth, const json& content, const char* key, const char* name_key, Use use) {
  if (!content.is_object() || !content.contains(key) || !content[key].is_array()) {
    refuse_truth(truth.path, fmt::format("has no list \"{}\"", key));
  }
  std::size_t number = 0;
  for (const json& entry : content[key]) {
    const bool usable = entry.is_object() && entry.contains(name_key) && entry[name_key].is_string() &&
                        entry.contains("id") && use(entry[name_key].get<std::string>(), entry["id"]);
    if (!usable) {
      refuse_truth(truth.path,
                   fmt::format("entry {} of \"{}\" has no {}, no usable id, or the {} of another one with another id",
                               number, key, name_key, name_key));
    }
    ++number;
  }
}

/// Adds an entry to a map; false if there is no value, or the key is there with another one.
template <typename Map, typename Value>
bool add_once(Map& map, const std::string& name, const std::optional<Value>& value) {
  return value && map.emplace(name, *value).first->second == *value;
}

}  // namespace

std::span<const int> coco91_ids() {
  static constexpr std::array<int, 80> kIds = {
      1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 31,
      32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
      60, 61, 62, 63, 64, 65, 67, 70, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 84, 85, 86, 87, 88, 89, 90};
  return kIds;
}

CocoTruth read_coco_truth(const std::string& path) {
  CocoTruth truth{.path = path, .images = {}, .categories = {}};
  const json content = content_of(path);
  for_each_entry(truth, content, "images", "file_name", [&truth](const std::string& name, const json& id) {
    return add_once(truth.images, name, image_id_in(id));
  });
  for_each_entry(truth, content, "categories", "name", [&truth](const std::string& name, const json& id) {
    return add_once(truth.categories, name, integer_in(id));
  });
  return truth;
}

CocoNumbering::CocoNumbering(std::span<const std::string> pictures) {
  const auto is_digits = [](const std::string& picture) { return base::are_digits(stem_of(picture)); };
  const bool digits = std::ranges::all_of(pictures, is_digits);
  for (const std::string& picture : pictures) {
    const std::string stem = stem_of(picture);
    images_.emplace(picture, digits ? without_zeros(stem) : stem);
  }
  require_different_ids();
  const auto fits = [](const auto& image) { return number_in(std::get<std::string>(image.second)).has_value(); };
  const bool numbers = digits && std::ranges::all_of(images_, fits);
  for (auto& [picture, id] : images_) {
    if (numbers) {
      id = *number_in(std::get<std::string>(id));
    } else {
      id = stem_of(picture);
    }
  }
}

CocoNumbering::CocoNumbering(const CocoTruth& truth, std::span<const std::string> pictures) {
  const ImagesByName images = by_name(truth);
  for (const std::string& picture : pictures) {
    if (const auto id = image_in(images, picture)) images_.emplace(picture, *id);
  }
  require_different_ids();
}

void CocoNumbering::number_categories(std::span<const int> ids) {
  categories_.emplace(ids.begin(), ids.end());
}

void CocoNumbering::number_categories(const CocoTruth& truth, std::span<const std::string> labels) {
  categories_.emplace();
  for (const std::string& label : labels) {
    const auto category = truth.categories.find(label);
    categories_->push_back(category == truth.categories.end() ? std::nullopt : std::optional(category->second));
  }
}

void CocoNumbering::require_different_ids() const {
  std::map<CocoId, std::string> pictures;
  for (const auto& [picture, id] : images_) {
    const auto [first, is_new] = pictures.emplace(id, picture);
    if (is_new || io::picture_place(first->second) == io::picture_place(picture)) continue;
    const auto [a, b] = std::minmax(first->second, picture);
    throw Error(
        ErrorCode::kInvalidArgument,
        fmt::format(
            "{} and {} would both be image_id {} in the COCO results; rename one of them, detect in one at a time, or take "
            "the ids from the truth with --coco-gt FILE",
            a, b, text_of(id)));
  }
}

std::optional<CocoId> CocoNumbering::image_of(const std::string& picture) const {
  const auto image = images_.find(picture);
  return image == images_.end() ? std::nullopt : std::optional(image->second);
}

std::optional<std::int64_t> CocoNumbering::category_of(int class_id) const {
  if (!categories_) return class_id;
  const auto index = static_cast<std::size_t>(class_id);
  return class_id >= 0 && index < categories_->size() ? (*categories_)[index] : std::nullopt;
}

}  // namespace millrace
