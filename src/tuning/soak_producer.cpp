#include "tuning/soak_producer.hpp"

#include <chrono>
#include <iterator>
#include <stop_token>
#include <thread>
#include <utility>

#include "millrace/base/error.hpp"
#include "tuning/soak_model.hpp"

namespace millrace::tuning {
namespace {

using std::chrono::microseconds;

// A job whose continuation submits the next one, `more` times.
void submit_chain(SoakTarget& target, int more) {
  auto job = submit(target, new_soak_job(target, more % 8 == 1));
  if (!job) return;
  job->on_done([&target, more](const Outcome& outcome) {
    target.ledger.close(outcome);
    if (more > 0) submit_chain(target, more - 1);
  });
}

}  // namespace

// Most choices keep the device busy, as a loop would; the rest disturb it.
const SoakProducer::Choice SoakProducer::kChoices[] = {
    {60, &SoakProducer::wait_for_it},
    {60, &SoakProducer::continue_with_it},
    {8, &SoakProducer::submit_in_continuations},
    {10, &SoakProducer::try_it},
    {16, &SoakProducer::fill_a_slot},
    {6, &SoakProducer::keep_a_slot},
    {2, &SoakProducer::cancel_it},
    {1, &SoakProducer::stop_it_by_token},
    {2, &SoakProducer::give_it_little_time},
    {1, &SoakProducer::drop_it},
    {8, &SoakProducer::make_a_mistake},
    {2, &SoakProducer::drain},
    {3, &SoakProducer::look_around},
    {1, &SoakProducer::cancel_everything},
};

void SoakProducer::act() {
  std::uint64_t total = 0;
  for (const Choice& choice : kChoices) total += choice.weight;
  std::uint64_t roll = pick(total);
  for (const Choice& choice : kChoices) {
    if (roll < choice.weight) return (this->*choice.act)();
    roll -= choice.weight;
  }
}

SoakJob SoakProducer::new_job() {
  return new_soak_job(target_, pick(32) == 0);
}

void SoakProducer::close(std::optional<Job> job) {
  if (job) target_.ledger.close(job->outcome());
}

// So that what follows hits any stage in a job's life: waiting, running, ended.
void SoakProducer::pause() {
  if (pick(3) != 0) std::this_thread::sleep_for(microseconds(pick(4000)));
}

void SoakProducer::wait_for_it() {
  close(submit(target_, new_job()));
}

void SoakProducer::continue_with_it() {
  auto job = submit(target_, new_job());
  if (!job) return;
  const std::uint64_t roll = pick(16);
  job->on_done(enter_outcome(target_, roll == 0 ? Throws::kException : roll == 1 ? Throws::kNumber : Throws::kNothing));
}

void SoakProducer::submit_in_continuations() {
  submit_chain(target_, static_cast<int>(pick(8)));
}

void SoakProducer::try_it() {
  const SoakJob job = new_job();
  auto tried = target_.queue.try_submit(job.inputs, {.userdata = job.ticket});
  if (!tried) target_.ledger.refuse(*job.ticket);
  close(std::move(tried));
}

void SoakProducer::fill_a_slot() {
  Slot slot = target_.queue.acquire();
  const bool forgets = target_.with_faults && pick(16) == 0;  // one input: the job must fail, not reuse the old one
  const SoakJob job = new_soak_job(target_, forgets || pick(32) == 0);
  if (pick(16) == 0) return target_.ledger.refuse(*job.ticket);  // it changes its mind: the slot goes back unused
  for (std::size_t i = 0; i < job.inputs.items().size() - (forgets ? 1 : 0); ++i) {
    job.inputs.items()[i].tensor.copy_to(slot.input(i));
  }
  close(std::move(slot).start({.userdata = job.ticket}));
}

void SoakProducer::keep_a_slot() {
  Slot slot = target_.queue.acquire();
  for (std::uint64_t step = 1 + pick(3); step > 0; --step) {
    const SoakJob job = new_job();
    for (std::size_t i = 0; i < job.inputs.items().size(); ++i) {
      job.inputs.items()[i].tensor.copy_to(slot.input(i));
    }
    try {
      target_.ledger.close(slot.run({.userdata = job.ticket}));
    } catch (...) {
      return target_.ledger.close_with(*job.ticket, std::current_exception());
    }
  }
}

void SoakProducer::cancel_it() {
  auto job = submit(target_, new_job());
  if (!job) return;
  pause();
  job->cancel();
  if (pick(2) == 0) job->cancel();
  close(std::move(job));
}

void SoakProducer::stop_it_by_token() {
  std::stop_source source;
  if (pick(4) == 0) source.request_stop();
  auto job = submit(target_, new_job(), {.stop = source.get_token()});
  pause();
  source.request_stop();
  close(std::move(job));
}

void SoakProducer::give_it_little_time() {
  const auto time = microseconds(static_cast<std::int64_t>(pick(5000)) - 500);  // some deadlines have passed already
  close(submit(target_, new_job(), {.deadline = Clock::now() + time}));
}

void SoakProducer::drop_it() {
  const SoakJob made = new_job();
  auto job = submit(target_, made);
  if (!job) return;
  target_.ledger.leave(*made.ticket);
  if (pick(2) == 0) job->detach();
}

void SoakProducer::make_a_mistake() {
  SoakJob job = new_soak_job(target_, true);
  switch (pick(4)) {
    case 0: job.inputs = Inputs(); break;
    case 1: job.inputs = {{"no such input", soak_payload(1)}}; break;
    case 2: job.inputs = {{7, soak_payload(1)}}; break;
    default: job.inputs = {ov::Tensor(ov::element::u8, {3, 3}), soak_fault(false)}; break;
  }
  close(submit(target_, job));
}

void SoakProducer::drain() {
  target_.queue.drain();
}

void SoakProducer::look_around() {
  static_cast<void>(target_.queue.stats());
  static_cast<void>(target_.queue.ready());
}

void SoakProducer::cancel_everything() {
  if (pick(16) == 0) target_.queue.cancel_all();
}

}  // namespace millrace::tuning
