#pragma once

#include <cstdint>
#include <random>

#include "tuning/soak_job.hpp"

namespace millrace::tuning {

/// One user of a queue who does, at random, anything users may do. One thread each; the continuations of its jobs may
/// outlive it, but not the target.
class SoakProducer {
 public:
  SoakProducer(SoakTarget& target, std::uint64_t seed) : target_(target), random_(seed) {}

  /// One act: a submission, a slot, a cancel, a mistake ...
  void act();

 private:
  struct Choice {
    unsigned weight;
    void (SoakProducer::*act)();
  };
  static const Choice kChoices[];

  std::uint64_t pick(std::uint64_t below) { return random_() % below; }
  SoakJob new_job();
  void close(std::optional<Job> job);
  void pause();

  void wait_for_it();
  void continue_with_it();
  void submit_in_continuations();
  void try_it();
  void fill_a_slot();
  void keep_a_slot();
  void cancel_it();
  void stop_it_by_token();
  void give_it_little_time();
  void drop_it();
  void make_a_mistake();
  void drain();
  void look_around();
  void cancel_everything();

  SoakTarget& target_;
  std::mt19937_64 random_;
};

}  // namespace millrace::tuning
