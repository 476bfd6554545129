// A program that knows only the installed queue: it doubles a number on the CPU.
#include <iostream>

#include <openvino/openvino.hpp>
#include <openvino/opsets/opset8.hpp>

#include <millrace/queue/infer_queue.hpp>

int main() {
  const auto input = std::make_shared<ov::opset8::Parameter>(ov::element::f32, ov::Shape{1});
  const auto model =
      std::make_shared<ov::Model>(std::make_shared<ov::opset8::Add>(input, input), ov::ParameterVector{input});
  millrace::InferQueue queue(ov::Core().compile_model(model, "CPU"));

  ov::Tensor tensor(ov::element::f32, {1});
  tensor.data<float>()[0] = 21.0F;
  const auto result = queue.submit(tensor).get();
  const float doubled = result[0].data<float>()[0];
  std::cout << doubled << '\n';
  return doubled == 42.0F ? 0 : 1;
}
