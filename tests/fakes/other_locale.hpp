#pragma once

#include <locale>
#include <string>

namespace millrace {

/// While it lives, the program writes numbers as 25.200,5 where it follows the global locale. No locale need be
/// installed for it.
class OtherLocale {
 public:
  OtherLocale() : before_(std::locale::global(std::locale(std::locale::classic(), new Numbers))) {}
  OtherLocale(const OtherLocale&) = delete;
  OtherLocale& operator=(const OtherLocale&) = delete;
  ~OtherLocale() { std::locale::global(before_); }

 private:
  class Numbers : public std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };

  std::locale before_;
};

}  // namespace millrace
