#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "base/descriptor.hpp"
#include "fakes/temp_dir.hpp"

namespace millrace {

/// What a process left behind.
struct ProgramResult {
  int exit_code = -1;  ///< 128 + signal number when a signal ended it, as a shell says it
  std::string out;
  std::string err;
};

/// A program that was started and may still run, with standard input from /dev/null. Where it ends with the test, it is
/// killed.
class StartedProgram {
 public:
  /// `words`: path and arguments. `folder`: where it runs. `environment` replaces variables ("XDG_CACHE_HOME=/tmp/x").
  explicit StartedProgram(std::vector<std::string> words, const std::string& folder = ".",
                          const std::vector<std::string>& environment = {});
  StartedProgram(const StartedProgram&) = delete;
  StartedProgram& operator=(const StartedProgram&) = delete;
  ~StartedProgram();

  void signal(int number) const;
  /// True once it has ended; wait() then returns at once.
  bool has_ended();
  /// Waits until it has said this on standard error. Throws when it has ended without.
  void wait_for_words(const std::string& words);
  /// Waits until it has opened this named pipe to read it; gives the other end, open as long as that lives.
  base::Descriptor wait_for_reading(const std::string& pipe);
  /// Waits for its end.
  ProgramResult wait();
  /// The signal that ended it, or 0; after its end.
  int killed_by() const noexcept;

 private:
  TempDir streams_;
  pid_t process_ = 0;
  bool ended_ = false;
  int status_ = 0;
};

/// Runs the millrace program of this build with these arguments, waits for its end and gives what it wrote.
/// `environment` holds additional variables ("NO_COLOR=1").
ProgramResult run_program(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {});

/// Runs a shell script in a folder; $MILLRACE in it is the millrace program of this build.
ProgramResult run_shell(const std::string& script, const std::string& folder,
                        const std::vector<std::string>& environment = {});

}  // namespace millrace
