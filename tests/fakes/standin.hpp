#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "fakes/build_paths.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/vision/image.hpp"

namespace millrace {

/// The generated stand-in detector in a folder of its own: it finds one bright block in a dark picture.
class Standin {
 public:
  Standin() {
    const std::string command = standin_tool_path() + " " + folder_.path().string();
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  }

  std::string folder() const { return folder_.path().string(); }
  std::string model() const { return folder_ / "standin.xml"; }
  /// The same with COCO's 80 classes, of which it finds the first, and without names for them.
  std::string coco_model() const { return folder_ / "coco.xml"; }
  /// Finds three boxes of three classes at nearly one place, in the middle of any picture.
  std::string crowd_model() const { return folder_ / "crowd.xml"; }
  /// Two pictures with a block each.
  std::string wide_picture() const { return folder_ / "wide.png"; }
  std::string tall_picture() const { return folder_ / "tall.png"; }

  /// A dark picture of 64x64 pixels with a white block of `side` pixels at (x, y).
  static Image block_picture(int x, int y, int side) {
    Image picture({64, 64});
    for (int row = y; row < y + side; ++row) {
      for (int i = 3 * x; i < 3 * (x + side); ++i) picture.view().row(row)[i] = 255;
    }
    return picture;
  }

 private:
  TempDir folder_;
};

}  // namespace millrace
