#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace millrace::io {

/// The names of one picture's results, below the folder of results.
struct PictureName {
  std::string stem;     ///< for a label file: "bus", "cam1/bus"
  std::string picture;  ///< with an extension that can be written: "bus.jpg", "cam1/bus.jpg"
};

/// Gives the results of each picture of a run a unique name.
///
/// If all pictures are known beforehand: flat while their stems (file names without extension) are unique, else with
/// the folders below their common one, so that a/bus.jpg and b/bus.png become a/bus and b/bus. Two pictures of one stem
/// in one folder keep their extensions: bus.jpg and bus.png give bus.jpg.txt and bus.png.txt. A picture that is given
/// twice has one name.
///
/// Otherwise flat and numbered in order: bus, bus-2.
class PictureNames {
 public:
  PictureNames() = default;
  /// Throws Error kInvalidArgument when two pictures cannot be told apart even so.
  explicit PictureNames(std::span<const std::string> sources);

  PictureName of(const std::string& source);

 private:
  std::string numbered(const std::string& stem);

  std::unordered_map<std::string, PictureName> known_;  // by source
  std::unordered_map<std::string, int> uses_;           // of stems, if the pictures are not known beforehand
};

}  // namespace millrace::io
