#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <thread>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/platform.hpp"

namespace millrace::base {

Descriptor::~Descriptor() {
  if (file_ >= 0) ::close(file_);
}

namespace platform {
namespace {

std::error_code last_error() noexcept {
  return {errno, std::generic_category()};
}

/// The result of a system call that returns -1 on failure.
template <class Result>
Result checked(Result result, std::error_code& error) noexcept {
  error = result < 0 ? last_error() : std::error_code();
  return result;
}

std::error_code error_of(int result) noexcept {
  return result == 0 ? std::error_code() : last_error();
}

FileStatus status_from(const struct stat& status) noexcept {
  FileStatus seen{.device = status.st_dev,
                  .number = status.st_ino,
                  .names = status.st_nlink,
                  .size = static_cast<std::uint64_t>(status.st_size)};
  if (S_ISREG(status.st_mode)) seen.kind = FileKind::kRegular;
  if (S_ISDIR(status.st_mode)) seen.kind = FileKind::kFolder;
  if (S_ISFIFO(status.st_mode)) seen.kind = FileKind::kPipe;
  if (S_ISCHR(status.st_mode)) seen.kind = FileKind::kCharacterDevice;
  return seen;
}

int flags_of(OpenFor use) noexcept {
  switch (use) {
    case OpenFor::kReading: return O_RDONLY;
    case OpenFor::kReadingAtOnce: return O_RDONLY | O_NONBLOCK;
    case OpenFor::kWriting: return O_WRONLY;
    case OpenFor::kWritingAtOnce: return O_WRONLY | O_NONBLOCK;
    case OpenFor::kAppending: return O_WRONLY | O_APPEND;
    case OpenFor::kCreating: return O_WRONLY | O_CREAT | O_EXCL;
  }
  return O_RDONLY;
}

struct StopSignal {
  int number;
  struct sigaction before;
};
std::array<StopSignal, 3> stop_signals{{{SIGINT, {}}, {SIGTERM, {}}, {SIGHUP, {}}}};

void (*broken_pipe_before)(int) = SIG_DFL;

}  // namespace

std::optional<FileStatus> status_of(const std::filesystem::path& path, std::error_code& error) noexcept {
  struct stat status = {};
  if (checked(::stat(path.c_str(), &status), error) < 0) return std::nullopt;
  return status_from(status);
}

std::optional<FileStatus> status_of(const std::filesystem::path& path) noexcept {
  std::error_code unknown;
  return status_of(path, unknown);
}

std::optional<FileStatus> status_of(int file) noexcept {
  struct stat status = {};
  return ::fstat(file, &status) == 0 ? std::optional(status_from(status)) : std::nullopt;
}

std::error_code error_of_writing(const std::filesystem::path& path) noexcept {
  const auto status = status_of(path);
  const bool is_folder = status && status->kind == FileKind::kFolder;
  return error_of(::access(path.c_str(), is_folder ? W_OK | X_OK : W_OK));
}

std::error_code error_of_new_file_in(const std::filesystem::path& folder) {
  std::error_code error;
  std::string name = (folder / "millrace-XXXXXX").string();
  const Descriptor file(checked(::mkostemp(name.data(), O_CLOEXEC), error));
  if (file.is_open()) ::unlink(name.c_str());
  return error;
}

std::size_t longest_name() noexcept {
  return NAME_MAX;
}

std::size_t longest_path() noexcept {
  return PATH_MAX;
}

bool matches(const std::string& pattern, const std::string& name, bool hidden_too) noexcept {
  return ::fnmatch(pattern.c_str(), name.c_str(), hidden_too ? 0 : FNM_PERIOD) == 0;
}

Descriptor open_file(const std::filesystem::path& path, OpenFor use, std::error_code& error) noexcept {
  constexpr mode_t kForAllThatUmaskLets = 0666;
  const int file = checked(::open(path.c_str(), flags_of(use) | O_CLOEXEC, kForAllThatUmaskLets), error);
  // Once somebody reads the pipe, writing waits as usual.
  if (file >= 0 && use == OpenFor::kWritingAtOnce) ::fcntl(file, F_SETFL, ::fcntl(file, F_GETFL) & ~O_NONBLOCK);
  return Descriptor(file);
}

Descriptor duplicate(int file, std::error_code& error) noexcept {
  return Descriptor(checked(::fcntl(file, F_DUPFD_CLOEXEC, 0), error));
}

std::FILE* stream_of(Descriptor file, std::error_code& error) noexcept {
  std::FILE* const stream = ::fdopen(file.get(), "w");
  error = stream == nullptr ? last_error() : std::error_code();
  if (stream != nullptr) file.release();
  return stream;
}

std::size_t read_some(int file, std::span<char> room, std::error_code& error) noexcept {
  ssize_t taken = 0;
  do {
    taken = checked(::read(file, room.data(), room.size()), error);
  } while (error == std::errc::interrupted);
  return taken < 0 ? 0 : static_cast<std::size_t>(taken);
}

std::size_t write_some(int file, std::string_view bytes, std::error_code& error) noexcept {
  ssize_t taken = 0;
  do {
    taken = checked(::write(file, bytes.data(), bytes.size()), error);
  } while (error == std::errc::interrupted);
  return taken < 0 ? 0 : static_cast<std::size_t>(taken);
}

void cut_off(int file, std::uint64_t size) noexcept {
  [[maybe_unused]] const int result = ::ftruncate(file, static_cast<off_t>(size));
}

std::error_code close_file(Descriptor file) noexcept {
  return error_of(::close(file.release()));
}

void take_over_owner_and_mode(const std::filesystem::path& from, int file) noexcept {
  struct stat old = {};
  if (::lstat(from.c_str(), &old) != 0 || !S_ISREG(old.st_mode)) return;
  // Only root may give files away; for others the new file is their own.
  [[maybe_unused]] int result = ::fchown(file, old.st_uid, old.st_gid);
  result = ::fchmod(file, old.st_mode & 07777U);
}

std::error_code move_to_free_place(const std::filesystem::path& from, const std::filesystem::path& to) noexcept {
  const auto error =
      error_of(::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), static_cast<unsigned>(RENAME_NOREPLACE)));
  if (error != std::errc::invalid_argument && error != std::errc::function_not_supported) return error;
  // Not every file system can do that atomically; the others need a check first.
  struct stat status = {};
  if (::lstat(to.c_str(), &status) == 0) return std::make_error_code(std::errc::file_exists);
  return error_of(::rename(from.c_str(), to.c_str()));
}

