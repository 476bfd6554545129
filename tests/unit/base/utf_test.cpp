#include "base/utf.hpp"

#include <string>

#include <gtest/gtest.h>

namespace millrace::base {
namespace {

using namespace std::string_literals;

TEST(ToUtf8Test, LeavesOtherTextsAsTheyAre) {
  for (const std::string& text : {""s, "a"s, "caf\xC3\xA9"s, "\xE9\xE8"s, "\x80"s}) EXPECT_EQ(to_utf8(text), text);
}

TEST(ToUtf8Test, DropsAByteOrderMark) {
  EXPECT_EQ(to_utf8("\xEF\xBB\xBF"
                    "a"),
            "a");
  EXPECT_EQ(to_utf8("\xFF\xFE"
                    "a\0"s),
            "a");
  EXPECT_EQ(to_utf8("\xFE\xFF\0a"s), "a");
}

TEST(ToUtf8Test, KnowsUtf16WithoutAMarkByItsFirstLetter) {
  EXPECT_EQ(to_utf8("a\0\xE9\0"s), "a\xC3\xA9");
  EXPECT_EQ(to_utf8("\0a\0\xE9"s), "a\xC3\xA9");
}

TEST(ToUtf8Test, KnowsUtf16WithoutAMarkByItsLineEnds) {
  EXPECT_EQ(to_utf8("\x3A\x04\n\0\x42\x04"s), "\xD0\xBA\n\xD1\x82");
  EXPECT_EQ(to_utf8("\x04\x3A\0\n\x04\x42"s), "\xD0\xBA\n\xD1\x82");
}

TEST(ToUtf8Test, ConvertsLettersOfEveryLength) {
  EXPECT_EQ(to_utf8("\xFF\xFE\xE9\x00\xAC\x20\x3D\xD8\x00\xDE"s), "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST(ToUtf8Test, GivesNothingForHalfALetter) {
  for (const std::string& text : {"\xFF\xFE"
                                  "a"s,
                                  "\xFF\xFE\x00\xD8"s, "\xFF\xFE\x00\xDC"s,
                                  "\xFF\xFE\x00\xD8"
                                  "a\0"s}) {
    EXPECT_FALSE(to_utf8(text));
  }
}

}  // namespace
}  // namespace millrace::base
