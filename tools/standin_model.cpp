// Writes a stand-in for a detector, and two pictures for it: millrace_standin_model DIR
//
// It exists so that scripts/demo shows the whole way from a picture to annotated pictures before a trained model is
// there. It knows nothing about people or cars: it finds one bright block by the moments of the bright pixels. Its
// input and output have the shapes of a YOLOv5 export: [1,3,64,64] RGB 0..1 -> [1,252,6] rows of cx, cy, w, h,
// objectness and the score of the one class, of which only row 0 is ever filled. A second one, coco.xml, has 80 classes,
// no names for them, and calls the block the first of them. A third one, crowd.xml, finds three boxes at one place.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include <openvino/core/model.hpp>
#include <openvino/openvino.hpp>
#include <openvino/opsets/opset13.hpp>

#include "millrace/io/picture_writer.hpp"
#include "millrace/vision/image.hpp"

namespace {

namespace op = ov::opset13;
using Value = ov::Output<ov::Node>;

constexpr std::size_t kSide = 64;   // input pixels
constexpr std::size_t kRows = 252;  // 3 boxes in each cell of grids with 8, 16 and 32 pixels
constexpr float kBright = 0.7F;     // a pixel counts when its mean of R, G and B lies above
constexpr float kEnough = 16.0F;    // bright pixels for full confidence

Value scalar(float value) {
  return op::Constant::create(ov::element::f32, {}, {value});
}

Value total(const Value& pixels) {
  const auto axes = op::Constant::create(ov::element::i64, {2}, {2, 3});
  return std::make_shared<op::ReduceSum>(pixels, axes, true);
}

/// Pixel centres 0.5, 1.5, ... along one axis of [1,1,64,64].
Value coordinates(const ov::Shape& shape) {
  std::vector<float> values(kSide);
  std::iota(values.begin(), values.end(), 0.5F);
  return op::Constant::create(ov::element::f32, shape, values);
}

/// Where the bright pixels lie along one axis: their mean, and the side of a block that spreads as they do.
struct Extent {
  Value centre;
  Value length;
};

Extent extent(const Value& bright, const Value& mass, const Value& position) {
  const Value centre = std::make_shared<op::Divide>(total(std::make_shared<op::Multiply>(bright, position)), mass);
  const Value offset = std::make_shared<op::Subtract>(position, centre);
  const Value square = std::make_shared<op::Multiply>(offset, offset);
  const Value variance = std::make_shared<op::Divide>(total(std::make_shared<op::Multiply>(bright, square)), mass);
  // n pixels in a row have the variance (n * n - 1) / 12.
  const Value squared_length =
      std::make_shared<op::Add>(std::make_shared<op::Multiply>(variance, scalar(12.0F)), scalar(1.0F));
  return {centre, std::make_shared<op::Sqrt>(squared_length)};
}

std::shared_ptr<op::Parameter> make_input() {
  auto input = std::make_shared<op::Parameter>(ov::element::f32, ov::Shape{1, 3, kSide, kSide});
  input->output(0).set_names({"images"});
  return input;
}

std::shared_ptr<ov::Model> make_model(std::size_t classes) {
  const auto input = make_input();
  const auto channels = op::Constant::create(ov::element::i64, {1}, {1});
  const Value grey = std::make_shared<op::ReduceMean>(input, channels, true);
  const Value is_bright = std::make_shared<op::Greater>(grey, scalar(kBright));
  const Value bright = std::make_shared<op::Convert>(is_bright, ov::element::f32);
  const Value count = total(bright);
  const Value mass = std::make_shared<op::Maximum>(count, scalar(1.0F));
  const Extent x = extent(bright, mass, coordinates({1, 1, 1, kSide}));
  const Extent y = extent(bright, mass, coordinates({1, 1, kSide, 1}));
  const Value objectness = std::make_shared<op::Clamp>(std::make_shared<op::Divide>(count, scalar(kEnough)), 0.0, 1.0);

  std::vector<float> scores(classes);
  scores.front() = 1;
  const Value class_scores = op::Constant::create(ov::element::f32, {1, 1, 1, classes}, scores);
  const Value row = std::make_shared<op::Concat>(
      ov::OutputVector{x.centre, y.centre, x.length, y.length, objectness, class_scores}, 3);
  const std::size_t columns = 5 + classes;
  const Value first =
      std::make_shared<op::Reshape>(row, op::Constant::create(ov::element::i64, {3}, {1UL, 1UL, columns}), false);
  const Value rest =
      op::Constant::create(ov::element::f32, {1, kRows - 1, columns}, std::vector<float>((kRows - 1) * columns));
  const auto output = std::make_shared<op::Concat>(ov::OutputVector{first, rest}, 1);
  output->output(0).set_names({"output0"});

  auto model = std::make_shared<ov::Model>(ov::OutputVector{output}, ov::ParameterVector{input}, "standin");
  if (classes == 1) model->set_rt_info("{0: 'bright block'}", "framework", "names");
  return model;
}

/// Three boxes of three classes, nearly at one place, whatever the picture.
std::shared_ptr<ov::Model> make_crowd() {
  constexpr std::size_t kColumns = 8;
  const auto input = make_input();
  std::vector<float> rows(kRows * kColumns);
  for (std::size_t i = 0; i < 3; ++i) {
    float* const row = rows.data() + i * kColumns;
    const float at = 32.0F + 0.25F * static_cast<float>(i);
    std::ranges::copy(std::array{at, at, 16.0F, 16.0F, 1.0F}, row);
    row[5 + i] = 1.0F - 0.1F * static_cast<float>(i);
  }
  const auto axes = op::Constant::create(ov::element::i64, {3}, {1, 2, 3});
  const auto sum = std::make_shared<op::Reshape>(std::make_shared<op::ReduceSum>(input, axes, true),
                                                 op::Constant::create(ov::element::i64, {3}, {1, 1, 1}), false);
  const auto output = std::make_shared<op::Add>(op::Constant::create(ov::element::f32, {1, kRows, kColumns}, rows),
                                                std::make_shared<op::Multiply>(sum, scalar(0.0F)));
  output->output(0).set_names({"output0"});
  auto model = std::make_shared<ov::Model>(ov::OutputVector{output}, ov::ParameterVector{input}, "crowd");
  model->set_rt_info("{0: 'first', 1: 'second', 2: 'third'}", "framework", "names");
  return model;
}

struct Block {
  int left, top, right, bottom;
};

/// A dark blue picture with one white block.
millrace::Image make_picture(millrace::Size size, Block block) {
  constexpr std::array<std::uint8_t, 3> kBackground = {90, 50, 30};  // BGR
  millrace::Image picture(size);
  const millrace::MutableImageView view = picture.view();
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const bool inside = x >= block.left && x < block.right && y >= block.top && y < block.bottom;
      for (int channel = 0; channel < 3; ++channel) {
        view.row(y)[3 * x + channel] = inside ? 255 : kBackground.at(static_cast<std::size_t>(channel));
      }
    }
  }
  return picture;
}

void write_all(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  ov::save_model(make_model(1), (folder / "standin.xml").string(), false);
  ov::save_model(make_model(80), (folder / "coco.xml").string(), false);
  ov::save_model(make_crowd(), (folder / "crowd.xml").string(), false);
  const auto wide = make_picture({640, 480}, {.left = 160, .top = 120, .right = 320, .bottom = 360});
  const auto tall = make_picture({320, 640}, {.left = 40, .top = 400, .right = 200, .bottom = 480});
  millrace::write_picture((folder / "wide.png").string(), wide.view());
  millrace::write_picture((folder / "tall.png").string(), tall.view());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: millrace_standin_model DIR\n";
    return 2;
  }
  try {
    write_all(argv[1]);
  } catch (const std::exception& error) {
    std::cerr << "millrace_standin_model: " << argv[1] << ": " << error.what() << '\n';
    return 1;
  }
  return 0;
}
