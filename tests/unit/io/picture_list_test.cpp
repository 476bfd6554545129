#include "millrace/io/picture_list.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
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

TEST(PictureListTest, SaysThatAListInsideAListIsNotReadYet) {
  const TempDir dir;
  const std::string self = dir / "list.txt";
  dir.write("list.txt", self);
  EXPECT_THAT(list({self}).problems, ElementsAre("'" + self +
                                                 "': a list inside a list is not read yet; give both to "
                                                 "the command"));
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
  for (const char* const name :
       {"b.PNG", "a.jpeg", "Z.webp", "sub/c.tif", "sub/deep/d.TIFF", "a-1.bmp", "e.jfif", "f.JPE", "g.mpo"}) {
    dir.write(name, "");
  }
  const PictureList found = list({dir.path().string()});
  EXPECT_THAT(found.pictures,
              ElementsAre(dir / "Z.webp", dir / "a-1.bmp", dir / "a.jpeg", dir / "b.PNG", dir / "e.jfif", dir / "f.JPE",
                          dir / "g.mpo", dir / "sub/c.tif", dir / "sub/deep/d.TIFF"));
  EXPECT_THAT(found.problems, IsEmpty());
  EXPECT_EQ(to_string(found.left_out), "");
}

TEST(PictureListTest, CountsTheOtherFilesAndHiddenEntriesOfAFolder) {
  const TempDir dir;
  for (const char* const name :
       {"a.jpg", "notes.txt", "b.TXT", "sub/clip.mp4", "._a.jpg", ".thumbs/a.jpg", "jpg", "sub/.b"}) {
    dir.write(name, "");
  }
  ASSERT_EQ(mkfifo((dir / "pipe.jpg").c_str(), 0600), 0);
  const PictureList found = list({dir.path().string()});
  EXPECT_THAT(found.pictures, ElementsAre(dir / "a.jpg"));
  EXPECT_EQ(to_string(found.left_out),
            "5 other files left out: .mp4 1, .txt 2, no extension 1, pipe or device 1; 3 hidden entries left out");
}

TEST(PictureListTest, NeverTakesAPipeOutOfAPattern) {
  const TempDir dir;
  dir.write("in/a.jpg", "");
  ASSERT_EQ(mkfifo((dir / "in/pipe.jpg").c_str(), 0600), 0);
  fs::create_symlink("pipe.jpg", dir / "in/link.jpg");
  for (const char* const pattern : {"in/*.jpg", "**/*.jpg", "i*"}) {
    const PictureList found = list({dir / pattern});
    EXPECT_THAT(found.pictures, ElementsAre(dir / "in/a.jpg")) << pattern;
    EXPECT_EQ(to_string(found.left_out), "2 other files left out: pipe or device 2") << pattern;
  }
}

TEST(PictureListTest, TakesAPictureOnceHoweverAPatternComesToIt) {
  const TempDir dir;
  for (const char* const name : {"a/1.jpg", "b/2.jpg", "c.jpg"}) dir.write(name, "");
  EXPECT_THAT(list({dir / "*/../*.jpg"}).pictures, ElementsAre(dir / "a/../c.jpg"));
}

TEST(PictureListTest, CountsOnceWhatTwoSourcesLeaveOut) {
  const TempDir dir;
  for (const char* const name : {"a.jpg", ".b.jpg", ".c/d.jpg", "e.txt"}) dir.write(name, "");
  EXPECT_EQ(to_string(list({dir.path().string(), dir / "**/*"}).left_out),
            "1 other file left out: .txt 1; 2 hidden entries left out");
}

