#pragma once

#include <exception>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace millrace {

/// Runs `f` in a forked child process, which ends afterwards without destroying anything. True when `f` returned true;
/// false when it did not, threw, or took longer than a minute.
template <class F>
bool in_child(F f) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);
    bool right = false;
    try {
      right = std::move(f)();
    } catch (const std::exception& error) {
      const std::string_view text = error.what();
      static_cast<void>(write(STDERR_FILENO, text.data(), text.size()));
    }
    _exit(right ? 0 : 1);
  }
  int status = -1;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return status == 0;
}

}  // namespace millrace
