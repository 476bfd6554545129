#include "models/model_file.hpp"

#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/error_message.hpp"
#include "fakes/pipe.hpp"
#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace {
namespace {

using ::testing::HasSubstr;

std::string number_field(char number, char value) {
  return {static_cast<char>(number << 3), value};
}

std::string text_field(char number, const std::string& text) {
  return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(text.size())} + text;
}

// A float tensor of one element.
std::string port(const std::string& name) {
  const std::string shape = text_field(1, number_field(1, 1));
  return text_field(1, name) + text_field(2, text_field(1, number_field(1, 1) + text_field(2, shape)));
}

/// An ONNX model of one Relu, in protobuf's bytes.
std::string relu_onnx() {
  const std::string node = text_field(1, "x") + text_field(2, "y") + text_field(4, "Relu");
  const std::string graph =
      text_field(1, node) + text_field(2, "graph") + text_field(11, port("x")) + text_field(12, port("y"));
  return number_field(1, 8) + text_field(7, graph) + text_field(8, number_field(2, 13));
}

class ModelFileTest : public ::testing::Test {
 protected:
  /// What comes of a model whose bytes come through a pipe.
  std::shared_ptr<ov::Model> read_from_pipe(const std::string& bytes) {
    const std::string pipe = make_pipe(dir_);
    const std::jthread writer([&] { std::ofstream(pipe, std::ios::binary) << bytes; });
    return models::read_model(core_, pipe);
  }

  TempDir dir_;
  ov::Core core_;
};

TEST_F(ModelFileTest, ReadsAnOnnxModelFromAFileWhateverItsName) {
  EXPECT_EQ(models::read_model(core_, dir_.write("model", relu_onnx()))->output().get_any_name(), "y");
}

TEST_F(ModelFileTest, ReadsAnOnnxModelFromAPipe) {
  EXPECT_EQ(read_from_pipe(relu_onnx())->output().get_any_name(), "y");
}

TEST_F(ModelFileTest, RefusesOneOfTwoFilesFromAPipe) {
  EXPECT_THAT(error_message(ErrorCode::kModel,
                            [&] { read_from_pipe("<?xml version=\"1.0\"?><net name=\"a\" version=\"11\"></net>"); }),
              HasSubstr("an OpenVINO model is two files and cannot come from a pipe; give the .xml file"));
}

TEST_F(ModelFileTest, RefusesADevice) {
  EXPECT_EQ(error_message(ErrorCode::kModel, [&] { models::read_model(core_, "/dev/zero"); }),
            "model /dev/zero: this is a device; give a file or a pipe");
}

TEST_F(ModelFileTest, TakesTheOnlyModelInAFolder) {
  const std::string model = dir_.write("best.onnx", relu_onnx());
  dir_.write("annotations.xml", "<annotation/>");
  EXPECT_EQ(models::model_file_of(dir_ / ""), model);
  EXPECT_EQ(models::read_model(core_, dir_ / "")->output().get_any_name(), "y");
}

TEST_F(ModelFileTest, KnowsAnOpenVinoModelInAFolderByItsWeights) {
  const std::string model = dir_.write("best.xml", "<net/>");
  EXPECT_THAT(error_message(ErrorCode::kModel, [&] { models::model_file_of(dir_ / ""); }),
              HasSubstr("this is a folder without a model (.onnx, or .xml with its .bin)"));
  dir_.write("best.bin", "");
  EXPECT_EQ(models::model_file_of(dir_ / ""), model);
}

TEST_F(ModelFileTest, NamesTheModelsOfAFolderWithSeveral) {
  const std::string second = dir_.write("b.onnx", relu_onnx());
  const std::string first = dir_.write("a.onnx", relu_onnx());
  EXPECT_THAT(error_message(ErrorCode::kModel, [&] { models::read_model(core_, dir_ / ""); }),
              HasSubstr("several models; give one of them: " + first + ", " + second));
}

}  // namespace
}  // namespace millrace
