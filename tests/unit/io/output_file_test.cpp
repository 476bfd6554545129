#include "io/output_file.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakes/error_message.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace::io {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

template <typename Call>
std::string io_error_of(Call call) {
  return error_message(ErrorCode::kIo, call);
}

constexpr uid_t kNobody = 65534;

std::vector<std::string> names_in(const TempDir& dir) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(dir.path())) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string only_name_in(const TempDir& dir) {
  const std::vector<std::string> names = names_in(dir);
  EXPECT_EQ(names.size(), 1U);
  return names.empty() ? "" : names.front();
}

TEST(OutputFileTest, CreatesTheFoldersAboveIt) {
  const TempDir dir;
  OutputFile file(dir / "runs/detect/a.txt");
  file.write("hello");
  file.close();
  EXPECT_EQ(dir.read("runs/detect/a.txt"), "hello");
}

TEST(OutputFileTest, HandsEachWriteToTheSystemAtOnce) {
  const TempDir dir;
  OutputFile file(dir / "a.txt");
  file.write("one\n");
  EXPECT_EQ(dir.read(only_name_in(dir)), "one\n");
}

TEST(OutputFileTest, AppearsWhenItIsClosed) {
  const TempDir dir;
  dir.write("a.txt", "old");
  OutputFile file(dir / "a.txt");
  file.write("new");
  EXPECT_EQ(dir.read("a.txt"), "old");
  file.close();
  EXPECT_EQ(dir.read("a.txt"), "new");
  EXPECT_EQ(only_name_in(dir), "a.txt");
}

TEST(OutputFileTest, LeavesNoTraceWithoutClose) {
  const TempDir dir;
  dir.write("a.txt", "old");
  {
    OutputFile(dir / "a.txt").write("new");
  }
  EXPECT_EQ(dir.read("a.txt"), "old");
  EXPECT_EQ(only_name_in(dir), "a.txt");
}

TEST(OutputFileTest, HasATellingNameUntilThen) {
  const TempDir dir;
  OutputFile file(dir / "a.txt");
  EXPECT_EQ(only_name_in(dir), "a.txt.millrace-" + std::to_string(getpid()) + ".part");
}

TEST(OutputFileTest, WritesBesideWhatAKilledProcessOfItsNumberLeft) {
  const TempDir dir;
  const std::string left = "a.txt.millrace-" + std::to_string(getpid()) + ".part";
  dir.write(left, "left");
  OutputFile file(dir / "a.txt");
  file.write("new");
  file.close();
  EXPECT_EQ(dir.read("a.txt"), "new");
  EXPECT_EQ(dir.read(left), "left");
}

TEST(OutputFileTest, TakesANameAsLongAsTheSystemAllows) {
  const TempDir dir;
  const std::string name(255, 'n');
  OutputFile file(dir / name);
  file.write("new");
  file.close();
  EXPECT_EQ(dir.read(name), "new");
}

TEST(OutputFileTest, KeepsTheModeOfTheFileThatItReplaces) {
  const TempDir dir;
  const fs::path old = dir.write("a.txt", "old");
  for (const auto mode : {fs::perms(0600), fs::perms(0664), fs::perms(0755)}) {
    fs::permissions(old, mode);
    OutputFile(old).close();
    EXPECT_EQ(fs::status(old).permissions(), mode);
  }
}

TEST(OutputFileTest, GivesANewFileTheModeThatUmaskLeaves) {
  const TempDir dir;
  const mode_t before = umask(0027);
  OutputFile(dir / "a.txt").close();
  umask(before);
  EXPECT_EQ(fs::status(dir / "a.txt").permissions(), fs::perms(0640));
}

TEST(OutputFileTest, FollowsALinkAndReplacesItsTarget) {
  const TempDir dir;
  dir.write("far/target.txt", "old");
  fs::create_symlink("far/target.txt", dir / "link");
  fs::create_symlink("link", dir / "link to link");
  OutputFile file(dir / "link to link");
  file.write("new");
  file.close();
  EXPECT_EQ(dir.read("far/target.txt"), "new");
  EXPECT_TRUE(fs::is_symlink(dir / "link"));
  EXPECT_TRUE(fs::is_symlink(dir / "link to link"));
}

