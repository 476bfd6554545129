#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "fakes/temp_dir.hpp"
#include "run_program.hpp"

namespace millrace {

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

/// Runs a shell script in a folder; $MILLRACE in it is the millrace program of this build.
ProgramResult run_shell(const std::string& script, const std::string& folder,
                        const std::vector<std::string>& environment = {});

}  // namespace millrace
