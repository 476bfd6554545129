#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fakes/build_paths.hpp"
#include "fakes/standin.hpp"
#include "fakes/temp_dir.hpp"
#include "run_program.hpp"

namespace millrace {

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// `millrace detect` with the stand-in model, each test in an empty folder of its own.
class DetectTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_standin = std::make_unique<Standin>(); }
  static void TearDownTestSuite() { shared_standin.reset(); }

  static std::string model() { return shared_standin->model(); }
  /// Finds the block as a person, the first of COCO's 80 classes.
  static std::string coco_model() { return shared_standin->coco_model(); }
  /// Finds three boxes of three classes at nearly one place.
  static std::string crowd_model() { return shared_standin->crowd_model(); }
  /// 640x480 with a block at (160,120)-(320,360).
  static std::string wide() { return shared_standin->wide_picture(); }
  /// 320x640 with a block at (40,400)-(200,480).
  static std::string tall() { return shared_standin->tall_picture(); }

  /// `millrace detect MODEL --precision f32 ARGUMENTS...`
  std::vector<std::string> words(const std::vector<std::string>& arguments, const std::string& model = {}) const {
    std::vector<std::string> all = {program_path(), "detect", model.empty() ? DetectTest::model() : model,
                                    "--precision", "f32"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
  }
  std::vector<std::string> environment() const { return {"XDG_CACHE_HOME=" + (dir_ / "cache")}; }

  ProgramResult detect(const std::vector<std::string>& arguments, const std::string& model = {}) const {
    return StartedProgram(words(arguments, model), dir_.path().string(), environment()).wait();
  }
  ProgramResult shell(const std::string& script) const {
    std::vector<std::string> variables = environment();
    variables.push_back("MODEL=" + model());
    variables.push_back("WIDE=" + wide());
    return run_shell(script, dir_.path().string(), variables);
  }

  /// `detect` with words for a shell, by somebody who may not read everything, as root may. Such a user may not run the
  /// program either: 126 or 127, as the shell says it.
  ProgramResult detect_without_root(const std::string& arguments) const {
    namespace fs = std::filesystem;
    for (const fs::path& open : {fs::path(model()).parent_path(), dir_.path()}) {
      fs::permissions(open, static_cast<fs::perms>(0755));
    }
    return shell("[ $(id -u) = 0 ] && as='setpriv --reuid 65534 --clear-groups'; $as \"$MILLRACE\" detect \"$MODEL\" " +
                 arguments);
  }

  /// True when a line holds all these words.
  static bool any_line_has(const std::string& text, const std::vector<std::string>& parts) {
    const std::vector<std::string> lines = lines_of(text);
    return std::ranges::any_of(lines, [&](const std::string& line) {
      return std::ranges::all_of(parts, [&](const std::string& part) { return line.find(part) != std::string::npos; });
    });
  }

  TempDir dir_;

 private:
  static inline std::unique_ptr<Standin> shared_standin;
};

}  // namespace millrace
