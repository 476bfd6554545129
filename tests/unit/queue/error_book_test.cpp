#include "queue/error_book.hpp"

#include <any>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

namespace millrace::queue {
namespace {

void add(ErrorBook& book, std::size_t request_id, std::any userdata) {
  const auto error = std::make_exception_ptr(std::runtime_error(std::to_string(request_id)));
  book.add(
      {.request_id = request_id, .userdata = std::make_shared<const std::any>(std::move(userdata)), .error = error},
      ErrorBook::room());
}

void add(ErrorBook& book, std::size_t request_id) {
  add(book, request_id, static_cast<int>(request_id));
}

std::size_t request_of_last(const ErrorBook& book) {
  return book.last_taken().value().request_id;
}

TEST(ErrorBookTest, HandsErrorsOutInTheOrderTheyCame) {
  ErrorBook book;
  for (std::size_t i = 0; i < 3; ++i) add(book, i);
  EXPECT_TRUE(book.take_first());
  EXPECT_EQ(request_of_last(book), 0U);
  const auto others = book.take_job_errors();
  ASSERT_EQ(others.size(), 2U);
  EXPECT_EQ(others[0].request_id, 1U);
  EXPECT_EQ(std::any_cast<int>(others[1].userdata), 2);
}

TEST(ErrorBookTest, HandsEachErrorOutOnce) {
  ErrorBook book;
  add(book, 0);
  EXPECT_TRUE(book.take_first());
  EXPECT_FALSE(book.take_first());
  EXPECT_TRUE(book.take_job_errors().empty());
}

TEST(ErrorBookTest, GivesAnEmptyAnyForAJobWithoutUserdata) {
  ErrorBook book;
  book.add({.userdata = nullptr, .error = std::make_exception_ptr(42)}, ErrorBook::room());
  EXPECT_FALSE(book.take_job_errors().at(0).userdata.has_value());
}

TEST(ErrorBookTest, KeepsTheFirstOnesWhenItIsFullAndCountsTheRest) {
  ErrorBook book;
  for (std::size_t i = 0; i < ErrorBook::kCapacity + 3; ++i) add(book, i);
  EXPECT_EQ(book.dropped(), 3U);
  const auto kept = book.take_job_errors();
  ASSERT_EQ(kept.size(), ErrorBook::kCapacity);
  EXPECT_EQ(kept.back().request_id, ErrorBook::kCapacity - 1);
}

TEST(ErrorBookTest, HasRoomAgainOnceItsErrorsWereTaken) {
  ErrorBook book;
  for (std::size_t i = 0; i < ErrorBook::kCapacity; ++i) add(book, i);
  book.take_job_errors();
  add(book, 7);
  EXPECT_EQ(book.take_job_errors().size(), 1U);
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
  add(book, 0);
  add(book, 1, Uncopyable(refuse));
  *refuse = true;
  EXPECT_THROW(book.take_job_errors(), std::runtime_error);
  *refuse = false;
  EXPECT_EQ(book.take_job_errors().size(), 2U);
}

TEST(ErrorBookTest, CopiesNoUserdataForTheErrorsAlone) {
  ErrorBook book;
  const auto refuse = std::make_shared<bool>(false);
  add(book, 0, Uncopyable(refuse));
  *refuse = true;
  EXPECT_EQ(book.take_errors().size(), 1U);
  EXPECT_TRUE(book.take_errors().empty());
}

TEST(ErrorBookTest, TellsAThreadWhichJobItsLastErrorCameFrom) {
  ErrorBook book;
  EXPECT_FALSE(book.last_taken());
  for (std::size_t i = 0; i < 2; ++i) {
    add(book, i);
    const auto error = book.take_first();
    EXPECT_EQ(request_of_last(book), i);
    EXPECT_EQ(std::any_cast<int>(book.last_taken()->userdata), static_cast<int>(i));
    EXPECT_EQ(book.last_taken()->error, error);
  }
  EXPECT_FALSE(book.take_first());
  EXPECT_FALSE(book.last_taken());
}

TEST(ErrorBookTest, TellsEachThreadOfItsOwnError) {
  ErrorBook book;
  add(book, 0);
  add(book, 1);
  book.take_first();
  std::jthread([&] {
    EXPECT_FALSE(book.last_taken());
    book.take_first();
    EXPECT_EQ(request_of_last(book), 1U);
  }).join();
  EXPECT_EQ(request_of_last(book), 0U);
}

TEST(ErrorBookTest, ForgetsTheErrorOfTheThreadThatTookOneLongestAgo) {
  ErrorBook book;
  for (std::size_t i = 0; i <= ErrorBook::kThreads; ++i) add(book, i);
  book.take_first();
  for (std::size_t i = 0; i < ErrorBook::kThreads; ++i) {
    std::jthread([&] { book.take_first(); }).join();
  }
  EXPECT_FALSE(book.last_taken());
}

}  // namespace
}  // namespace millrace::queue
