#include "base/stream_line.hpp"

#include <gtest/gtest.h>

#include "base/json_text.hpp"

namespace millrace::base {
namespace {

TEST(OneLineTest, WritesOutLineBreaksAndWhatTerminalsObey) {
  EXPECT_EQ(one_line("a\nb\x1b[31m\x7f\t"), "a\\nb\\x1b[31m\\x7f\\x09");
}

TEST(OneLineTest, WritesOutTheControlsBeyondAscii) {
  EXPECT_EQ(one_line("\xC2\x9B"
                     "31m\xC2\x80"),
            "\\xc2\\x9b31m\\xc2\\x80");
}

TEST(OneLineTest, LeavesLettersOfAllLanguagesAndWhatIsNoText) {
  for (const char* text : {"\xC3\xBC", "\xC2\xA9", "\xE2\x82\xAC", "\xFF", "\xC2"}) EXPECT_EQ(one_line(text), text);
}

TEST(WithoutRawControlsTest, WritesOutWhatJsonLeavesAndATerminalObeys) {
  EXPECT_EQ(without_raw_controls("\"a\x7F\xC2\x9B\xC3\xBC\xC2\xA9\""), "\"a\\u007f\\u009b\xC3\xBC\xC2\xA9\"");
}

}  // namespace
}  // namespace millrace::base
