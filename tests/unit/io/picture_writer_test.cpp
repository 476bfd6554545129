#include "millrace/io/picture_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"
#include "millrace/io/picture_reader.hpp"
#include "sample_pictures.hpp"

namespace millrace {
namespace {

TEST(PictureWriterTest, WritesEachFormatOfItsExtension) {
  const TempDir dir;
  const Image image({12, 8});
  for (const char* const name : {"a.jpg", "a.JPEG", "a.png", "a.bmp", "a.webp", "a.tif", "a.tiff"}) {
    write_picture(dir / name, image.view());
    EXPECT_EQ(read_picture(dir / name).picture.size(), (Size{12, 8})) << name;
  }
}

TEST(PictureWriterTest, WritesAPartOfAPicture) {
  const TempDir dir;
  Image image({12, 8});
  constexpr std::ptrdiff_t kPixel = 3;
  std::uint8_t* const corner = image.view().row(3) + 4 * kPixel;
  *corner = 200;  // blue at (4, 3)
  write_picture(dir / "part.png", {.data = corner, .width = 2, .height = 2, .stride = 12 * kPixel});
  const PictureOrReason part = read_picture(dir / "part.png");
  EXPECT_EQ(part.picture.size(), (Size{2, 2}));
  EXPECT_EQ(pixel(part.picture, 0, 0), (std::vector<int>{200, 0, 0}));
  EXPECT_EQ(pixel(part.picture, 1, 1), (std::vector<int>{0, 0, 0}));
}

TEST(PictureWriterTest, RefusesAnExtensionItDoesNotKnow) {
  const TempDir dir;
  try {
    write_picture(dir / "a.gif", Image({2, 2}).view());
    FAIL() << "nothing was thrown";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(e.what(), ::testing::HasSubstr("not written as '.gif'; use one of .jpg"));
  }
}

TEST(PictureWriterTest, SaysThatAPictureIsTooWideForItsFormat) {
  const TempDir dir;
  try {
    write_picture(dir / "a.jpg", Image({70000, 1}).view());
    FAIL() << "nothing was thrown";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kInvalidInput);
    EXPECT_THAT(e.what(), ::testing::HasSubstr("70000x1 cannot be written as .jpg"));
  }
}

TEST(PictureWriterTest, RefusesAViewWithoutPixels) {
  for (const ImageView view : {ImageView{}, ImageView{.data = nullptr, .width = 4, .height = 4, .stride = 12}}) {
    EXPECT_THROW(encode_picture("a.png", view), Error);
  }
}

}  // namespace
}  // namespace millrace
