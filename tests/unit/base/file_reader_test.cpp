#include "base/file_reader.hpp"

#include <istream>
#include <stop_token>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "fakes/pipe.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace::base {
namespace {

constexpr std::size_t kMebibyte = 1 << 20;

class FileReaderTest : public ::testing::Test {
 protected:
  static std::jthread writer_of(const std::string& pipe, std::string text) {
    return std::jthread([pipe, text = std::move(text)] {
      const Descriptor file(::open(pipe.c_str(), O_WRONLY));
      for (std::size_t done = 0; done < text.size();) {
        const ssize_t taken = ::write(file.get(), text.data() + done, text.size() - done);
        if (taken < 0) return;
        done += static_cast<std::size_t>(taken);
      }
    });
  }

  TempDir dir_;
};

TEST_F(FileReaderTest, ReadsAWholeFile) {
  for (const std::size_t size : {0U, 1U, 4096U, 300'000U}) {
    const std::string text(size, 'a');
    EXPECT_EQ(read_file(dir_.write("file", text), kMebibyte).bytes, text);
  }
}

TEST_F(FileReaderTest, ReadsAFileOfTheLimitsSizeAndNoneLarger) {
  const FileContent whole = read_file(dir_.write("a", std::string(kMebibyte, 'a')), kMebibyte);
  EXPECT_EQ(whole.problem, "");
  EXPECT_EQ(whole.bytes.size(), kMebibyte);
  EXPECT_EQ(read_file(dir_.write("b", std::string(kMebibyte + 1, 'a')), kMebibyte).problem, "is larger than 1 MiB");
}

TEST_F(FileReaderTest, ReadsIntoTheMemoryOfTheLastFile) {
  FileContent content = read_file(dir_.write("long", std::string(50'000, 'a')), kMebibyte);
  const char* const memory = content.bytes.data();
  read_file(content, dir_.write("short", "text"), kMebibyte);
  EXPECT_EQ(content.bytes, "text");
  EXPECT_EQ(content.bytes.data(), memory);
}

TEST_F(FileReaderTest, StopsReadingADeviceThatNeverEnds) {
  const FileContent zeros = read_file("/dev/zero", kMebibyte);
  EXPECT_EQ(zeros.problem, "is larger than 1 MiB");
  EXPECT_EQ(zeros.error, std::errc::file_too_large);
  EXPECT_LE(zeros.bytes.size(), kMebibyte);
}

TEST_F(FileReaderTest, ReadsOnlyTheBeginningOfWhatIsNotWanted) {
  const std::string path = dir_.write("file", std::string(kMebibyte, 'a'));
  EXPECT_LT(read_file(path, kMebibyte, [](std::string_view) { return false; }).bytes.size(), kMebibyte);
  EXPECT_EQ(read_file(path, kMebibyte, [](std::string_view) { return true; }).bytes.size(), kMebibyte);
}

TEST_F(FileReaderTest, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(read_file(dir_ / "none", 1).problem, "cannot be opened: No such file or directory; check the path");
  EXPECT_EQ(read_file(dir_.path(), 1).problem, "cannot be read: Is a directory; check the path");
}

TEST_F(FileReaderTest, ReadsAPipeToItsEnd) {
  const std::string pipe = make_pipe(dir_);
  const std::string text(300'000, 'a');
  const std::jthread writer = writer_of(pipe, text);
  EXPECT_EQ(read_file(pipe, kMebibyte).bytes, text);
}

TEST_F(FileReaderTest, ReadsNoMoreOfAPipeThanTheLimit) {
  const std::string pipe = make_pipe(dir_);
  const int keep = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);  // the writer must not hear of a reader that left
  const std::jthread writer = writer_of(pipe, std::string(kMebibyte + 1, 'a'));
  EXPECT_EQ(read_file(pipe, kMebibyte).problem, "is larger than 1 MiB");
  ::close(keep);
}

TEST_F(FileReaderTest, EndsAtAStopWhileNobodyWrites) {
  const std::string pipe = make_pipe(dir_);
  std::stop_source stop;
  const StopScope scope(stop.get_token());
  const std::jthread stopper([&stop] { stop.request_stop(); });
  const FileContent content = read_file(pipe, kMebibyte);
  EXPECT_EQ(content.error, std::errc::operation_canceled);
  EXPECT_EQ(content.problem, "was waited for until the run was stopped");
  EXPECT_THROW(throw_if_stopped(pipe, content.error, "writer"), Error);
}

TEST_F(FileReaderTest, EndsAtAStopWhileTheWriterIsSilent) {
  const std::string pipe = make_pipe(dir_);
  const Descriptor both(::open(pipe.c_str(), O_RDWR));
  std::stop_source stop;
  const StopScope scope(stop.get_token());
  const std::jthread stopper([&stop] { stop.request_stop(); });
  EXPECT_EQ(read_file(pipe, kMebibyte).error, std::errc::operation_canceled);
}

TEST_F(FileReaderTest, IsTheBufferOfAStream) {
  FileReader reader(dir_.write("file", std::string(200'000, 'a') + "\nb\n"), kMebibyte);
  FileBuffer buffer(reader);
  std::istream stream(&buffer);
  std::string first;
  std::string second;
  stream >> first >> second;
  EXPECT_EQ(first.size(), 200'000U);
  EXPECT_EQ(second, "b");
  EXPECT_FALSE(stream >> second);
}

}  // namespace
}  // namespace millrace::base
