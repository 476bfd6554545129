#include "millrace/io/picture_source.hpp"

#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "sample_pictures.hpp"

namespace millrace {
namespace {

TEST(PictureSourceTest, ReadsThePicturesInOrder) {
  const TempDir dir;
  const std::string b = dir.write("b.png", encode(".png", plain(2, 3, {})));
  const std::string a = dir.write("a.png", encode(".png", plain(4, 5, {})));
  PictureSource source({b, a});
  const std::optional<Frame> first = source.next();
  const std::optional<Frame> second = source.next();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->source, b);
  EXPECT_EQ(first->image.size(), (Size{2, 3}));
  EXPECT_EQ(first->number, 0);
  EXPECT_GT(first->decode_time.count(), 0);
  EXPECT_EQ(second->source, a);
  EXPECT_EQ(second->image.size(), (Size{4, 5}));
  EXPECT_FALSE(source.next());
  EXPECT_FALSE(source.next());
}

TEST(PictureSourceTest, GivesABadPictureAsAFrameWithAnErrorAndGoesOn) {
  const TempDir dir;
  PictureSource source({dir.write("bad.png", "text"), dir.write("good.png", encode(".png", plain(4, 5, {})))});
  const std::optional<Frame> bad = source.next();
  ASSERT_TRUE(bad);
  EXPECT_FALSE(bad->ok());
  EXPECT_TRUE(bad->image.empty());
  const std::optional<Frame> good = source.next();
  ASSERT_TRUE(good);
  EXPECT_TRUE(good->ok());
}

TEST(PictureSourceTest, KnowsHowManyThereAre) {
  EXPECT_EQ(PictureSource({"a", "b"}).count(), 2U);
}

}  // namespace
}  // namespace millrace
