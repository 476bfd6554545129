# Compiles every public header alone, so that no header leans on what another included: where src has no source of the
# same path, which includes it first (clang-format sees to that), there is a generated one.
#
# And all of them together after `min` and `max` have become macros, as windows.h makes them: a program may have
# included that first.
#
# A build without OpenVINO has only the layers that do without it, and so checks only their headers.
function(millrace_check_headers)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/include"
       "${PROJECT_SOURCE_DIR}/include/millrace/*.hpp")
  if(NOT MILLRACE_WITH_OPENVINO)
    list(FILTER headers INCLUDE REGEX "^millrace/(base|queue/scheduling)/")
  elseif(NOT MILLRACE_WITH_DETECTION)
    list(FILTER headers INCLUDE REGEX "^millrace/(base|queue)/")
  endif()
  set(sources "")
  foreach(header IN LISTS headers)
    string(REGEX REPLACE "\\.hpp$" ".cpp" source "${header}")
    string(REGEX REPLACE "^millrace/" "${PROJECT_SOURCE_DIR}/src/" own_source "${source}")
    if(EXISTS "${own_source}")
      continue()
    endif()
    set(source "${PROJECT_BINARY_DIR}/header_check/${source}")
    file(CONFIGURE OUTPUT "${source}" CONTENT "#include \"${header}\"\n" @ONLY)
    list(APPEND sources "${source}")
  endforeach()
  set(source "${PROJECT_BINARY_DIR}/header_check/after_macros.cpp")
  string(CONCAT content "#include <bits/stdc++.h>\n" # the standard's own headers are spoilt by them
         "#if __has_include(\"openvino/openvino.hpp\")\n#include \"openvino/openvino.hpp\"\n#endif\n"
         "#define min(a, b) (((a) < (b)) ? (a) : (b))\n#define max(a, b) (((a) > (b)) ? (a) : (b))\n")
  foreach(header IN LISTS headers)
    string(APPEND content "#include \"${header}\"\n")
  endforeach()
  file(CONFIGURE OUTPUT "${source}" CONTENT "${content}" @ONLY)
  list(APPEND sources "${source}")
  add_library(millrace_header_check OBJECT ${sources})
  get_property(layers GLOBAL PROPERTY MILLRACE_LAYERS)
  target_link_libraries(millrace_header_check PRIVATE ${layers} millrace_warnings)
endfunction()
