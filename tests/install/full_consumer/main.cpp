// A program that knows everything installed: it writes a picture, reads it back and lists the devices.
#include <filesystem>
#include <iostream>

#include <millrace/millrace.hpp>

int main() {
  const std::filesystem::path path = "full_consumer.png";
  millrace::Image picture({32, 16});
  millrace::write_picture(path.string(), picture.view());
  const auto read = millrace::read_picture(path.string());
  std::filesystem::remove(path);

  for (const auto& device : ov::Core().get_available_devices()) std::cout << device << '\n';
  return read.ok() && read.picture.size().width == 32 ? 0 : 1;
}
