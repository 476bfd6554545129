// The program that README.md shows: readme MODEL
#include <deque>
#include <iostream>

#include <openvino/openvino.hpp>

#include <millrace/queue/infer_queue.hpp>

int main(int, char** argv) {
  ov::Core core;
  const auto throughput = ov::hint::performance_mode(ov::hint::PerformanceMode::THROUGHPUT);
  millrace::InferQueue queue(core.compile_model(argv[1], "CPU", throughput));

  std::deque<millrace::Job> jobs;
  for (int i = 0; i < 4; ++i) jobs.push_back(queue.submit(ov::Tensor(queue.model().input()), {.userdata = i}));
  for (auto& job : jobs) {
    const millrace::Result result = job.get();
    std::cout << "job " << result.userdata<int>() << " gives " << result[0].get_shape() << '\n';
  }
}
