#include <iostream>
#include <vector>

#include <millrace/millrace.hpp>

int main(int argc, char** argv) {  // readme MODEL PICTURE...
  ov::Core core;
  const millrace::Detector detector(core, argc > 1 ? argv[1] : "models/sample/digits.xml");
  millrace::InferQueue queue(detector.compiled_model());
  std::vector<std::pair<millrace::Job, millrace::Letterbox>> jobs;
  for (int i = 2; i < argc; ++i) {
    const auto read = millrace::read_picture(argv[i]);
    if (!read.ok()) throw millrace::Error(millrace::ErrorCode::kIo, argv[i] + (": " + read.reason));
    millrace::Slot slot = queue.acquire();                                 // an idle request
    const auto fit = detector.prepare(read.picture.view(), slot.input());  // straight into its input: no copy
    jobs.emplace_back(std::move(slot).start(), fit);
  }
  for (auto& [job, fit] : jobs) std::cout << detector.decode(job.get(), fit).size() << " found\n";
}
