#include "cli/text/text_layout.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace millrace::cli {
namespace {

TEST(WrapTest, KeepsLinesShortAndIndentsTheRest) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "word ";
  const std::string wrapped = wrap(text, 10, 30);
  std::istringstream lines("                              " + wrapped);
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    EXPECT_LE(line.size(), kLineWidth);
    EXPECT_TRUE(line.starts_with("          word") || count == 0) << line;
    ++count;
  }
  EXPECT_GE(count, 3);
}

TEST(WrapTest, LeavesAWordThatIsTooLongWhole) {
  const std::string word(150, 'x');
  EXPECT_EQ(wrap("a " + word + " b", 2, 0), "a\n  " + word + "\n  b");
}

TEST(WrapTest, CountsLettersAndNotBytes) {
  std::string words;
  for (int i = 0; i < 20; ++i) words += i == 0 ? "é\u00FCe" : " é\u00FCe";  // 79 letters in 119 bytes
  EXPECT_EQ(wrap(words, 0, 0), words);
}

TEST(ListedTest, PutsAnAndBeforeTheLastOfSeveralWords) {
  const std::vector<std::string> words = {"a", "b", "c"};
  EXPECT_EQ(listed(words), "a, b and c");
  EXPECT_EQ(listed(std::span(words).first(2)), "a and b");
  EXPECT_EQ(listed(std::span(words).first(1)), "a");
  EXPECT_EQ(listed({}), "");
}

}  // namespace
}  // namespace millrace::cli