TEST(OutputFileTest, CreatesWhatALinkLeadsTo) {
  const TempDir dir;
  fs::create_symlink("target.txt", dir / "link");
  OutputFile(dir / "link").close();
  EXPECT_TRUE(fs::is_regular_file(dir / "target.txt"));
  EXPECT_TRUE(fs::is_symlink(dir / "link"));
}

TEST(OutputFileTest, ReplacesALinkItselfWhereThatIsAskedFor) {
  const TempDir dir;
  dir.write("mine.txt", "mine");
  fs::create_symlink("mine.txt", dir / "soft");
  fs::create_hard_link(dir / "mine.txt", dir / "hard");
  for (const char* name : {"soft", "hard"}) {
    OutputFile file(dir / name, Existing::kReplaceEntry);
    file.write("new");
    file.close();
    EXPECT_EQ(dir.read(name), "new");
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(dir / name)));
  }
  EXPECT_EQ(dir.read("mine.txt"), "mine");
}

TEST(OutputFileTest, RefusesToReplaceWhatIsThereWhereThatIsAskedFor) {
  const TempDir dir;
  OutputFile file(dir / "a.txt", Existing::kRefuse);
  file.write("new");
  dir.write("a.txt", "came in between");
  EXPECT_THAT(io_error_of([&] { file.close(); }), AllOf(HasSubstr("a.txt: cannot be completed: File exists"),
                                                        HasSubstr("what was written is in "), HasSubstr(".part")));
  EXPECT_EQ(dir.read("a.txt"), "came in between");
  OutputFile free(dir / "b.txt", Existing::kRefuse);
  free.close();
  EXPECT_TRUE(fs::exists(dir / "b.txt"));
}

TEST(OutputFileTest, KeepsCompleteWritesWhenTheDiskGetsFull) {
  const TempDir dir;
  dir.write("a.txt", "old");
  EXPECT_EXIT(
      {
        rlimit before;
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit few = before;
        few.rlim_cur = 10;  // bytes a file
        setrlimit(RLIMIT_FSIZE, &few);
        std::signal(SIGXFSZ, SIG_IGN);
        OutputFile file(dir / "a.txt");
        file.write("line 1\n");
        std::string message;
        try {
          file.write("line 2\n");
        } catch (const Error& error) {
          message = error.what();
        }
        file.close();
        setrlimit(RLIMIT_FSIZE, &before);
        std::fputs(message.c_str(), stderr);
        std::exit(message.empty() ? 1 : 0);
      },
      ::testing::ExitedWithCode(0), "a.txt: cannot be written: .*; what was written before is in .*part");
  EXPECT_EQ(dir.read("a.txt"), "old");
  const std::vector<std::string> names = names_in(dir);
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(dir.read(names[1]), "line 1\n");
}

TEST(OutputFileTest, RefusesAFileThatMayNotBeWritten) {
  const TempDir dir;
  const fs::path old = dir.write("a.txt", "old");
  fs::permissions(old, fs::perms::owner_read);
  fs::permissions(dir.path(), fs::perms::all);
  EXPECT_EXIT(
      {
        if (geteuid() == 0 && setuid(kNobody) != 0) std::exit(2);  // root may write everything
        try {
          const OutputFile file(old);
        } catch (const Error& error) {
          std::fputs(error.what(), stderr);
          std::exit(0);
        }
        std::exit(1);
      },
      ::testing::ExitedWithCode(0), "a.txt: cannot be created: Permission denied");
}

TEST(OutputFileTest, WritesToAnOpenDescriptorWhereItStands) {
  const TempDir dir;
  const int log = open(dir.write("log", "").c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_EQ(::write(log, "one ", 4), 4);
  OutputFile file("/dev/fd/" + std::to_string(log));
  file.write("two ");
  file.close();
  ASSERT_EQ(::write(log, "three", 5), 5);
  close(log);
  EXPECT_EQ(dir.read("log"), "one two three");
}

TEST(OutputFileTest, WritesToStandardOutputAndLeavesItOpen) {
  ::testing::internal::CaptureStdout();
  OutputFile first("-");
  first.write("one ");
  first.close();
  OutputFile second("-");
  second.write("two");
  second.close();
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "one two");
}

