#include "run_program.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fakes/build_paths.hpp"

namespace millrace {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// The first of two variables of one name counts.
std::vector<std::string> with_environment(std::vector<std::string> variables) {
  for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  return variables;
}

}  // namespace

// The streams go through files: a program that fills one pipe while we read the other would wait for ever.
StartedProgram::StartedProgram(std::vector<std::string> words, const std::string& folder,
                               const std::vector<std::string>& environment) {
  std::vector<std::string> variables = with_environment(environment);
  const std::string out = streams_ / "out";
  const std::string err = streams_ / "err";
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  const int error = posix_spawn(&process_, words[0].c_str(), &actions, nullptr, pointers_to(words).data(),
                                pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " + words[0]);
}

StartedProgram::~StartedProgram() {
  if (ended_) return;
  kill(process_, SIGKILL);
  waitpid(process_, &status_, 0);
}

void StartedProgram::signal(int number) const {
  if (!ended_) kill(process_, number);
}

bool StartedProgram::has_ended() {
  ended_ = ended_ || waitpid(process_, &status_, WNOHANG) == process_;
  return ended_;
}

void StartedProgram::wait_for_words(const std::string& words) {
  for (bool last = false; streams_.read("err").find(words) == std::string::npos; last = has_ended()) {
    if (last) throw std::runtime_error("the program never said '" + words + "'");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

base::Descriptor StartedProgram::wait_for_reading(const std::string& pipe) {
  for (bool last = false;; last = has_ended()) {
    base::Descriptor writer(open(pipe.c_str(), O_WRONLY | O_NONBLOCK));  // refused while nobody reads
    if (writer.is_open()) return writer;
    if (last) throw std::runtime_error("the program never read " + pipe);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

ProgramResult StartedProgram::wait() {
  while (!ended_) {
    if (waitpid(process_, &status_, 0) == process_) {
      ended_ = true;
    } else if (errno != EINTR) {
      throw std::runtime_error("waitpid failed");
    }
  }
  return {WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_), streams_.read("out"),
          streams_.read("err")};
}

int StartedProgram::killed_by() const noexcept {
  return ended_ && WIFSIGNALED(status_) ? WTERMSIG(status_) : 0;
}

ProgramResult run_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  std::vector<std::string> words = {program_path()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return StartedProgram(std::move(words), ".", environment).wait();
}

ProgramResult run_shell(const std::string& script, const std::string& folder,
                        const std::vector<std::string>& environment) {
  std::vector<std::string> variables = environment;
  variables.emplace_back("MILLRACE=" + program_path());
  return StartedProgram({"/bin/sh", "-c", script}, folder, variables).wait();
}

}  // namespace millrace
