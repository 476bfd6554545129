#include "io/picture_names.hpp"

#include <filesystem>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/temp_dir.hpp"
#include "millrace/base/error.hpp"

namespace millrace::io {
namespace {

using ::testing::ElementsAre;

using Words = std::vector<std::string>;

Words stems_in(const Words& sources) {
  PictureNames names(sources);
  Words stems;
  for (const std::string& source : sources) stems.push_back(names.of(source).stem);
  return stems;
}

Words pictures_in(const Words& sources) {
  PictureNames names(sources);
  Words pictures;
  for (const std::string& source : sources) pictures.push_back(names.of(source).picture);
  return pictures;
}

TEST(PictureNamesTest, AreFlatWhileStemsAreUnique) {
  EXPECT_THAT(stems_in({"a/bus.jpg", "b/car.png"}), ElementsAre("bus", "car"));
  EXPECT_THAT(pictures_in({"a/bus.jpg", "b/car.png"}), ElementsAre("bus.jpg", "car.png"));
}

TEST(PictureNamesTest, KeepTheFoldersOfAllWhereOneStemIsNotUnique) {
  EXPECT_THAT(stems_in({"in/a/bus.jpg", "in/b/bus.png", "in/c/deep/car.jpg", "in/top.jpg"}),
              ElementsAre("a/bus", "b/bus", "c/deep/car", "top"));
  EXPECT_THAT(pictures_in({"in/a/bus.jpg", "in/b/bus.png"}), ElementsAre("a/bus.jpg", "b/bus.png"));
}

TEST(PictureNamesTest, StayBelowTheFolderOfResultsWhereverThePicturesAre) {
  EXPECT_THAT(stems_in({"/x/y/1.jpg", "/x/z/1.jpg"}), ElementsAre("y/1", "z/1"));
  EXPECT_THAT(stems_in({"../p/1.jpg", "../../p/1.jpg"}).front().find(".."), std::string::npos);
  EXPECT_THAT(stems_in({"/1.jpg", "/a/1.jpg"}), ElementsAre("1", "a/1"));
}

TEST(PictureNamesTest, GiveAPictureThatIsGivenTwiceOneName) {
  EXPECT_THAT(stems_in({"a/bus.jpg", "./a/bus.jpg", "a/../a/bus.jpg"}), ElementsAre("bus", "bus", "bus"));
}

TEST(PictureNamesTest, KnowThatTheFolderAboveALinkIsAnotherOne) {
  const TempDir dir;
  std::filesystem::create_directories(dir / "other/folder");
  std::filesystem::create_symlink("other/folder", dir / "link");
  EXPECT_THAT(stems_in({dir / "a.jpg", dir / "link/../a.jpg"}), ElementsAre("a", "other/a"));
}

TEST(PictureNamesTest, KeepExtensionsOfOneStemInOneFolder) {
  EXPECT_THAT(stems_in({"bus.jpg", "bus.png", "car.jpg"}), ElementsAre("bus.jpg", "bus.png", "car"));
  EXPECT_THAT(pictures_in({"bus.jpg", "bus.png", "bus.dat"}), ElementsAre("bus.jpg", "bus.png", "bus.dat.jpg"));
}

TEST(PictureNamesTest, MakeAJpegOfAnExtensionThatCannotBeWritten) {
  EXPECT_THAT(pictures_in({"photo.dat", "noextension", "b.WEBP"}),
              ElementsAre("photo.jpg", "noextension.jpg", "b.WEBP"));
}

TEST(PictureNamesTest, RefusePicturesThatCannotBeToldApart) {
  EXPECT_THROW(PictureNames(Words{"bus.jpg", "bus.png", "bus.jpg.png"}), Error);
}

TEST(PictureNamesTest, AreNumberedWherePicturesAreNotKnownBeforehand) {
  PictureNames names;
  EXPECT_EQ(names.of("bus.jpg").picture, "bus.jpg");
  EXPECT_EQ(names.of("bus.jpg").stem, "bus-2");
  EXPECT_EQ(names.of("b/bus.png").picture, "bus-3.png");
}

TEST(PictureNamesTest, NeverGiveANumberedNameTwice) {
  PictureNames names;
  EXPECT_EQ(names.of("bus-2.jpg").stem, "bus-2");
  EXPECT_EQ(names.of("bus.jpg").stem, "bus");
  EXPECT_EQ(names.of("bus.jpg").stem, "bus-3");
  EXPECT_EQ(names.of("bus-3.jpg").stem, "bus-3-2");
}

}  // namespace
}  // namespace millrace::io
