#pragma once

#include <chrono>
#include <future>
#include <memory>

#include <gtest/gtest.h>

namespace millrace {

/// Holds threads up until it is opened, so that a test decides what happens first. Nobody waits for ever: a test that
/// would hang fails, and pass() is false then. Copies are the same gate: capture one by value where it may be opened last
/// of all.
class Gate {
 public:
  void open() const { opened_->set_value(); }

  bool pass() const {
    const bool open = open_.wait_for(std::chrono::seconds(60)) == std::future_status::ready;
    if (!open) ADD_FAILURE() << "the gate stayed shut";
    return open;
  }

 private:
  std::shared_ptr<std::promise<void>> opened_ = std::make_shared<std::promise<void>>();
  std::shared_future<void> open_ = opened_->get_future().share();
};

}  // namespace millrace
