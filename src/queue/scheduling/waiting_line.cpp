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
  List& list = !job && blocked_.empty() ? line_ : blocked_;
  join(list, std::move(job), &waiter);
}

std::optional<Waiting> WaitingLine::admit() {
  while (!blocked_.empty()) {
    Waiting& next = blocked_.front();
    if (next.job && jobs_in_line_ >= backlog_) break;
    line_.splice(line_.end(), blocked_, blocked_.begin());
    if (!next.job) continue;  // an acquirer takes no room in the backlog; it goes on waiting in the line
    ++jobs_in_line_;
    next.job->line_ = &line_;
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
    if (&list == &line_) --jobs_in_line_;
  }
  return taken;
}

bool WaitingLine::remove(JobState& job) noexcept {
  if (job.line_ == nullptr || job.line_ == &blocked_) return false;
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
