#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace millrace {

/// A file that results are written to, every write checked. Errors are Error kIo with the path and the system's reason,
/// kClosed for a pipe that nobody reads any more.
///
/// Example: `OutputFile file("out/results.csv"); file.write("a,b\r\n"); file.close();`
class OutputFile {
 public:
  /// Creates or empties the file, and the folders above it. "-" is standard output.
  explicit OutputFile(const std::string& path);

  /// Hands the text to the system before it returns, so that a reader of a pipe sees it at once and a full disk is
  /// found here.
  void write(std::string_view text);

  /// The same on an open file where nothing can be thrown: false when it failed, and errno says why.
  bool try_write(std::string_view text) noexcept;

  /// Closes the file and reports what only shows then. Nothing may be written afterwards; a second call does nothing.
  /// Standard output stays open.
  void close();

  bool is_open() const noexcept { return file_ != nullptr; }
  /// The path for messages.
  const std::string& name() const noexcept { return name_; }

 private:
  struct Closer {
    void operator()(std::FILE* file) const noexcept;
  };

  std::string name_;
  std::unique_ptr<std::FILE, Closer> file_;
};

/// Creates a folder and those above it. Throws Error kIo when something else is in the way or the system refuses.
void create_output_folder(const std::string& path);

/// Throws Error kIo when nothing can be written to this folder, or to this file, though it is not there yet. Tries it
/// for real and leaves nothing behind: neither a folder nor a file, and what an old file holds stays. For what should
/// be known before work begins whose result goes there. "-" as a file can always be written.
void require_writable_folder(const std::string& path);
void require_writable_file(const std::string& path);

}  // namespace millrace
