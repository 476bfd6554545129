// A run that is killed at any moment, with room or on a full disk, leaves every file as it was or new and whole.
// MILLRACE_KILLS says how often; the moments are random, and what is checked must hold at each.

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sched.h>
#include <sys/mount.h>

#include "detect_fixture.hpp"
#include "millrace/io/picture_reader.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kPictures = 30;

int kills() {
  const char* const wanted = std::getenv("MILLRACE_KILLS");
  return wanted == nullptr ? 6 : static_cast<int>(std::strtol(wanted, nullptr, 10));
}

class DetectKillTest : public DetectTest {
 protected:
  DetectKillTest() {
    fs::create_directories(dir_ / "in");
    for (std::size_t i = 0; i < kPictures; ++i) {
      fs::copy_file(i % 2 == 0 ? wide() : tall(), dir_ / ("in/" + std::to_string(100 + i) + ".png"));
    }
  }

  /// The run whose files are looked at; all of them are in the folder "disk".
  StartedProgram start() const {
    return StartedProgram(words({"in", "-o", "disk/out", "--exist-ok", "--save-txt", "--json", "disk/r.jsonl", "--coco",
                                 "disk/r.json", "--csv", "disk/r.csv"}),
                          dir_.path().string(), environment());
  }

  void write_old_files() const {
    dir_.write("disk/out/mine.png", "mine");
    dir_.write("disk/out/labels/mine.txt", "mine");
    for (const char* name : {"disk/r.jsonl", "disk/r.json", "disk/r.csv"}) dir_.write(name, "old");
  }

  bool is_old(const std::string& name) const { return dir_.read(name) == "old"; }

  void expect_whole_files() const {
    EXPECT_EQ(dir_.read("disk/out/mine.png"), "mine");
    EXPECT_EQ(dir_.read("disk/out/labels/mine.txt"), "mine");
    if (!is_old("disk/r.jsonl")) {
      for (const std::string& line : lines_of(dir_.read("disk/r.jsonl"))) EXPECT_TRUE(json::accept(line)) << line;
    }
    EXPECT_TRUE(is_old("disk/r.json") || json::accept(dir_.read("disk/r.json")));
    EXPECT_TRUE(is_old("disk/r.csv") || dir_.read("disk/r.csv").ends_with('\n'));
    for (const fs::directory_entry& entry : fs::directory_iterator(dir_ / "disk/out")) {
      if (entry.path().extension() != ".png" || entry.path().stem() == "mine") continue;
      EXPECT_TRUE(read_picture(entry.path()).ok()) << entry.path();
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(dir_ / "disk/out/labels")) {
      if (entry.path().extension() != ".txt" || entry.path().stem() == "mine") continue;
      EXPECT_EQ(lines_of(dir_.read("disk/out/labels/" + entry.path().filename().string())).size(), 1U);
    }
  }

  static void expect_whole_lines(const fs::path& part) {
    std::ifstream file(part);
    std::string line;
    while (std::getline(file, line)) {
      const bool complete = !file.eof();  // the last one may have been cut
      EXPECT_TRUE(!complete || json::accept(line)) << line;
    }
  }

  /// What killed runs leave is complete up to its last line; a user would look at it and remove it.
  void take_away_parts() const {
    std::vector<fs::path> parts;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(dir_ / "disk")) {
      if (entry.path().extension() == ".part") parts.push_back(entry.path());
    }
    for (const fs::path& part : parts) {
      EXPECT_NE(part.filename().string().find(".millrace-"), std::string::npos) << part;
      if (part.filename().string().starts_with("r.jsonl.")) expect_whole_lines(part);
      fs::remove(part);
    }
  }

  void expect_whole_files_however_often_it_is_killed() const {
    write_old_files();
    const auto begin = std::chrono::steady_clock::now();
    StartedProgram whole_run = start();
    whole_run.wait();
    const auto duration = std::chrono::steady_clock::now() - begin;
    expect_whole_files();
    std::mt19937 random(static_cast<unsigned>(kills()));
    std::uniform_real_distribution<double> moments(0, 1);
    for (int i = 0; i < kills() && !HasFailure(); ++i) {
      StartedProgram run = start();
      std::this_thread::sleep_for(duration * moments(random));
      run.signal(SIGKILL);
      run.wait();
      expect_whole_files();
      take_away_parts();
    }
  }
};

TEST_F(DetectKillTest, LeavesEveryFileAsItWasOrWhole) {
  expect_whole_files_however_often_it_is_killed();
}

TEST_F(DetectKillTest, LeavesEveryFileAsItWasOrWholeOnADiskThatGetsFull) {
  fs::create_directories(dir_ / "disk");
  const std::string disk = dir_ / "disk";
  // A namespace of its own, so that nobody else sees the disk and nobody has to take it away.
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      mount("none", disk.c_str(), "tmpfs", 0, "size=100k") != 0) {
    GTEST_SKIP() << "only root may mount a small disk";
  }
  expect_whole_files_however_often_it_is_killed();
  EXPECT_EQ(start().wait().exit_code, 1) << "the disk is too small, or nothing is tested here";
  umount(disk.c_str());
}

}  // namespace
}  // namespace millrace
