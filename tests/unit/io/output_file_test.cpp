#include "millrace/io/output_file.hpp"

#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// The message of the Error kIo that `call` throws.
template <typename Call>
std::string io_error_of(Call call) {
  try {
    call();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kIo);
    return e.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
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
  EXPECT_EQ(dir.read("a.txt"), "one\n");
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
  EXPECT_EQ(std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator()), 1);
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
}  // namespace millrace