TEST(PictureListTest, DoesNotFollowLinksToFolders) {
  const TempDir dir;
  dir.write("sub/a.jpg", "");
  fs::create_directory_symlink(dir.path(), dir / "sub/loop");
  const PictureList found = list({dir.path().string()});
  EXPECT_THAT(found.pictures, ElementsAre(dir / "sub/a.jpg"));
  EXPECT_EQ(to_string(found.left_out), "1 linked folder left out");
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

TEST(PictureListTest, CountsTheMatchesOfAPatternThatAreNoPictures) {
  const TempDir dir;
  for (const char* const name : {"cam1.jpg", "cam1.txt", "cam.d/b.jpg", "cam.d/c.gif", "dog.txt"}) dir.write(name, "");
  const PictureList found = list({dir / "cam*"});
  EXPECT_THAT(found.pictures, ElementsAre(dir / "cam.d/b.jpg", dir / "cam1.jpg"));
  EXPECT_EQ(to_string(found.left_out), "2 other files left out: .gif 1, .txt 1");
}

TEST(PictureListTest, TakesEachPictureOfAPatternThroughAllFoldersOnce) {
  const TempDir dir;
  for (const char* const name : {"a.jpg", "sub/b.jpg", "sub/c.txt", "sub/deep/d.jpg", "sub-2/e.jpg"})
    dir.write(name, "");
  for (const char* const pattern : {"**", "**/*", "**/*.jpg", "**/**/*.jpg"}) {
    const PictureList found = list({dir / pattern});
    EXPECT_THAT(found.pictures,
                ElementsAre(dir / "a.jpg", dir / "sub-2/e.jpg", dir / "sub/b.jpg", dir / "sub/deep/d.jpg"))
        << pattern;
    EXPECT_EQ(found.left_out.files.size(), std::string(pattern).ends_with(".jpg") ? 0U : 1U) << pattern;
  }
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
  EXPECT_THAT(
      found.problems,
      ElementsAre(
          "'" + dir.path().string() +
          "': the folder holds no picture (.jpg .jpeg .png .bmp .webp .tif .tiff .jfif .jpe .mpo); check the path"));
}

TEST(PictureListTest, SaysHowToWriteWhatIsPartOfAName) {
  const TempDir dir;
  EXPECT_THAT(list({dir / "shots[2024]/*.jpg"}).problems, ElementsAre(HasSubstr("write \\[ for a [ that is part of")));
  EXPECT_THAT(list({dir / "*.{jpg,png}"}).problems, ElementsAre(HasSubstr("{ } is known to the shell only")));
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
    found = list({dir.path().string(), dir / "*/*.jpg"});
  }
  fs::permissions(dir / "private", fs::perms::owner_all);
  EXPECT_THAT(found.pictures, ElementsAre(dir / "a.jpg"));
  EXPECT_EQ(to_string(found.left_out), "1 unreadable folder left out");
  EXPECT_THAT(found.problems,
              ElementsAre("'" + (dir / "private") + "': cannot be read: Permission denied; check its permissions"));
}

TEST(PictureListTest, GivesAPathThatIsLongerThanTheSystemTakesAsAProblem) {
  const TempDir dir;
  const std::string a = dir.write("a.jpg", "");
  const std::string name(300, 'x');
  const PictureList found =
      list({dir / name, dir.write("list.txt", std::string(5000, 'y') + "\na.jpg"), dir / name + "*"});
  EXPECT_THAT(found.pictures, ElementsAre(a));
  EXPECT_THAT(found.problems, ElementsAre(HasSubstr("cannot be read: File name too long; give it a shorter name"),
                                          HasSubstr("yyy' (5000 bytes): cannot be read: File name too long"),
                                          HasSubstr("no file matches")));
  EXPECT_LT(found.problems[1].size(), 500U);
}

TEST(PictureListTest, SaysThatAnAddressACameraAVideoOrAnotherListIsNotReadYet) {
  EXPECT_THAT(list({"https://example.org/a.jpg?raw=1"}).problems,
              ElementsAre(HasSubstr("from the network are not read yet; download it first: curl -LO "
                                    "https://example.org/a.jpg?raw=1")));
  for (const char* const stream : {"rtsp://camera/1", "RTSP:camera", "tcp://10.0.0.1:81"}) {
    EXPECT_THAT(list({stream}).problems, ElementsAre(HasSubstr("streams are not read yet"))) << stream;
  }
  EXPECT_THAT(list({"0"}).problems, ElementsAre(HasSubstr("cameras are not read yet")));
  EXPECT_THAT(list({"file:///a.jpg"}).problems, ElementsAre(HasSubstr("give the path alone")));
  const TempDir dir;
  EXPECT_THAT(list({dir.write("clip.MP4", "")}).problems, ElementsAre(HasSubstr("videos are not read yet")));
  EXPECT_THAT(list({dir.write("a.streams", "")}).problems, ElementsAre(HasSubstr("streams are not read yet")));
  EXPECT_THAT(list({dir.write("a.csv", "")}).problems, ElementsAre(HasSubstr("lists of this kind are not read yet")));
}

TEST(PictureListTest, TakesANameWithAColonForAFile) {
  const TempDir dir;
  const std::string path = dir.write("12:30.jpg", "");
  EXPECT_THAT(list({path, "12:31.jpg"}).pictures, ElementsAre(path));
  EXPECT_THAT(list({"12:31.jpg"}).problems, ElementsAre("'12:31.jpg': no such file or folder; check the path"));
}

}  // namespace
}  // namespace millrace