void remove_file(const std::filesystem::path& path) noexcept {
  ::unlink(path.c_str());
}

const char* map(int file, std::size_t size) noexcept {
  void* const begin = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  return begin == MAP_FAILED ? nullptr : static_cast<const char*>(begin);
}

void unmap(const char* begin, std::size_t size) noexcept {
  ::munmap(const_cast<char*>(begin), size);
}

Descriptor make_event(std::error_code& error) noexcept {
  return Descriptor(checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), error));
}

void raise(int event) noexcept {
  const int saved_errno = errno;  // a signal may come between a call and its error
  [[maybe_unused]] const int result = ::eventfd_write(event, 1);
  errno = saved_errno;
}

bool wait_to_read(int file, int event, std::optional<std::chrono::milliseconds> longest) noexcept {
  std::array<pollfd, 2> ready{{{event, POLLIN, 0}, {file, POLLIN, 0}}};
  const int milliseconds = longest ? static_cast<int>(longest->count()) : -1;
  while (::poll(ready.data(), ready.size(), milliseconds) < 0 && errno == EINTR) {
  }
  return (ready[0].revents & POLLIN) == 0;
}

void handle_stop_signals(void (*handler)(int signal)) noexcept {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (StopSignal& signal : stop_signals) {
    ::sigaction(signal.number, &action, &signal.before);
    if (signal.before.sa_handler == SIG_IGN) ::sigaction(signal.number, &signal.before, nullptr);
  }
}

void restore_stop_signals() noexcept {
  for (const StopSignal& signal : stop_signals) ::sigaction(signal.number, &signal.before, nullptr);
}

std::optional<int> exit_code_of_signal(int signal) noexcept {
  for (const StopSignal& known : stop_signals) {
    if (known.number == signal) return 128 + signal;
  }
  return std::nullopt;
}

void end_by(int signal) noexcept {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void ignore_file_size_signal() noexcept {
  std::signal(SIGXFSZ, SIG_IGN);
}

void ignore_broken_pipes() noexcept {
  broken_pipe_before = std::signal(SIGPIPE, SIG_IGN);
}

void end_by_broken_pipe() noexcept {
  std::signal(SIGPIPE, broken_pipe_before);
  std::raise(SIGPIPE);
}

int process_id() noexcept {
  return ::getpid();
}

Milliseconds process_cpu_time() noexcept {
  rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);  // fails only for an unknown first argument
  const auto duration = [](const timeval& time) -> Milliseconds {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  return duration(usage.ru_utime) + duration(usage.ru_stime);
}

bool call_in_forked_children(void (*function)()) noexcept {
  return ::pthread_atfork(nullptr, nullptr, function) == 0;
}

void keep_loaded(const void* symbol, std::span<const char* const> libraries) {
  Dl_info place = {};
  if (::dladdr(symbol, &place) == 0) return;
  const auto folder = std::filesystem::path(place.dli_fname).parent_path();
  for (const char* const library : libraries) {
    ::dlopen((folder / library).c_str(), RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  }
}

unsigned present_cpus() noexcept {
  const long online = ::sysconf(_SC_NPROCESSORS_ONLN);
  return online < 1 ? 1 : static_cast<unsigned>(online);
}

// A machine may have more CPUs than one cpu_set_t holds.
unsigned allowed_cpus() {
  for (std::size_t sets = 1; sets <= 64; sets *= 2) {
    std::vector<cpu_set_t> set(sets);
    const std::size_t bytes = sets * sizeof(cpu_set_t);
    if (::sched_getaffinity(0, bytes, set.data()) == 0) return static_cast<unsigned>(CPU_COUNT_S(bytes, set.data()));
  }
  return std::thread::hardware_concurrency();
}

std::size_t page_size() noexcept {
  return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

bool is_terminal(int file) noexcept {
  return ::isatty(file) == 1;
}

std::optional<std::size_t> columns_of(int terminal) noexcept {
  winsize size = {};
  const bool says_it = ::ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return says_it ? std::optional<std::size_t>(size.ws_col) : std::nullopt;
}

}  // namespace platform
}  // namespace millrace::base
