#include "base/platform.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>
#include <unistd.h>

#include "fakes/in_child.hpp"
#include "fakes/pipe.hpp"
#include "fakes/temp_dir.hpp"

namespace millrace::base::platform {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class PlatformTest : public ::testing::Test {
 protected:
  static FileKind kind_of(const std::string& path) {
    const auto status = status_of(path);
    EXPECT_TRUE(status) << path;
    return status ? status->kind : FileKind::kOther;
  }

  TempDir dir_;
  std::error_code error_ = std::make_error_code(std::errc::interrupted);  // what a call that succeeds must clear
};

TEST_F(PlatformTest, TellsFilesFoldersPipesAndDevicesApart) {
  EXPECT_EQ(kind_of(dir_.write("file", "abc")), FileKind::kRegular);
  EXPECT_EQ(kind_of(dir_.path()), FileKind::kFolder);
  EXPECT_EQ(kind_of(make_pipe(dir_)), FileKind::kPipe);
  EXPECT_EQ(kind_of("/dev/null"), FileKind::kCharacterDevice);
}

TEST_F(PlatformTest, SaysWhyThereIsNothing) {
  EXPECT_FALSE(status_of(dir_ / "none", error_));
  EXPECT_EQ(error_, std::errc::no_such_file_or_directory);
}

TEST_F(PlatformTest, KnowsAFileByAnyOfItsNames) {
  const std::string file = dir_.write("file", "abc");
  fs::create_hard_link(file, dir_ / "second");
  fs::create_symlink(file, dir_ / "link");
  const FileStatus status = status_of(file).value();
  EXPECT_EQ(status.size, 3U);
  EXPECT_EQ(status.names, 2U);
  EXPECT_TRUE(status.is_same_file(status_of(dir_ / "second").value()));
  EXPECT_TRUE(status.is_same_file(status_of(dir_ / "link").value()));
  EXPECT_FALSE(status.is_same_file(status_of(dir_.write("other", "abc")).value()));
}

TEST_F(PlatformTest, KnowsAnOpenFileAsTheOneOfItsPath) {
  const std::string path = dir_.write("file", "abc");
  const Descriptor file = open_file(path, OpenFor::kReading, error_);
  EXPECT_FALSE(error_);
  EXPECT_TRUE(status_of(file.get()).value().is_same_file(status_of(path).value()));
}

TEST_F(PlatformTest, FindsOutByTryingWhetherAFolderTakesFiles) {
  EXPECT_FALSE(error_of_new_file_in(dir_.path()));
  EXPECT_TRUE(fs::is_empty(dir_.path()));
  EXPECT_EQ(error_of_new_file_in(dir_.write("file", "")), std::errc::not_a_directory);
}

TEST_F(PlatformTest, MatchesAPatternWithHiddenNamesOnlyWhereTheyAreAskedFor) {
  EXPECT_TRUE(matches("*.jpg", "a.jpg", false));
  EXPECT_FALSE(matches("*.jpg", "a.png", true));
  EXPECT_FALSE(matches("*.jpg", ".a.jpg", false));
  EXPECT_TRUE(matches("*.jpg", ".a.jpg", true));
}

TEST_F(PlatformTest, CreatesAFileOnlyWhereNothingHasItsName) {
  EXPECT_TRUE(open_file(dir_ / "new", OpenFor::kCreating, error_).is_open());
  EXPECT_FALSE(error_);
  EXPECT_FALSE(open_file(dir_ / "new", OpenFor::kCreating, error_).is_open());
  EXPECT_EQ(error_, std::errc::file_exists);
}

TEST_F(PlatformTest, ReadsWhatWasWrittenAppendedAndCutOff) {
  const std::string path = dir_.write("file", "abc");
  const Descriptor out = open_file(path, OpenFor::kAppending, error_);
  EXPECT_EQ(write_some(out.get(), "defgh", error_), 5U);
  cut_off(out.get(), 6);
  const Descriptor in = open_file(path, OpenFor::kReading, error_);
  std::array<char, 16> room = {};
  EXPECT_EQ(read_some(in.get(), room, error_), 6U);
  EXPECT_EQ(std::string(room.data()), "abcdef");
  EXPECT_EQ(read_some(in.get(), room, error_), 0U);
  EXPECT_FALSE(error_);
}

TEST_F(PlatformTest, SaysWhyNothingIsRead) {
  const Descriptor folder = open_file(dir_.path(), OpenFor::kReading, error_);
  std::array<char, 1> room = {};
  EXPECT_EQ(read_some(folder.get(), room, error_), 0U);
  EXPECT_EQ(error_, std::errc::is_a_directory);
}

TEST_F(PlatformTest, WaitsForNeitherEndOfAPipeThatIsOpenedAtOnce) {
  const std::string pipe = make_pipe(dir_);
  EXPECT_FALSE(open_file(pipe, OpenFor::kWritingAtOnce, error_).is_open());
  EXPECT_EQ(error_, std::errc::no_such_device_or_address);
  const Descriptor reader = open_file(pipe, OpenFor::kReadingAtOnce, error_);
  EXPECT_FALSE(error_);
  const Descriptor writer = open_file(pipe, OpenFor::kWritingAtOnce, error_);
  EXPECT_FALSE(error_);
  std::array<char, 1> room = {};
  EXPECT_EQ(read_some(reader.get(), room, error_), 0U);
  EXPECT_EQ(error_, std::errc::resource_unavailable_try_again);
}

TEST_F(PlatformTest, KeepsADuplicateOpenWhenTheFirstIsClosed) {
  Descriptor first = open_file(dir_ / "file", OpenFor::kCreating, error_);
  const Descriptor second = duplicate(first.get(), error_);
  EXPECT_FALSE(close_file(std::move(first)));
  EXPECT_EQ(write_some(second.get(), "abc", error_), 3U);
  EXPECT_EQ(dir_.read("file"), "abc");
}

TEST_F(PlatformTest, WritesToTheSameFileThroughAStream) {
  std::FILE* const stream = stream_of(open_file(dir_ / "file", OpenFor::kCreating, error_), error_);
  ASSERT_NE(stream, nullptr);
  EXPECT_FALSE(error_);
  std::fputs("abc", stream);
  std::fclose(stream);
  EXPECT_EQ(dir_.read("file"), "abc");
}

TEST_F(PlatformTest, GivesAFileTheModeOfAnother) {
  const std::string old = dir_.write("old", "");
  fs::permissions(old, fs::perms::owner_read);
  const Descriptor file = open_file(dir_ / "new", OpenFor::kCreating, error_);
  take_over_owner_and_mode(old, file.get());
  EXPECT_EQ(fs::status(dir_ / "new").permissions(), fs::perms::owner_read);
}

TEST_F(PlatformTest, MovesToAFreePlaceOnly) {
  const std::string from = dir_.write("from", "new");
  EXPECT_EQ(move_to_free_place(from, dir_.write("taken", "old")), std::errc::file_exists);
  EXPECT_EQ(dir_.read("taken"), "old");
  EXPECT_FALSE(move_to_free_place(from, dir_ / "free"));
  EXPECT_EQ(dir_.read("free"), "new");
}

TEST_F(PlatformTest, RemovesALinkAndNeitherItsEndNorAFolder) {
  const std::string file = dir_.write("file", "");
  fs::create_symlink(file, dir_ / "link");
  fs::create_directory(dir_ / "folder");
  remove_file(dir_ / "link");
  remove_file(dir_ / "folder");
  EXPECT_FALSE(fs::exists(fs::symlink_status(dir_ / "link")));
  EXPECT_TRUE(fs::exists(file));
  EXPECT_TRUE(fs::exists(dir_ / "folder"));
}

TEST_F(PlatformTest, MapsTheBytesOfAFile) {
  const Descriptor file = open_file(dir_.write("file", "abc"), OpenFor::kReading, error_);
  const char* const bytes = map(file.get(), 3);
  ASSERT_NE(bytes, nullptr);
  EXPECT_EQ(std::string_view(bytes, 3), "abc");
  unmap(bytes, 3);
}

TEST_F(PlatformTest, EndsAWaitWhenTheEventIsRaised) {
  const Descriptor event = make_event(error_);
  EXPECT_FALSE(error_);
  EXPECT_TRUE(wait_to_read(-1, event.get(), 0ms));
  const std::jthread other([&event] { raise(event.get()); });
  EXPECT_FALSE(wait_to_read(-1, event.get(), std::nullopt));
  EXPECT_FALSE(wait_to_read(-1, event.get(), std::nullopt)) << "it stays raised";
}

TEST_F(PlatformTest, EndsAWaitWhenThereIsSomethingToRead) {
  const std::string pipe = make_pipe(dir_);
  const Descriptor reader = open_file(pipe, OpenFor::kReadingAtOnce, error_);
  const Descriptor writer = open_file(pipe, OpenFor::kWritingAtOnce, error_);
  const Descriptor event = make_event(error_);
  const std::jthread other([&writer] {
    std::error_code error;
    write_some(writer.get(), "x", error);
  });
  EXPECT_TRUE(wait_to_read(reader.get(), event.get(), std::nullopt));
}

TEST_F(PlatformTest, KnowsTheExitCodesOfTheSignalsThatAskForTheEnd) {
  EXPECT_EQ(exit_code_of_signal(SIGINT), 130);
  EXPECT_EQ(exit_code_of_signal(SIGTERM), 143);
  EXPECT_EQ(exit_code_of_signal(SIGHUP), 129);
  EXPECT_EQ(exit_code_of_signal(SIGSEGV), std::nullopt);
}

TEST_F(PlatformTest, LeavesAnIgnoredSignalIgnored) {
  EXPECT_TRUE(in_child([] {
    std::signal(SIGHUP, SIG_IGN);
    handle_stop_signals([](int) { std::_Exit(2); });
    std::raise(SIGHUP);
    restore_stop_signals();
    return std::signal(SIGHUP, SIG_DFL) == SIG_IGN;
  }));
}

TEST_F(PlatformTest, MakesAPipeThatNobodyReadsAnErrorOfTheWrite) {
  const std::string pipe = make_pipe(dir_);
  EXPECT_TRUE(in_child([&pipe] {
    ignore_broken_pipes();
    std::error_code error;
    Descriptor reader = open_file(pipe, OpenFor::kReadingAtOnce, error);
    const Descriptor writer = open_file(pipe, OpenFor::kWritingAtOnce, error);
    if (close_file(std::move(reader))) return false;
    write_some(writer.get(), "x", error);
    return error == std::errc::broken_pipe;
  }));
}

TEST_F(PlatformTest, CallsBackInAForkedChild) {
  static bool called = false;
  EXPECT_TRUE(in_child([] {
    call_in_forked_children([] { called = true; });
    return in_child([] { return called; }) && !called;
  }));
}

TEST_F(PlatformTest, CountsTheTimeOfEveryThread) {
  const auto compute = [] {
    const Milliseconds end = process_cpu_time() + Milliseconds(2);
    while (process_cpu_time() < end) {
    }
  };
  const Milliseconds before = process_cpu_time();
  compute();
  std::jthread(compute).join();
  EXPECT_GE(process_cpu_time() - before, Milliseconds(4));
}

TEST_F(PlatformTest, SaysThatAFileIsNoTerminal) {
  const Descriptor file = open_file("/dev/null", OpenFor::kWriting, error_);
  EXPECT_FALSE(is_terminal(file.get()));
  EXPECT_EQ(columns_of(file.get()), std::nullopt);
}

TEST_F(PlatformTest, KnowsThisProcessAndItsMachine) {
  EXPECT_EQ(process_id(), ::getpid());
  EXPECT_GE(present_cpus(), 1U);
  EXPECT_GE(allowed_cpus(), 1U);
  EXPECT_GE(page_size(), 4096U);
  EXPECT_GE(longest_name(), 255U);
  EXPECT_GT(longest_path(), longest_name());
}

}  // namespace
}  // namespace millrace::base::platform
