#include "millrace/io/picture_list.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "fakes/temp_dir.hpp"

namespace millrace {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

PictureList list(const std::vector<std::string>& sources) {
  return list_pictures(sources);
}

TEST(PictureListTest, KeepsTheOrderOfTheSources) {
  const TempDir dir;
  const std::string b = dir.write("b.jpg", "");
  const std::string a = dir.write("a.jpg", "");
  EXPECT_THAT(list({b, a}).pictures, ElementsAre(b, a));
}

TEST(PictureListTest, TakesANamedFileWhateverItsExtension) {
  const TempDir dir;
  const std::string path = dir.write("photo.dat", "");
  EXPECT_THAT(list({path}).pictures, ElementsAre(path));
}

TEST(PictureListTest, OpensAListOfSources) {
  const TempDir dir;
  const std::string a = dir.write("a.jpg", "");
  const std::string b = dir.write("sub/b.jpg", "");
  const std::string text = dir.write("list.txt", b + "\n# the rest\n" + a + "\n" + (dir / "sub"));
  EXPECT_THAT(list({text}).pictures, ElementsAre(b, a, b));
}

TEST(PictureListTest, LooksForTheLinesOfAListBesideItToo) {
  const TempDir dir;
  const std::string picture = dir.write("sub/only-here.jpg", "");
  EXPECT_THAT(list({dir.write("sub/list.txt", "only-here.jpg\n")}).pictures, ElementsAre(picture));
}

TEST(PictureListTest, SaysWhichLineOfAListIsNotThere) {
  const TempDir dir;
  const std::string picture = dir.write("a.jpg", "");
  const PictureList found = list({dir.write("list.txt", "a.jpg\nnone-of-these.jpg\n")});
  EXPECT_THAT(found.pictures, ElementsAre(picture));
  EXPECT_THAT(found.problems, ElementsAre(HasSubstr("'none-of-these.jpg': no such file")));
}

TEST(PictureListTest, DoesNotOpenAListInsideAList) {
  const TempDir dir;
  const std::string self = dir / "list.txt";
  dir.write("list.txt", self);
  EXPECT_THAT(list({self}).pictures, ElementsAre(self));  // reading it as a picture says what it is
}

TEST(PictureListTest, RefusesAnEmptyListAndOneOfBytes) {
  const TempDir dir;
  EXPECT_THAT(list({dir.write("a.txt", "\n\n")}).problems, ElementsAre(HasSubstr("names no source")));
  EXPECT_THAT(list({dir.write("b.txt", std::string("\0x", 2))}).problems, ElementsAre(HasSubstr("this is no list")));
}

TEST(PictureListTest, ListsAPictureTwiceWhenTwoSourcesNameIt) {
  const TempDir dir;
  const std::string path = dir.write("a.jpg", "");
  EXPECT_THAT(list({path, dir.path().string()}).pictures, ElementsAre(path, path));
}

TEST(PictureListTest, ListsAFolderAndItsSubfoldersSortedByBytes) {
  const TempDir dir;
  for (const char* const name : {"b.PNG", "a.jpeg", "Z.webp", "sub/c.tif", "sub/deep/d.TIFF", "a-1.bmp"}) {
    dir.write(name, "");
  }
  const PictureList found = list({dir.path().string()});
  EXPECT_THAT(found.pictures, ElementsAre(dir / "Z.webp", dir / "a-1.bmp", dir / "a.jpeg", dir / "b.PNG",
                                          dir / "sub/c.tif", dir / "sub/deep/d.TIFF"));
  EXPECT_THAT(found.problems, IsEmpty());
}

TEST(PictureListTest, LeavesOtherFilesAndHiddenOnesOfAFolderOut) {
  const TempDir dir;
  for (const char* const name : {"a.jpg", "notes.txt", "._a.jpg", ".thumbs/a.jpg", "jpg"}) dir.write(name, "");
  EXPECT_THAT(list({dir.path().string()}).pictures, ElementsAre(dir / "a.jpg"));
}

TEST(PictureListTest, DoesNotFollowLinksToFolders) {
  const TempDir dir;
  dir.write("sub/a.jpg", "");
  fs::create_directory_symlink(dir.path(), dir / "sub/loop");
  EXPECT_THAT(list({dir.path().string()}).pictures, ElementsAre(dir / "sub/a.jpg"));
}

TEST(PictureListTest, ListsABrokenLinkSoThatReadingItGivesTheReason) {
  const TempDir dir;
  fs::create_symlink("/nowhere/a.jpg", dir / "a.jpg");
  EXPECT_THAT(list({dir.path().string()}).pictures, ElementsAre(dir / "a.jpg"));
}

TEST(PictureListTest, ExpandsPatternsSortedByBytes) {
  const TempDir dir;
  for (const char* const name : {"cam2.jpg", "cam1.jpg", "cam10.jpg", "cam1.txt", "dog.jpg"}) dir.write(name, "");
  EXPECT_THAT(list({dir / "cam*"}).pictures, ElementsAre(dir / "cam1.jpg", dir / "cam10.jpg", dir / "cam2.jpg"));
  EXPECT_THAT(list({dir / "cam?.jpg"}).pictures, ElementsAre(dir / "cam1.jpg", dir / "cam2.jpg"));
  EXPECT_THAT(list({dir / "[a-d]og.jpg"}).pictures, ElementsAre(dir / "dog.jpg"));
}

TEST(PictureListTest, ExpandsAPatternThatMatchesFolders) {
  const TempDir dir;
  dir.write("day1/a.jpg", "");
  dir.write("day2/b.jpg", "");
  EXPECT_THAT(list({dir / "day*"}).pictures, ElementsAre(dir / "day1/a.jpg", dir / "day2/b.jpg"));
}

TEST(PictureListTest, PrefersAFileThatIsCalledLikeThePattern) {
  const TempDir dir;
  const std::string path = dir.write("a[1].jpg", "");
  dir.write("a1.jpg", "");
  EXPECT_THAT(list({path}).pictures, ElementsAre(path));
}

TEST(PictureListTest, ReportsAMissingSourceAndListsTheRest) {
  const TempDir dir;
  const std::string path = dir.write("a.jpg", "");
  const PictureList found = list({dir / "gone.jpg", path, ""});
  EXPECT_THAT(found.pictures, ElementsAre(path));
  EXPECT_THAT(found.problems, ElementsAre("'" + (dir / "gone.jpg") + "': no such file or folder; check the path",
                                          "'': no such file or folder; check the path"));
}

TEST(PictureListTest, ReportsAFolderWithoutPictures) {
  const TempDir dir;
  dir.write("notes.txt", "");
  const PictureList found = list({dir.path().string()});
  EXPECT_THAT(found.pictures, IsEmpty());
  EXPECT_THAT(found.problems,
              ElementsAre("'" + dir.path().string() +
                          "': the folder holds no picture (.jpg .jpeg .png .bmp .webp .tif .tiff); check the path"));
}

TEST(PictureListTest, ReportsAPatternWithoutMatches) {
  const TempDir dir;
  EXPECT_THAT(list({dir / "*.jpg"}).problems, ElementsAre(HasSubstr("*.jpg': no file matches this pattern")));
  dir.write("notes.txt", "");
  EXPECT_THAT(list({dir / "*.txt"}).problems, ElementsAre(HasSubstr("none of the 1 matching files is a picture")));
}

TEST(PictureListTest, ReportsASourceThatCannotBeLookedAt) {
  const TempDir dir;
  fs::create_symlink(dir / "loop", dir / "loop");
  EXPECT_THAT(list({dir / "loop"}).problems, ElementsAre(HasSubstr("loop': cannot be read: Too many levels")));
}

/// Gives up root's rights for a scope, since root may read every folder.
class WithoutRoot {
 public:
  WithoutRoot() : dropped_(geteuid() != 0 || seteuid(kNobody) == 0) {}
  ~WithoutRoot() {
    if (was_root_ && seteuid(0) != 0) abort();
  }
  WithoutRoot(const WithoutRoot&) = delete;
  WithoutRoot& operator=(const WithoutRoot&) = delete;

