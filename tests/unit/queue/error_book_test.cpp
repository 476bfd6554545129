#include "queue/error_book.hpp"

#include <any>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace millrace {
namespace {

ErrorBook::Entry entry(std::size_t request_id) {
  return {request_id, std::make_shared<const std::any>(static_cast<int>(request_id)),
          std::make_exception_ptr(std::runtime_error(std::to_string(request_id)))};
}

TEST(ErrorBookTest, HandsErrorsOutInTheOrderTheyCame) {
  ErrorBook book;
  for (std::size_t i = 0; i < 3; ++i) book.add(entry(i));
  const auto first = book.take_first();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->request_id, 0U);
  const auto others = book.take_all();
  ASSERT_EQ(others.size(), 2U);
  EXPECT_EQ(others[0].request_id, 1U);
  EXPECT_EQ(std::any_cast<int>(others[1].userdata), 2);
}

TEST(ErrorBookTest, HandsEachErrorOutOnce) {
  ErrorBook book;
  book.add(entry(0));
  EXPECT_TRUE(book.take_first());
  EXPECT_FALSE(book.take_first());
  EXPECT_TRUE(book.take_all().empty());
}

TEST(ErrorBookTest, GivesAnEmptyAnyForAJobWithoutUserdata) {
  ErrorBook book;
  book.add({0, nullptr, std::make_exception_ptr(42)});
  EXPECT_FALSE(book.take_all().at(0).userdata.has_value());
}

TEST(ErrorBookTest, KeepsTheFirstOnesWhenItIsFullAndCountsTheRest) {
  ErrorBook book;
  for (std::size_t i = 0; i < ErrorBook::kCapacity + 3; ++i) book.add(entry(i));
  EXPECT_EQ(book.dropped(), 3U);
  const auto kept = book.take_all();
  ASSERT_EQ(kept.size(), ErrorBook::kCapacity);
  EXPECT_EQ(kept.back().request_id, ErrorBook::kCapacity - 1);
}

TEST(ErrorBookTest, HasRoomAgainOnceItsErrorsWereTaken) {
  ErrorBook book;
  for (std::size_t i = 0; i < ErrorBook::kCapacity; ++i) book.add(entry(i));
  book.take_all();
  book.add(entry(7));
  EXPECT_EQ(book.take_all().size(), 1U);
  EXPECT_EQ(book.dropped(), 0U);
}

/// Userdata that cannot be copied at the moment.
struct Uncopyable {
  explicit Uncopyable(std::shared_ptr<bool> refuse_) : refuse(std::move(refuse_)) {}
  Uncopyable(const Uncopyable& other) : refuse(other.refuse) {
    if (*refuse) throw std::runtime_error("no copies");
  }
  std::shared_ptr<bool> refuse;
};

TEST(ErrorBookTest, LosesNoErrorWhenUserdataCannotBeCopied) {
  ErrorBook book;
  const auto refuse = std::make_shared<bool>(false);
  book.add(entry(0));
  book.add({1, std::make_shared<const std::any>(Uncopyable(refuse)), std::make_exception_ptr(42)});
  *refuse = true;
  EXPECT_THROW(book.take_all(), std::runtime_error);
  *refuse = false;
  EXPECT_EQ(book.take_all().size(), 2U);
}

}  // namespace
}  // namespace millrace
