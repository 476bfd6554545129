#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tuning/pattern.hpp"

namespace millrace::tuning {

/// A pattern that takes no time: each picture takes `interval` of a clock of its own.
class FakePattern : public Pattern {
 public:
  FakePattern(std::string name, std::size_t requests, Milliseconds interval, std::size_t pictures)
      : name_(std::move(name)), requests_(requests), interval_(interval), pictures_(pictures) {}

  std::string name() const override { return name_; }
  std::size_t requests() const override { return requests_; }
  void warm_up() override { ++warm_ups; }

  std::vector<JobRecord> run(const Work& work, std::stop_token stop) override {
    works.push_back(work);
    if (log != nullptr) log->push_back(name_);
    std::vector<JobRecord> records;
    for (std::size_t i = 0; i < work.count && !stop.stop_requested(); ++i) records.push_back(record(work.first + i));
    return records;
  }

  int warm_ups = 0;
  std::vector<Work> works;
  std::vector<std::string>* log = nullptr;  ///< gets the name at every run
  /// What it finds in a picture: one thing of class 0, unless told otherwise.
  std::function<std::vector<Detection>(std::size_t picture)> finds = [](std::size_t) {
    return std::vector<Detection>{{.box = {1, 2, 3, 4}, .score = 0.5F, .class_id = 0}};
  };

 private:
  JobRecord record(std::size_t number) {
    JobRecord record{.picture = number % pictures_, .begun = now_, .started = now_};
    now_ += std::chrono::duration_cast<Clock::duration>(interval_);
    record.ended = now_;
    record.done = now_;
    record.detections = finds(record.picture);
    return record;
  }

  std::string name_;
  std::size_t requests_;
  Milliseconds interval_;
  std::size_t pictures_;
  Clock::time_point now_;
};

}  // namespace millrace::tuning
