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

/// What millrace asks of the operating system beyond the standard library. Each system has one file with the bodies,
/// platform_linux.cpp; the headers of a system are included nowhere else, which tools/check_layers.py sees to.
///
/// What can fail for more than one reason sets or clears an error_code, whose values compare with std::errc. Paths
/// follow links unless a comment says otherwise.
namespace millrace::base::platform {

inline constexpr int kStandardOutput = 1;
inline constexpr int kStandardError = 2;

// ---- What is there ----

enum class FileKind { kRegular, kFolder, kPipe, kCharacterDevice, kOther };

struct FileStatus {
  FileKind kind = FileKind::kOther;
  std::uint64_t device = 0;  ///< with `number`: which file it is, by whatever name
  std::uint64_t number = 0;
  std::uint64_t names = 0;  ///< hard links to it
  std::uint64_t size = 0;   ///< bytes of a regular file

  bool is_same_file(const FileStatus& other) const noexcept { return device == other.device && number == other.number; }
};

/// Nothing, with the reason, where nothing is there.
std::optional<FileStatus> status_of(const std::filesystem::path& path, std::error_code& error) noexcept;
std::optional<FileStatus> status_of(const std::filesystem::path& path) noexcept;
std::optional<FileStatus> status_of(int file) noexcept;

/// Why this process may not write to what is there; no error where it may.
std::error_code error_of_writing(const std::filesystem::path& path) noexcept;
/// The same of making files in a folder. Tries it: permissions do not tell all, as root may do everything and some file
/// systems take nothing from anybody. Leaves nothing behind.
std::error_code error_of_new_file_in(const std::filesystem::path& folder);

/// The longest name of a file, and the longest path, in bytes.
std::size_t longest_name() noexcept;
std::size_t longest_path() noexcept;

/// Whether a shell's pattern (* ? [ ] and \) stands for this name. A dot at its beginning is matched by a dot only,
/// unless `hidden_too`.
bool matches(const std::string& pattern, const std::string& name, bool hidden_too) noexcept;

// ---- Open files ----

enum class OpenFor {
  kReading,
  kReadingAtOnce,  ///< does not wait for the writer of a pipe, nor later for its bytes
  kWriting,
  kWritingAtOnce,  ///< does not wait for the reader of a pipe: errc::no_such_device_or_address without one
  kAppending,
  kCreating,  ///< to write a new file; errc::file_exists where something has that name
};

Descriptor open_file(const std::filesystem::path& path, OpenFor use, std::error_code& error) noexcept;
/// A second descriptor for an open file.
Descriptor duplicate(int file, std::error_code& error) noexcept;
/// The same file as a stream to write to; null where memory has run out.
std::FILE* stream_of(Descriptor file) noexcept;

/// How many bytes were read or written: fewer than there was room for, or 0, without being an error.
std::size_t read_some(int file, std::span<char> room, std::error_code& error) noexcept;
std::size_t write_some(int file, std::string_view bytes, std::error_code& error) noexcept;
/// Cuts off what stands behind `size` bytes, if the system lets it.
void cut_off(int file, std::uint64_t size) noexcept;
/// Closes, and says what only shows then.
std::error_code close_file(Descriptor file) noexcept;

/// Gives an open file the owner and the mode of a regular one, as far as the system lets it.
void take_over_owner_and_mode(const std::filesystem::path& from, int file) noexcept;
/// Renames, unless something has the new name already: errc::file_exists.
std::error_code move_to_free_place(const std::filesystem::path& from, const std::filesystem::path& to) noexcept;
/// Removes a file or a link. A folder stays.
void remove_file(const std::filesystem::path& path) noexcept;

/// The bytes of an open regular file in memory, read from the disk where they are looked at; null where the system
/// refuses. unmap() takes them out again.
const char* map(int file, std::size_t size) noexcept;
void unmap(const char* begin, std::size_t size) noexcept;

// ---- Waits ----

/// Something that can be raised once, and stays so. raise() may be called by a signal handler.
Descriptor make_event(std::error_code& error) noexcept;
void raise(int event) noexcept;
/// Waits until `file` (-1: none) can be read or `event` is raised; false when that is so. At most `longest`, if given.
bool wait_to_read(int file, int event, std::optional<std::chrono::milliseconds> longest) noexcept;

// ---- Signals ----

/// Has the signals that ask a program to end (interrupt, terminate, hang up) call `handler`, but for those that whoever
/// started this process ignores. What they did before comes back with restore_stop_signals(). A call of the system that
/// one of them meets goes on.
void handle_stop_signals(void (*handler)(int signal)) noexcept;
void restore_stop_signals() noexcept;
/// What a shell shows for a program that such a signal ended: 130, 143 or 129. Nothing for another signal.
std::optional<int> exit_code_of_signal(int signal) noexcept;
/// Ends the process as this signal does by itself. Inside its handler: once that has returned.
void end_by(int signal) noexcept;

/// Makes a file that gets larger than is allowed (ulimit -f) an error of the write rather than the end of the process.
void ignore_file_size_signal() noexcept;
/// Does the same for a pipe that nobody reads any more; end_by_broken_pipe() ends the process as that would have, unless
/// whoever started it ignores that, too.
void ignore_broken_pipes() noexcept;
void end_by_broken_pipe() noexcept;

// ---- This process and its machine ----

int process_id() noexcept;
/// The CPU time that this process has used until now, over all its threads, in user and system mode.
Milliseconds process_cpu_time() noexcept;
/// Has every child that fork() makes call this function.
bool call_in_forked_children(void (*function)()) noexcept;
/// Keeps libraries loaded until the process ends: those that are loaded already, in the folder of the one that `symbol`
/// stands in.
void keep_loaded(const void* symbol, std::span<const char* const> libraries);

/// CPUs that are switched on, and those that this process may run on.
unsigned present_cpus() noexcept;
unsigned allowed_cpus();
std::size_t page_size() noexcept;

bool is_terminal(int file) noexcept;
/// How many columns it has; nothing where it does not say.
std::optional<std::size_t> columns_of(int terminal) noexcept;

}  // namespace millrace::base::platform
