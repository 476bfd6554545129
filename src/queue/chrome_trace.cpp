#include "millrace/queue/chrome_trace.hpp"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/fork_mark.hpp"
#include "base/mutex.hpp"
#include "base/platform.hpp"
#include "base/stop_scope.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

// Lane numbers within a queue: requests count up from 0.
constexpr int kContinuations = 10'000;

std::string quoted(const std::string& text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') json += '\\';
    json += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return json + '"';
}

/// The trace format's unit: microseconds.
std::string micros(Clock::duration duration) {
  return fmt::format("{:.3f}", std::chrono::duration<double, std::micro>(duration).count());
}

std::string fate(const TraceRecord& record) {
  if (record.stopped) return std::string(to_string(*record.stopped));
  return record.failed ? "failed" : "succeeded";
}

// Waits for the reader of a pipe, unless the run is stopped.
std::FILE* open_to_write(const std::string& path, std::error_code& error) {
  const auto status = base::platform::status_of(path);
  if (status && status->is_special()) {
    base::Descriptor file = base::open_in_place(path, error);
    return error ? nullptr : base::platform::stream_of(std::move(file), error);
  }
  std::FILE* const stream = std::fopen(path.c_str(), "w");
  if (stream == nullptr) error = {errno, std::generic_category()};
  return stream;
}

}  // namespace

/// The trace file: one event per line, so that a truncated file is still readable.
class ChromeTrace::File {
 public:
  explicit File(const std::string& path) : path_(path) {
    std::error_code error;
    file_ = open_to_write(path, error);
    if (file_ == nullptr) {
      base::throw_if_stopped("trace " + path, error, "reader");
      throw Error(ErrorCode::kIo, fmt::format("cannot write the trace '{}': {}", path, error.message()));
    }
    std::fputs("[\n", file_);
  }
  ~File() {
    if (!made.forked()) std::fclose(file_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const base::ForkMark made;

  std::uint64_t add_queue() noexcept { return ++queues_; }

  void describe(std::uint64_t queue, const std::string& name, const TraceRecord& record) {
    std::string lines = meta(queue, 0, "process_name", fmt::format("{} on {}", name, record.device));
    for (std::size_t slot = 0; slot < record.requests; ++slot) {
      lines += meta(queue, static_cast<int>(slot), "thread_name", fmt::format("request {}", slot));
    }
    write(lines + meta(queue, kContinuations, "thread_name", "continuations"));
  }

  void add(std::uint64_t queue, const TraceRecord& record) {
    const std::string job = fmt::format("job {}", record.job);
    const std::string args = fmt::format(",\"args\":{{\"job\":{},\"outcome\":\"{}\"}}", record.job, fate(record));
    const auto head = [&](const char* phase, const std::string& name, Clock::time_point time) {
      return fmt::format("{{\"ph\":\"{}\",\"pid\":{},\"ts\":{},\"name\":{}", phase, queue, micros(time - began_),
                         quoted(name));
    };
    const auto slice = [&](int lane, const std::string& name, Clock::time_point from, Clock::time_point to) {
      return fmt::format("{},\"tid\":{},\"dur\":{}{}}},\n", head("X", name, from), lane, micros(to - from), args);
    };
    // Waits and continuations overlap, so they are asynchronous slices, each on its own row.
    const auto row = [&](const std::string& name, const char* kind, Clock::time_point from, Clock::time_point to) {
      const std::string id =
          fmt::format(",\"cat\":\"{}\",\"tid\":{},\"id\":\"{}.{}\"", kind, kContinuations, queue, record.job);
      return fmt::format("{}{}{}}},\n{}{}}},\n", head("b", name, from), id, args, head("e", name, to), id);
    };
    std::string lines =
        row(job + " waits", "waiting", record.submitted, record.slot ? record.started : record.finished);
    if (record.slot) lines += slice(static_cast<int>(*record.slot), job, record.started, record.released);
    if (record.ended > record.delivered) lines += row(job, "continuation", record.delivered, record.ended);
    write(lines);
  }

 private:
  static std::string meta(std::uint64_t queue, int lane, const char* what, const std::string& name) {
    return fmt::format("{{\"ph\":\"M\",\"pid\":{},\"tid\":{},\"name\":\"{}\",\"args\":{{\"name\":{}}}}},\n", queue,
                       lane, what, quoted(name));
  }

  void write(const std::string& lines) MILLRACE_EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    if (std::fputs(lines.c_str(), file_) < 0) {
      throw Error(ErrorCode::kIo, fmt::format("cannot write the trace '{}': {}", path_, std::strerror(errno)));
    }
  }

  const Clock::time_point began_ = Clock::now();
  std::atomic<std::uint64_t> queues_ = 0;
  base::Mutex mutex_;
  std::FILE* file_ = nullptr;
  const std::string path_;
};

ChromeTrace::ChromeTrace(const std::string& path) : file_(std::make_shared<File>(path)) {}

TraceHook ChromeTrace::hook(std::string name) const {
  const auto described = std::make_shared<std::once_flag>();
  return [file = file_, queue = file_->add_queue(), name = std::move(name), described](const TraceRecord& record) {
    if (file->made.forked()) return;  // the file belongs to the parent
    std::call_once(*described, [&] { file->describe(queue, name, record); });
    file->add(queue, record);
  };
}

TraceHook trace_from_environment() {
  const char* path = std::getenv("MILLRACE_TRACE");
  if (path == nullptr || *path == '\0') return {};
  // Never destroyed: queues of static storage may outlive it. stdio flushes it when the process exits.
  static const ChromeTrace& trace = *new ChromeTrace(path);
  return trace.hook();
}

}  // namespace millrace
