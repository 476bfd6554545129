#pragma once

#include <memory>

#include "millrace/base/clock.hpp"

namespace millrace::scheduling {

/// Calls clients back at a given time. One thread serves the whole process; it starts with the first Bell and is never
/// joined.
class Alarm {
  struct Service;

 public:
  class Client {
   public:
    /// Called on the alarm's thread, which serves others too.
    virtual void ring() noexcept = 0;

   protected:
    ~Client() = default;
  };

  /// One client's place at the alarm. Thread-safe.
  class Bell {
   public:
    /// Throws std::system_error when the thread cannot be started.
    explicit Bell(std::weak_ptr<Client> client);
    ~Bell();
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;

    /// Rings once, at `time` or at an earlier time that is still pending.
    void ring_at(Clock::time_point time) noexcept;

   private:
    friend class Alarm;
    const std::weak_ptr<Client> client_;
    Service& service_;
    Clock::time_point time_ = Clock::time_point::max();  // guarded by the alarm's mutex
  };

  Alarm() = delete;

 private:
  static Service& service();
};

}  // namespace millrace::scheduling
