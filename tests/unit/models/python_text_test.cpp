#include "models/python_text.hpp"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace millrace::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> keys(const PythonCollection& collection) {
  std::vector<std::string> result;
  for (const PythonEntry& entry : collection.entries) result.push_back(entry.key);
  return result;
}

std::vector<std::string> values(const PythonCollection& collection) {
  std::vector<std::string> result;
  for (const PythonEntry& entry : collection.entries) result.push_back(entry.value);
  return result;
}

TEST(ParsePythonTest, ReadsADictWithBothKindsOfQuotes) {
  const auto dict = parse_python(R"({0: 'person', 1: "traffic light"})");
  EXPECT_THAT(keys(dict), ElementsAre("0", "1"));
  EXPECT_THAT(values(dict), ElementsAre("person", "traffic light"));
}

TEST(ParsePythonTest, ReadsAListAndATupleWithTheirIndicesAsKeys) {
  EXPECT_THAT(keys(parse_python("['a', 'b',]")), ElementsAre("0", "1"));
  EXPECT_THAT(values(parse_python("(640, -1.5)")), ElementsAre("640", "-1.5"));
}

TEST(ParsePythonTest, ReadsJson) {
  const auto dict = parse_python("{\n  \"0\": \"person\",\n  \"1\": \"car\"\n}\n");
  EXPECT_THAT(keys(dict), ElementsAre("0", "1"));
  EXPECT_THAT(values(dict), ElementsAre("person", "car"));
}

TEST(ParsePythonTest, ReadsEmptyCollections) {
  EXPECT_TRUE(parse_python("{}").ok());
  EXPECT_TRUE(parse_python(" [ ] ").ok());
}

TEST(ParsePythonTest, ReadsEscapes) {
  const auto list =
      parse_python(R"(['it\'s', "a\"b", 'back\\slash', 'tab\there', '\xe9\u00e9', '\ud83d\ude00', '\q'])");
  EXPECT_THAT(values(list),
              ElementsAre("it's", "a\"b", "back\\slash", "tab\there", "\u00e9\u00e9", "\U0001F600", "\\q"));
}

TEST(ParsePythonTest, KeepsLettersOutsideAsciiAsTheyAre) {
  EXPECT_THAT(values(parse_python("['行人', 'vélo']")), ElementsAre("行人", "vélo"));
}

TEST(ParsePythonTest, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(parse_python("").error, HasSubstr("no '{', '[' or '('"));
  EXPECT_THAT(parse_python("person").error, HasSubstr("no '{', '[' or '('"));
  EXPECT_THAT(parse_python("{0 'person'}").error, HasSubstr("no ':' after a key at character 3"));
  EXPECT_THAT(parse_python("['person").error, HasSubstr("a string without an end"));
  EXPECT_THAT(parse_python("['person\\").error, HasSubstr("a string without an end"));
  EXPECT_THAT(parse_python("['a' 'b']").error, HasSubstr("neither ',' nor an end"));
  EXPECT_THAT(parse_python("['a'] x").error, HasSubstr("something after the end"));
  EXPECT_THAT(parse_python(R"(['\ud800'])").error, HasSubstr("stands for no letter"));
  EXPECT_THAT(parse_python(R"(['\x4'])").error, HasSubstr("stands for no letter"));
}

TEST(ParsePythonTest, GivesNoEntriesWhenSomethingIsWrong) {
  EXPECT_TRUE(parse_python("['a', 'b'").entries.empty());
}

TEST(ParsePythonTest, RefusesNestedCollectionsWhateverTheirDepth) {
  EXPECT_FALSE(parse_python("[[1]]").ok());
  EXPECT_FALSE(parse_python(std::string(1'000'000, '[')).ok());
}

TEST(ParsePythonTest, RefusesEndlessLists) {
  std::string text = "[";
  for (int i = 0; i < 100'001; ++i) text += "1,";
  EXPECT_THAT(parse_python(text + "]").error, HasSubstr("more than 100000 entries"));
}

TEST(ParsePythonTest, TakesAnyBytes) {
  constexpr unsigned kSeed = 20261122;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const std::string alphabet = std::string("{}[]():,'\"\\ux0aU\n ") + '\0' + '\xff';
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 24, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    const PythonCollection parsed = parse_python(text);
    EXPECT_TRUE(parsed.ok() || parsed.entries.empty());
  }
}

}  // namespace
}  // namespace millrace::models
