#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "base/descriptor.hpp"
#include "millrace/base/clock.hpp"

/// What millrace needs from the operating system beyond the standard library. Each system has one file of bodies, such
/// as platform_linux.cpp; no other file includes system headers (tools/check_layers.py checks that).
///
/// Functions that can fail for more than one reason set or clear an error_code that compares with std::errc. Symbolic
/// links are followed unless a comment says otherwise.
namespace millrace::base::platform {

inline constexpr int kStandardOutput = 1;
inline constexpr int kStandardError = 2;

// ---- Paths ----

enum class FileKind { kRegular, kFolder, kPipe, kCharacterDevice, kOther };

struct FileStatus {
  FileKind kind = FileKind::kOther;
  std::uint64_t device = 0;  ///< with `number`: identifies the file, whichever of its names was used
  std::uint64_t number = 0;
  std::uint64_t names = 0;  ///< hard links to it
  std::uint64_t size = 0;   ///< bytes of a regular file

  /// Opened where it is, and may keep us waiting: a pipe, a device, a socket.
  bool is_special() const noexcept { return kind != FileKind::kRegular && kind != FileKind::kFolder; }
  bool is_same_file(const FileStatus& other) const noexcept { return device == other.device && number == other.number; }
};

/// Nothing, with the reason in `error`, when there is no such file.
std::optional<FileStatus> status_of(const std::filesystem::path& path, std::error_code& error) noexcept;
std::optional<FileStatus> status_of(const std::filesystem::path& path) noexcept;
std::optional<FileStatus> status_of(int file) noexcept;

/// Why this process may not write to an existing file, or into an existing folder; no error when it may.
std::error_code error_of_writing(const std::filesystem::path& path) noexcept;
/// The same for creating files in a folder. Tries it and leaves nothing behind: permissions alone do not tell, since
/// root may do anything and some file systems accept no files at all.
std::error_code error_of_new_file_in(const std::filesystem::path& folder);

/// The longest name of a file, and the longest path, in bytes.
std::size_t longest_name() noexcept;
std::size_t longest_path() noexcept;

/// Whether a shell pattern (* ? [ ] and \) matches this name. Only a literal dot matches a leading dot, unless
/// `hidden_too`.
bool matches(const std::string& pattern, const std::string& name, bool hidden_too) noexcept;

// ---- Open files ----

enum class OpenFor {
  kReading,
  kReadingAtOnce,  ///< does not wait for the writer of a pipe, nor later for its bytes
  kWriting,
  kWritingAtOnce,  ///< does not wait for the reader of a pipe: errc::no_such_device_or_address without one
  kAppending,
  kCreating,  ///< to write a new file; errc::file_exists when the name is taken
};

Descriptor open_file(const std::filesystem::path& path, OpenFor use, std::error_code& error) noexcept;
/// A second descriptor for an open file.
Descriptor duplicate(int file, std::error_code& error) noexcept;
/// The same file as a stream to write to; null when the system refuses.
std::FILE* stream_of(Descriptor file, std::error_code& error) noexcept;

/// How many bytes were read or written; fewer than asked for, or 0, is not an error.
std::size_t read_some(int file, std::span<char> room, std::error_code& error) noexcept;
std::size_t write_some(int file, std::string_view bytes, std::error_code& error) noexcept;
/// Truncates a file to `size` bytes, if the system allows it.
void cut_off(int file, std::uint64_t size) noexcept;
/// Closes the file and returns errors that only surface then.
std::error_code close_file(Descriptor file) noexcept;

/// Gives an open file the owner and mode of the regular file `from`, as far as the system allows.
void take_over_owner_and_mode(const std::filesystem::path& from, int file) noexcept;
/// Renames, but never over an existing file: errc::file_exists.
std::error_code move_to_free_place(const std::filesystem::path& from, const std::filesystem::path& to) noexcept;
/// Removes a file or a link, but no folder.
void remove_file(const std::filesystem::path& path) noexcept;

/// Maps an open regular file into memory; null when the system refuses. unmap() undoes it.
const char* map(int file, std::size_t size) noexcept;
void unmap(const char* begin, std::size_t size) noexcept;

// ---- Waits ----

/// An event that is raised once and stays raised. raise() may be called in a signal handler.
Descriptor make_event(std::error_code& error) noexcept;
void raise(int event) noexcept;
/// Waits until `file` (-1: none) can be read or `event` is raised, at most for `longest`. False when `event` is raised.
bool wait_to_read(int file, int event, std::optional<std::chrono::milliseconds> longest) noexcept;

// ---- Signals ----

/// Makes `handler` handle the signals that ask a program to end (interrupt, terminate, hang up), except those that the
/// parent process had ignored. restore_stop_signals() brings the previous handlers back. Interrupted system calls are
/// restarted.
void handle_stop_signals(void (*handler)(int signal)) noexcept;
void restore_stop_signals() noexcept;
/// The exit code that a shell shows for a program ended by such a signal: 130, 143 or 129. Nothing for other signals.
std::optional<int> exit_code_of_signal(int signal) noexcept;
/// Ends the process by the signal's default action; inside its handler, once that has returned.
void end_by(int signal) noexcept;

/// Makes exceeding the file size limit (ulimit -f) a write error instead of the end of the process.
void ignore_file_size_signal() noexcept;
/// Does the same for a pipe without a reader. end_by_broken_pipe() then ends the process as SIGPIPE would have, unless
/// the parent process had ignored it.
void ignore_broken_pipes() noexcept;
void end_by_broken_pipe() noexcept;

// ---- This process and its machine ----

int process_id() noexcept;
/// The CPU time used by all threads of this process so far, user and system.
Milliseconds process_cpu_time() noexcept;
/// Makes every forked child call this function. False when that cannot be arranged.
bool call_in_forked_children(void (*function)()) noexcept;
/// Keeps `libraries` loaded until the process ends, as far as they are loaded already. They are looked for in the
/// folder of the library that contains `symbol`.
void keep_loaded(const void* symbol, std::span<const char* const> libraries);

/// CPUs that are online, and those that this process may run on.
unsigned present_cpus() noexcept;
unsigned allowed_cpus();
std::size_t page_size() noexcept;

bool is_terminal(int file) noexcept;
/// The width of a terminal in columns; nothing when it is not known.
std::optional<std::size_t> columns_of(int terminal) noexcept;

}  // namespace millrace::base::platform
