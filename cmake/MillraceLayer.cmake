# millrace_layer(<name> SOURCES <file>... [USES <layer>...] [LINK_PUBLIC <lib>...] [LINK_PRIVATE <lib>...])
#
# One layer is one library `millrace_<name>`, known to everyone as `millrace::<name>`. USES names the layers below it.
function(millrace_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LINK_PUBLIC;LINK_PRIVATE")
  set(target millrace_${name})
  add_library(${target} ${arg_SOURCES})
  add_library(millrace::${name} ALIAS ${target})
  if(MILLRACE_UNITY STREQUAL all)
    millrace_unity(${target} 0)
  endif()
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM arg_USES PREPEND millrace::)
  # A header-only library is used up by the build; whoever links the installed layer need not have it.
  set(link_private "")
  foreach(library IN LISTS arg_LINK_PRIVATE)
    if(TARGET ${library})
      get_target_property(type ${library} TYPE)
      if(type STREQUAL "INTERFACE_LIBRARY")
        set(library $<BUILD_INTERFACE:${library}>)
      endif()
    endif()
    list(APPEND link_private ${library})
  endforeach()
  # OpenVINO (in LINK_PUBLIC) comes before everything that might bring another libtbb.so.12.
  target_link_libraries(${target} PUBLIC ${arg_LINK_PUBLIC} ${arg_USES}
                        PRIVATE ${link_private} $<BUILD_INTERFACE:fmt::fmt-header-only> $<BUILD_INTERFACE:millrace_warnings>)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} VERSION ${PROJECT_VERSION}
                        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  set_property(GLOBAL APPEND PROPERTY MILLRACE_LAYERS ${target})
endfunction()