  bool worked() const { return dropped_; }

 private:
  static constexpr uid_t kNobody = 65534;
  bool was_root_ = geteuid() == 0;
  bool dropped_;
};

TEST(PictureListTest, ReportsAnUnreadableSubfolderAndListsTheRest) {
  const TempDir dir;
  dir.write("a.jpg", "");
  dir.write("private/b.jpg", "");
  fs::permissions(dir.path(), static_cast<fs::perms>(0755));
  fs::permissions(dir / "private", fs::perms::none);
  PictureList found;
  {
    const WithoutRoot nobody;
    if (!nobody.worked()) GTEST_SKIP() << "runs as root and cannot become another user";
    found = list({dir.path().string()});
  }
  fs::permissions(dir / "private", fs::perms::owner_all);
  EXPECT_THAT(found.pictures, ElementsAre(dir / "a.jpg"));
  EXPECT_THAT(found.problems,
              ElementsAre("'" + (dir / "private") + "': cannot be read: Permission denied; check its permissions"));
}

TEST(PictureListTest, SaysWhatToDoWithAnAddressACameraOrAVideo) {
  EXPECT_THAT(list({"https://example.org/a.jpg?raw=1"}).problems,
              ElementsAre(HasSubstr("download it first: curl -LO https://example.org/a.jpg?raw=1")));
  EXPECT_THAT(list({"rtsp://camera/1"}).problems, ElementsAre(HasSubstr("streams are not read")));
  EXPECT_THAT(list({"0"}).problems, ElementsAre(HasSubstr("cameras are not read")));
  const TempDir dir;
  EXPECT_THAT(list({dir.write("clip.MP4", "")}).problems, ElementsAre(HasSubstr("videos are not read")));
}

}  // namespace
}  // namespace millrace
