#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "base/descriptor.hpp"

namespace millrace::io {

/// What happens to an existing entry of a new result's name.
enum class Existing {
  kReplaceTarget,  ///< a link is followed, and the file at its end is replaced
  kReplaceEntry,   ///< a link is replaced itself, whatever it leads to
  kRefuse,         ///< nothing may exist
};

/// A file that results are written to, with every write checked. Failures throw Error kIo with the path and the
/// system's reason, or kClosed for a pipe without a reader any more.
///
/// A regular file appears whole or not at all: it is written beside its place as `NAME.millrace-PID.part` and renamed
/// by close(). Until then, and after any failure, an old file of that name stays as it is; the new one takes over its
/// mode bits. A killed process leaves the .part file with all that was written. Anything else (standard output, pipes,
/// devices, open descriptors such as /dev/stdout) is written directly.
///
/// Example: `OutputFile file("out/results.csv"); file.write("a,b\r\n"); file.close();`
class OutputFile {
 public:
  /// Creates the file's temporary form, and the folders above it. "-" is standard output.
  explicit OutputFile(const std::string& path, Existing existing = Existing::kReplaceTarget);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// Without close() a regular file does not appear, or keeps its old content.
  ~OutputFile();

  /// Hands the text to the system before returning, so that the reader of a pipe sees it at once and a full disk shows
  /// here. After a failure the file cannot be completed; what earlier calls wrote stays in the .part file, and the
  /// message says so.
  void write(std::string_view text);

  /// Puts the file in its place and reports errors that only show then. Nothing may be written afterwards; a second
  /// call does nothing. Standard output stays open.
  void close();

  /// True until close() or a failure.
  bool is_open() const noexcept { return file_ >= 0; }

 private:
  void own(base::Descriptor file);
  void open_in_place(const std::string& path);
  void open_part(const std::string& target);
  [[noreturn]] void fail_to_write(const std::error_code& error);
  void put_in_place();

  std::string name_;    // for messages
  std::string target_;  // where close() puts the file; empty when it is written in place
  std::string part_;    // its temporary form; empty when there is none
  Existing existing_;
  base::Descriptor owned_;   // none for standard output, which stays open
  int file_ = -1;            // what is written to
  std::size_t written_ = 0;  // bytes of whole write() calls
};

/// Creates a folder and those above it. Throws Error kIo when something else is in the way or the system refuses.
void create_output_folder(const std::string& path);

/// Throws Error kIo when nothing can be written to this folder, or to this file, whether or not it exists yet. Really
/// tries, and leaves no trace: no new folder or file, and old content stays. Call it before work whose result goes
/// there. "-" as a file can always be written.
void require_writable_folder(const std::string& path);
void require_writable_file(const std::string& path);

}  // namespace millrace::io
