#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace millrace {

/// What folders and patterns hold beside the pictures that are read.
struct LeftOut {
  std::map<std::string, std::size_t> files;  ///< other files by extension, in small letters: ".txt"
  std::size_t hidden = 0;                    ///< files and folders whose names begin with a dot
  std::size_t linked_folders = 0;            ///< not followed: they may lead round in circles
  std::size_t unreadable_folders = 0;        ///< each is one of the problems, too
};

/// In one line, empty where nothing was left out: "5 other files left out: .gif 1, .txt 4; 1 linked folder left out".
std::string to_string(const LeftOut& left_out);

}  // namespace millrace
