#include "io/plain_letters.hpp"

#include <gtest/gtest.h>

namespace millrace::io {
namespace {

TEST(PlainLettersTest, LeavesAsciiAsItIs) {
  EXPECT_EQ(plain_letters("hard hat 0.92~"), "hard hat 0.92~");
}

TEST(PlainLettersTest, GivesOneQuestionMarkForEachOtherLetter) {
  EXPECT_EQ(plain_letters("caf\u00E9 \u65E5\u672C \U0001F697"), "caf? ?? ?");
}

TEST(PlainLettersTest, GivesNothingForMarksOfTheLetterBefore) {
  EXPECT_EQ(plain_letters("cafe\u0301 \U0001F44D\U0001F3FD \u2764\uFE0F"), "cafe ? ?");
}

TEST(PlainLettersTest, GivesOneForEachByteThatIsNoUtf8AndForControlCharacters) {
  EXPECT_EQ(plain_letters("a\xFF\xC3z\xE6\x97"), "a??z??");
  EXPECT_EQ(plain_letters("\xC3\xBC\n\x1b"), "???");
  EXPECT_EQ(plain_letters(""), "");
}

}  // namespace
}  // namespace millrace::io
