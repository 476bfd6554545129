#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "base/descriptor.hpp"

namespace millrace::io {

/// What a new result does with what its name stands for already.
enum class Existing {
  kReplaceTarget,  ///< a link is followed, and the file at its end is replaced
  kReplaceEntry,   ///< a link is replaced itself, whatever it leads to
  kRefuse,         ///< nothing may be there
};

/// A file that results are written to, every write checked. Errors are Error kIo with the path and the system's reason,
/// kClosed for a pipe that nobody reads any more.
///
/// A regular file appears whole or not at all: it is written beside its place as `NAME.millrace-PID.part` and renamed
/// by close(). Until then, and when anything fails, an old file of that name stays as it is; a new one takes over its
/// mode bits. A process that is killed leaves the .part file with all that was written. Anything else (standard output,
/// pipes, devices, open descriptors such as /dev/stdout) is written at once.
///
/// Example: `OutputFile file("out/results.csv"); file.write("a,b\r\n"); file.close();`
class OutputFile {
 public:
  /// Creates the file's temporary form, and the folders above it. "-" is standard output.
  explicit OutputFile(const std::string& path, Existing existing = Existing::kReplaceTarget);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// Without close() a regular file is not there, or keeps its old content.
  ~OutputFile();

  /// Hands the text to the system before it returns, so that a reader of a pipe sees it at once and a full disk is
  /// found here. After a failure the file cannot be completed; what had been written before stays in the .part file,
  /// and the message says so.
  void write(std::string_view text);

  /// Puts the file in its place and reports what only shows then. Nothing may be written afterwards; a second call does
  /// nothing. Standard output stays open.
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

/// Throws Error kIo when nothing can be written to this folder, or to this file, though it is not there yet. Tries it
/// for real and leaves nothing behind: neither a folder nor a file, and what an old file holds stays. For what should
/// be known before work begins whose result goes there. "-" as a file can always be written.
void require_writable_folder(const std::string& path);
void require_writable_file(const std::string& path);

}  // namespace millrace::io
