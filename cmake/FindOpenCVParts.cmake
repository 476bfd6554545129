# Finds single parts of OpenCV 4 (core, imgproc, ...) as targets opencv_<part>.
#
# Debian puts OpenCVConfig.cmake into libopencv-dev, which pulls in every part and its dependencies. The parts are
# found here by header and library instead; where that fails, OpenCV's own package is asked.
#
#   find_package(OpenCVParts REQUIRED COMPONENTS core imgproc)
find_path(OpenCVParts_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4)
set(_opencv_parts_missing "")
foreach(_part IN LISTS OpenCVParts_FIND_COMPONENTS)
  if(TARGET opencv_${_part})
    set(OpenCVParts_${_part}_FOUND TRUE)
    continue()
  endif()
  find_library(OpenCVParts_${_part}_LIBRARY opencv_${_part})
  mark_as_advanced(OpenCVParts_${_part}_LIBRARY)
  if(OpenCVParts_INCLUDE_DIR AND OpenCVParts_${_part}_LIBRARY)
    add_library(opencv_${_part} UNKNOWN IMPORTED)
    set_target_properties(opencv_${_part} PROPERTIES
      IMPORTED_LOCATION "${OpenCVParts_${_part}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${OpenCVParts_INCLUDE_DIR}")
    set(OpenCVParts_${_part}_FOUND TRUE)
  else()
    list(APPEND _opencv_parts_missing ${_part})
  endif()
endforeach()
if(_opencv_parts_missing)
  find_package(OpenCV 4 QUIET COMPONENTS ${_opencv_parts_missing})
  foreach(_part IN LISTS _opencv_parts_missing)
    if(TARGET opencv_${_part})
      set(OpenCVParts_${_part}_FOUND TRUE)
    endif()
  endforeach()
  if(OpenCV_FOUND AND NOT OpenCVParts_INCLUDE_DIR)
    set(OpenCVParts_INCLUDE_DIR "${OpenCV_INCLUDE_DIRS}")
  endif()
endif()
mark_as_advanced(OpenCVParts_INCLUDE_DIR)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVParts
  REQUIRED_VARS OpenCVParts_INCLUDE_DIR HANDLE_COMPONENTS
  REASON_FAILURE_MESSAGE "install libopencv-core-dev, -imgproc-dev and -imgcodecs-dev, or set OpenCV_DIR")
