#include "base/fork_mark.hpp"

#include <string>

#include <gtest/gtest.h>

#include "fakes/in_child.hpp"
#include "millrace/base/error.hpp"

namespace millrace::base {
namespace {

TEST(ForkMarkTest, KnowsAChildFromTheProcessThatMadeIt) {
  const ForkMark mark;
  EXPECT_TRUE(in_child([&] { return mark.forked(); }));
  EXPECT_FALSE(mark.forked());
}

TEST(ForkMarkTest, KnowsAGrandchildFromTheChildThatMadeIt) {
  EXPECT_TRUE(in_child([] {
    const ForkMark mark;
    return !mark.forked() && in_child([&] { return mark.forked(); });
  }));
}

TEST(ForkMarkTest, SaysInAChildWhatCannotBeUsedAndWhatToDo) {
  const ForkMark mark;
  mark.check("this queue");
  EXPECT_TRUE(in_child([&] {
    try {
      mark.check("this queue");
    } catch (const Error& error) {
      return error.code() == ErrorCode::kInvalidState && std::string(error.what()).starts_with("this queue was made") &&
             std::string(error.what()).ends_with("a model that is compiled here");
    }
    return false;
  }));
}

}  // namespace
}  // namespace millrace::base
