#include "contenders.hpp"

#include <atomic>
#include <cstdint>
#include <thread>
#include <utility>

#include "millrace/queue/async_infer_queue.hpp"
#include "millrace/queue/infer_queue.hpp"
#include "tuning/request_loop.hpp"

namespace millrace::benchmarks {
namespace {

using Seconds = Contender::Seconds;

constexpr Seconds kStart{0.02};

/// Microseconds a job, when `count` grows by one a job.
template <class Count>
double per_job(const Count& count, Seconds time) {
  std::this_thread::sleep_for(kStart);
  const auto begun = Clock::now();
  const std::uint64_t before = count();
  std::this_thread::sleep_for(time);
  const auto jobs = static_cast<double>(count() - before);
  return std::chrono::duration<double, std::micro>(Clock::now() - begun).count() / jobs;
}

ov::Tensor input_of(const ov::CompiledModel& model) {
  const auto& port = model.input();
  return {port.get_element_type(), port.get_shape()};
}

class Loop : public Contender {
 public:
  Loop(std::string name, const ov::CompiledModel& model, std::size_t requests,
       tuning::RequestLoop::Prepare prepare = {})
      : name_(std::move(name)), loop_(model, requests, std::move(prepare)) {}

  std::string name() const override { return name_; }

  double measure(Seconds time) override {
    loop_.start();
    const double us = per_job([this] { return loop_.completed(); }, time);
    loop_.stop();
    return us;
  }

 private:
  std::string name_;
  tuning::RequestLoop loop_;
};

/// The part that all ways through a queue share: a flag, and a count.
class QueueContender : public Contender {
 public:
  double measure(Seconds time) override {
    running_ = true;
    begin();
    const double us = per_job([this] { return ended_.load(std::memory_order_relaxed); }, time);
    running_ = false;
    finish();
    return us;
  }

 protected:
  bool running() const noexcept { return running_.load(std::memory_order_relaxed); }
  void count() noexcept { ended_.fetch_add(1, std::memory_order_relaxed); }

 private:
  virtual void begin() = 0;
  virtual void finish() = 0;

  std::atomic<bool> running_ = false;
  std::atomic<std::uint64_t> ended_ = 0;
};

/// One chain of jobs for each request: every continuation starts the next one.
class Chains : public QueueContender {
 protected:
  Chains(const ov::CompiledModel& model, Options options) : queue_(model, std::move(options)) {}

  InferQueue& queue() noexcept { return queue_; }

 private:
  virtual void start() = 0;

  void begin() override {
    for (std::size_t i = 0; i < queue_.size(); ++i) start();
  }
  void finish() override {
    while (queue_.stats().running > 0) queue_.drain();
  }

  InferQueue queue_;
};

class SlotsInContinuations final : public Chains {
 public:
  SlotsInContinuations(const ov::CompiledModel& model, std::size_t requests)
      : Chains(model, {.requests = requests, .results = Results::kBorrow}) {}

  std::string name() const override { return "Slot, borrowed"; }

 private:
  void start() override {
    Slot slot = *queue().try_acquire();  // one for each chain
    slot.input();
    std::move(slot).start().on_done([this](Outcome outcome) {
      {
        const Outcome back = std::move(outcome);
      }  // its request is free again
      count();
      if (running()) start();
    });
  }
};

class SubmitsInContinuations final : public Chains {
 public:
  SubmitsInContinuations(const ov::CompiledModel& model, std::size_t requests)
      : Chains(model, {.requests = requests}), input_(input_of(model)) {}

  std::string name() const override { return "submit, continuations"; }

 private:
  void start() override {
    queue().submit(input_).on_done([this](const Outcome&) {
      count();
      if (running()) start();
    });
  }

  const ov::Tensor input_;
};

class SubmitsOfAThread final : public QueueContender {
 public:
  SubmitsOfAThread(const ov::CompiledModel& model, std::size_t requests)
      : input_(input_of(model)), queue_(model, {.requests = requests}) {}

  std::string name() const override { return "submit, a thread"; }

 private:
  void begin() override {
    producer_ = std::jthread([this] {
      while (running()) queue_.submit(input_).on_done([this](const Outcome&) { count(); });
    });
  }
  void finish() override {
    producer_ = {};
    queue_.drain();
  }

  const ov::Tensor input_;
  InferQueue queue_;
  std::jthread producer_;
};

class AsyncQueue final : public QueueContender {
 public:
  AsyncQueue(const ov::CompiledModel& model, std::size_t requests) : input_(input_of(model)), queue_(model, requests) {
    queue_.set_callback([this](Request&, const std::any&) { count(); });
  }

  std::string name() const override { return "AsyncInferQueue"; }

 private:
  void begin() override {
    producer_ = std::jthread([this] {
      while (running()) queue_.start_async(input_);
    });
  }
  void finish() override {
    producer_ = {};
    queue_.wait_all();
  }

  const ov::Tensor input_;
  AsyncInferQueue queue_;
  std::jthread producer_;
};

/// Output tensors in turn, so many that none is written again while it could still be in use.
tuning::RequestLoop::Prepare tensor_calls(const ov::CompiledModel& model, std::size_t requests) {
  struct Tensors {
    ov::Tensor input;
    std::vector<ov::Tensor> outputs;
    std::atomic<std::size_t> next = 0;
  };
  const auto tensors = std::make_shared<Tensors>();
  tensors->input = input_of(model);
  const auto& port = model.output();
  for (std::size_t i = 0; i < 4 * requests; ++i) {
    tensors->outputs.emplace_back(port.get_element_type(), port.get_shape());
  }
  return [tensors](ov::InferRequest& request) {
    request.set_input_tensor(tensors->input);
    request.set_output_tensor(tensors->outputs[tensors->next++ % tensors->outputs.size()]);
  };
}

}  // namespace

std::unique_ptr<Contender> bare_loop(const ov::CompiledModel& model, std::size_t requests) {
  return std::make_unique<Loop>("bare loop", model, requests);
}

std::unique_ptr<Contender> tensor_loop(const ov::CompiledModel& model, std::size_t requests) {
  return std::make_unique<Loop>("loop, tensor calls", model, requests, tensor_calls(model, requests));
}

std::unique_ptr<Contender> slots_in_continuations(const ov::CompiledModel& model, std::size_t requests) {
  return std::make_unique<SlotsInContinuations>(model, requests);
}

std::unique_ptr<Contender> submits_in_continuations(const ov::CompiledModel& model, std::size_t requests) {
  return std::make_unique<SubmitsInContinuations>(model, requests);
}

std::unique_ptr<Contender> submits_of_a_thread(const ov::CompiledModel& model, std::size_t requests) {
  return std::make_unique<SubmitsOfAThread>(model, requests);
}

std::unique_ptr<Contender> async_queue(const ov::CompiledModel& model, std::size_t requests) {
  return std::make_unique<AsyncQueue>(model, requests);
}

}  // namespace millrace::benchmarks
