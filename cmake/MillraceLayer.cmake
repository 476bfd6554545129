# millrace_layer(<name> SOURCES <file>... [USES <layer>...] [LINK_PUBLIC <lib>...] [LINK_PRIVATE <lib>...])
#
# One layer is one library `millrace_<name>`, known to everyone as `millrace::<name>`. USES names the layers below it.
function(millrace_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LINK_PUBLIC;LINK_PRIVATE")
  set(target millrace_${name})
  add_library(${target} ${arg_SOURCES})
  add_library(millrace::${name} ALIAS ${target})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM arg_USES PREPEND millrace::)
  # OpenVINO (in LINK_PUBLIC) comes before everything that might bring another libtbb.so.12.
  target_link_libraries(${target} PUBLIC ${arg_LINK_PUBLIC} ${arg_USES}
                        PRIVATE ${arg_LINK_PRIVATE} $<BUILD_INTERFACE:millrace_warnings>)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} VERSION ${PROJECT_VERSION}
                        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  set_property(GLOBAL APPEND PROPERTY MILLRACE_LAYERS ${target})
endfunction()
