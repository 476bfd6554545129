#include "millrace/queue/compile_model.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "synthetic/small_models.hpp"

namespace millrace {
namespace {

bool is_loaded(const std::string& library) {
  std::ifstream maps("/proc/self/maps");
  const std::string text{std::istreambuf_iterator<char>(maps), {}};
  return text.find(library) != std::string::npos;
}

TEST(CompileModelTest, KeepsThePluginThatOpenVinoUnloadsTooEarly) {
  {
    ov::Core core;
    compile_model(core, small_models::relu(), {.device = "HETERO:CPU"}).create_infer_request().infer();
  }
  EXPECT_TRUE(is_loaded("libopenvino_hetero_plugin.so"));
}

TEST(CompileModelTest, DoesWithoutACacheThatFails) {
  const TempDir dir;
  ov::Core core;
  auto model =
      compile_model(core, small_models::relu(), {.device = "CPU", .cache_dir = dir.write("file", "") + "/cache"});
  EXPECT_NO_THROW(model.create_infer_request().infer());
}

}  // namespace
}  // namespace millrace
