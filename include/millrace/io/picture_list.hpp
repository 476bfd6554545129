#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace millrace {

/// What folders and patterns hold besides the pictures that are read.
struct LeftOut {
  std::map<std::string, std::size_t> files;  ///< other files by extension, in lower case: ".txt"
  std::size_t hidden = 0;                    ///< files and folders whose names begin with a dot
  std::size_t linked_folders = 0;            ///< not followed: they may form a loop
  std::size_t unreadable_folders = 0;        ///< each is also one of the problems
};

/// In one line, empty where nothing was left out: "5 other files left out: .gif 1, .txt 4; 1 linked folder left out".
std::string to_string(const LeftOut& left_out);

/// The pictures that a command line's sources stand for, and what could not be found.
struct PictureList {
  std::vector<std::string> pictures;  ///< paths in the order of the sources
  std::vector<std::string> problems;  ///< one sentence each: which source, what is wrong, what to try
  LeftOut left_out = {};
};

/// Expands sources one after another:
/// - a .txt file is a list: one source per line, empty lines and those that begin with # ignored; a path that does not
///   exist as written is looked for beside the list; a list inside a list is not opened;
/// - any other file is taken as it is, whatever its extension, except videos and lists of other kinds;
/// - a folder stands for the pictures in it and in its subfolders (.jpg .jpeg .png .bmp .webp .tif .tiff .jfif .jpe
///   .mpo, upper or lower case), sorted bytewise by path; hidden entries (names that begin with a dot) and links to
///   folders are left out;
/// - a pattern with *, ? or [ ] stands for the matching pictures and folders, sorted bytewise, each once; ** matches
///   any number of folders, or none, but no hidden or linked ones. What exists under the pattern's own name is taken
///   instead, as is a folder on the way whose name holds a [; \ takes the next letter literally.
///
/// A picture named by two sources is listed twice. A source that is missing, empty or unreadable becomes a problem and
/// throws nothing; the rest is still listed. What folders and patterns leave out is counted.
///
/// Example: `list_pictures(std::vector<std::string>{"bus.jpg", "holiday/", "cam/2026-*.png"})`
PictureList list_pictures(std::span<const std::string> sources);

}  // namespace millrace
