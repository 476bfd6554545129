#include "queue/scheduling/waiting_line.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace millrace::scheduling {

void WaitingLine::join(List& list, std::shared_ptr<JobState> job, Waiter* waiter) {
  list.push_back({std::move(job), waiter});
  if (JobState* joined = list.back().job.get()) {
    joined->line_ = &list;
    joined->place_ = std::prev(list.end());
  }
}

void WaitingLine::join(std::shared_ptr<JobState> job) {
  join(line_, std::move(job), nullptr);
  ++jobs_in_line_;
}

void WaitingLine::join_first(std::shared_ptr<JobState> job) {
  join(first_, std::move(job), nullptr);
}

void WaitingLine::join_blocked(std::shared_ptr<JobState> job, Waiter& waiter) {
  join_behind(std::move(job), &waiter);
}

void WaitingLine::join_acquirer(std::shared_ptr<JobState> job) {
  join_behind(std::move(job), nullptr);
}

// An acquirer takes no room in the backlog, so it is blocked only behind a blocked submitter.
void WaitingLine::join_behind(std::shared_ptr<JobState> job, Waiter* waiter) {
  const bool wants_lease = !job || job->wants_lease;
  join(wants_lease && blocked_.empty() ? line_ : blocked_, std::move(job), waiter);
}

std::optional<Waiting> WaitingLine::admit() {
  while (!blocked_.empty()) {
    Waiting& next = blocked_.front();
    if (!next.wants_lease() && jobs_in_line_ >= backlog_) break;
    line_.splice(line_.end(), blocked_, blocked_.begin());
    if (next.job) next.job->line_ = &line_;
    if (next.wants_lease()) continue;  // takes no room in the backlog, and waits on in the line
    ++jobs_in_line_;
    return Waiting{next.job, std::exchange(next.waiter, nullptr)};
  }
  return std::nullopt;
}

WaitingLine::List* WaitingLine::next_list() noexcept {
  for (List* list : {&first_, &line_, &blocked_}) {
    if (!list->empty()) return list;
  }
  return nullptr;
}

const Waiting* WaitingLine::front() const noexcept {
  const List* list = const_cast<WaitingLine*>(this)->next_list();
  return list == nullptr ? nullptr : &list->front();
}

Waiting WaitingLine::pop() noexcept {
  List* list = next_list();
  return take(*list, list->begin());
}

Waiting WaitingLine::take(List& list, List::iterator place) noexcept {
  Waiting taken = std::move(*place);
  list.erase(place);
  if (taken.job) {
    taken.job->line_ = nullptr;
    if (&list == &line_ && !taken.wants_lease()) --jobs_in_line_;
  }
  return taken;
}

std::shared_ptr<JobState> WaitingLine::pop_oldest_job() noexcept {
  const auto oldest = std::find_if(line_.begin(), line_.end(), [](const Waiting& w) { return !w.wants_lease(); });
  return oldest == line_.end() ? nullptr : take(line_, oldest).job;
}

std::vector<std::shared_ptr<JobState>> WaitingLine::jobs() const {
  std::vector<std::shared_ptr<JobState>> accepted;
  for (const List* list : {&first_, &line_}) {
    for (const Waiting& waiting : *list) {
      if (!waiting.wants_lease()) accepted.push_back(waiting.job);
    }
  }
  return accepted;
}

WaitingCounts WaitingLine::count() const noexcept {
  WaitingCounts counts;
  for (const List* list : {&first_, &line_, &blocked_}) {
    for (const Waiting& waiting : *list) {
      if (waiting.wants_lease()) {
        ++counts.acquirers;
      } else if (waiting.waiter != nullptr) {
        ++counts.submitters;
      } else {
        ++counts.jobs;
      }
    }
  }
  return counts;
}

bool WaitingLine::remove(JobState& job) noexcept {
  if (job.line_ == nullptr || job.place_->waiter != nullptr) return false;
  take(*job.line_, job.place_);
  return true;
}

bool WaitingLine::remove(Waiter& waiter) noexcept {
  for (List* list : {&line_, &blocked_}) {
    const auto place = std::find_if(list->begin(), list->end(), [&](const Waiting& w) { return w.waiter == &waiter; });
    if (place == list->end()) continue;
    take(*list, place);
    return true;
  }
  return false;
}

}  // namespace millrace::scheduling
