# What the build needs from outside. OpenVINO comes first: its own libtbb.so.12 must be the one that is loaded.
set(MILLRACE_OPENVINO_VERSION 2026.0)
set(MILLRACE_OPENCV_PARTS core imgproc imgcodecs)
list(JOIN MILLRACE_OPENCV_PARTS " " MILLRACE_OPENCV_PARTS_WORDS)

find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)  # header-only: whoever links the static layers need not have it
if(MILLRACE_WITH_OPENVINO)
  # Where scripts/setup puts the pinned wheel; its folder carries the Python version.
  file(GLOB millrace_openvino_hints "${PROJECT_SOURCE_DIR}/.venv/lib/python3*/site-packages/openvino/cmake")
  find_package(OpenVINO ${MILLRACE_OPENVINO_VERSION} QUIET COMPONENTS Runtime HINTS ${millrace_openvino_hints})
  if(NOT OpenVINO_FOUND)
    message(FATAL_ERROR
      "OpenVINO ${MILLRACE_OPENVINO_VERSION} or newer was not found. Run scripts/setup (it puts the pinned wheel into "
      ".venv), or give your own installation with -DOpenVINO_DIR=<folder of OpenVINOConfig.cmake>.")
  endif()
endif()
if(MILLRACE_WITH_DETECTION)
  find_package(OpenCVParts REQUIRED COMPONENTS ${MILLRACE_OPENCV_PARTS})
  find_package(JPEG REQUIRED)  # libjpeg-turbo
  find_package(nlohmann_json 3.11 REQUIRED)
  find_package(yaml-cpp 0.7 REQUIRED)
endif()
if(MILLRACE_BUILD_PROGRAM)
  find_package(CLI11 2.1 REQUIRED)
endif()
if(MILLRACE_BUILD_BENCHMARKS)
  find_package(benchmark 1.7 REQUIRED)
endif()
if(MILLRACE_BUILD_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
