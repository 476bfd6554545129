#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "contenders.hpp"

namespace millrace::benchmarks {
namespace {

/// A Python process at the other end of a socket: a line with seconds goes there, a line with microseconds comes back.
class PythonQueue final : public Contender {
 public:
  PythonQueue(const std::string& python, const std::string& model, std::size_t requests, bool with_data)
      : name_(with_data ? "Python, data" : "Python, no data") {
    int ends[2] = {};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
      throw std::runtime_error("no socket for the Python process");
    child_ = fork();
    if (child_ == 0) {
      dup2(ends[1], STDIN_FILENO);
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      const std::string count = std::to_string(requests);
      execlp(python.c_str(), python.c_str(), "-B", MILLRACE_OVERHEAD_WORKER, model.c_str(), count.c_str(),
             with_data ? "data" : "nothing", nullptr);
      _exit(127);
    }
    close(ends[1]);
    stream_ = fdopen(ends[0], "r+");
  }

  PythonQueue(const PythonQueue&) = delete;
  PythonQueue& operator=(const PythonQueue&) = delete;

  ~PythonQueue() override {
    std::fclose(stream_);  // the end of its input ends it
    waitpid(child_, nullptr, 0);
  }

  std::string name() const override { return name_; }

  double measure(Seconds time) override {
    std::fprintf(stream_, "%f\n", time.count());
    std::fflush(stream_);
    char line[64];
    if (std::fgets(line, sizeof line, stream_) == nullptr) {
      throw std::runtime_error("the Python process ended; see its message");
    }
    return std::strtod(line, nullptr);
  }

 private:
  std::string name_;
  pid_t child_ = -1;
  std::FILE* stream_ = nullptr;
};

}  // namespace

std::unique_ptr<Contender> python_queue(const std::string& python, const std::string& model_file, std::size_t requests,
                                        bool with_data) {
  return std::make_unique<PythonQueue>(python, model_file, requests, with_data);
}

}  // namespace millrace::benchmarks
