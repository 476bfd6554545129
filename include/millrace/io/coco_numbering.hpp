#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace millrace {

/// An image_id of COCO: a number, or a name.
using CocoId = std::variant<std::int64_t, std::string>;

/// COCO's category id of each of its 80 classes: 1, 2, ... 11, 13, ... 90.
std::span<const int> coco91_ids();

/// The ids that a COCO annotation file ("instances.json") gives its images and categories.
struct CocoTruth {
  std::string path;
  std::unordered_map<std::string, CocoId> images;            ///< by file_name
  std::unordered_map<std::string, std::int64_t> categories;  ///< by name
};

/// Throws Error kInvalidArgument when the file cannot be read, is not a COCO annotation file, or gives one name two
/// ids.
CocoTruth read_coco_truth(const std::string& path);

/// How the pictures and classes of a run are numbered in COCO results. No two pictures share an id.
class CocoNumbering {
 public:
  /// Image ids are file names without their extension: as numbers if all of them are numbers (000000005001.jpg -> 5001)
  /// that fit 64 bits, else as names. Throws Error kInvalidArgument when two pictures would share an id.
  explicit CocoNumbering(std::span<const std::string> pictures);

  /// Image ids come from the truth: the image whose whole file_name, folders included, ends the picture's path; the
  /// longest if several do. Throws Error kInvalidArgument as above.
  CocoNumbering(const CocoTruth& truth, std::span<const std::string> pictures);

  /// Class i becomes category `ids[i]`, or the truth's category named `labels[i]`. Without a call, class ids are
  /// category ids.
  void number_categories(std::span<const int> ids);
  void number_categories(const CocoTruth& truth, std::span<const std::string> labels);

  /// Nothing if the truth does not name it, or the picture was not among those given.
  std::optional<CocoId> image_of(const std::string& picture) const;
  std::optional<std::int64_t> category_of(int class_id) const;

 private:
  void require_different_ids() const;

  std::unordered_map<std::string, CocoId> images_;                      // by picture, as given
  std::optional<std::vector<std::optional<std::int64_t>>> categories_;  // by class id
};

}  // namespace millrace