TEST(OutputFileTest, NamesThePathAndTheReasonWhenTheDiskIsFull) {
  OutputFile file("/dev/full");
  EXPECT_THAT(io_error_of([&] { file.write("x"); }),
              AllOf(HasSubstr("/dev/full"), HasSubstr("No space left on device"), HasSubstr("check free space")));
}

TEST(OutputFileTest, NamesThePathAndTheReasonWhenAFileIsInTheWayOfAFolder) {
  const TempDir dir;
  const std::string path = dir.write("file", "") + "/a.txt";
  EXPECT_THAT(io_error_of([&] { OutputFile file(path); }), AllOf(HasSubstr("/file"), HasSubstr("Not a directory")));
}

TEST(OutputFileTest, NamesThePathAndTheReasonWhenAFolderIsInTheWayOfTheFile) {
  const TempDir dir;
  EXPECT_THAT(io_error_of([&] { OutputFile file(dir.path().string()); }), HasSubstr("Is a directory"));
}

TEST(OutputFileTest, TellsAPipeThatNobodyReadsFromADiskThatIsFull) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  OutputFile file("/dev/fd/" + std::to_string(ends[1]));
  close(ends[0]);
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  try {
    file.write("hello");
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kClosed);
  }
  std::signal(SIGPIPE, before);
  close(ends[1]);
}

TEST(OutputFileTest, RefusesToWriteAfterClose) {
  const TempDir dir;
  OutputFile file(dir / "a.txt");
  file.close();
  file.close();
  EXPECT_THROW(file.write("x"), Error);
}

TEST(CreateOutputFolderTest, RefusesAFileOfThatName) {
  const TempDir dir;
  const std::string path = dir.write("file", "");
  EXPECT_THAT(io_error_of([&] { create_output_folder(path); }), HasSubstr("folder cannot be created"));
}

TEST(RequireWritableTest, LeavesNothingBehind) {
  const TempDir dir;
  const std::string old = dir.write("old.txt", "kept");
  require_writable_folder(dir.path().string());
  require_writable_folder(dir / "runs/detect");
  require_writable_file(dir / "out/a.json");
  require_writable_file(old);
  require_writable_file("-");
  EXPECT_EQ(dir.read("old.txt"), "kept");
  EXPECT_EQ(only_name_in(dir), "old.txt");
}

TEST(RequireWritableTest, RefusesAFolderThatCannotBeMadeEvenByRoot) {
  EXPECT_THAT(io_error_of([] { require_writable_folder("/proc/millrace/out"); }), HasSubstr("/proc/millrace/out: "));
  EXPECT_THAT(io_error_of([] { require_writable_folder("/proc"); }), HasSubstr("/proc: "));
  EXPECT_THAT(io_error_of([] { require_writable_file("/proc/a.json"); }), HasSubstr("/proc/a.json: "));
}

TEST(RequireWritableTest, RefusesAFileInTheWayOfAFolderAndTheOtherWayRound) {
  const TempDir dir;
  const std::string file = dir.write("file", "");
  EXPECT_THAT(io_error_of([&] { require_writable_folder(file); }), HasSubstr("Not a directory"));
  EXPECT_THAT(io_error_of([&] { require_writable_folder(file + "/out"); }), HasSubstr("Not a directory"));
  EXPECT_THAT(io_error_of([&] { require_writable_file(dir.path().string()); }), HasSubstr("Is a directory"));
}

// To open a pipe and close it again would end it for whoever reads it.
TEST(RequireWritableTest, DoesNotOpenAPipe) {
  const TempDir dir;
  const std::string pipe = dir / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  require_writable_file(pipe);  // to open it for writing would wait for a reader
}

}  // namespace
}  // namespace millrace::io
