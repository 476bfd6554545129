# The target of everything, and what `cmake --install` gives: headers, libraries, the CMake package, pkg-config files and
# the program. The layers are whatever millrace_layer() made.
get_property(millrace_layers GLOBAL PROPERTY MILLRACE_LAYERS)
add_library(millrace_all INTERFACE)
add_library(millrace::millrace ALIAS millrace_all)
set_target_properties(millrace_all PROPERTIES EXPORT_NAME millrace)
set(MILLRACE_QUEUE_LAYERS base scheduling queue)
set(millrace_queue_targets "")
set(millrace_other_targets "")
foreach(layer IN LISTS millrace_layers)
  string(REGEX REPLACE "^millrace_" "" name "${layer}")
  if(name IN_LIST MILLRACE_QUEUE_LAYERS)
    list(APPEND millrace_queue_targets ${layer})
  elseif(NOT name STREQUAL "cli")
    list(APPEND millrace_other_targets ${layer})
  endif()
endforeach()
# The queue first: it brings OpenVINO, whose libtbb.so.12 must be the one that is loaded.
target_link_libraries(millrace_all INTERFACE ${millrace_queue_targets} ${millrace_other_targets})

if(NOT MILLRACE_INSTALL OR NOT MILLRACE_WITH_OPENVINO)
  return()
endif()
include(CMakePackageConfigHelpers)
set(millrace_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/millrace)
file(RELATIVE_PATH millrace_bin_to_lib "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}")
# Named outright: INSTALL_RPATH_USE_LINK_PATH would leave out .venv, because it lies inside the project.
get_target_property(millrace_openvino_dir openvino::runtime LOCATION)
cmake_path(GET millrace_openvino_dir PARENT_PATH millrace_openvino_dir)

# --- Libraries and headers. Two export sets: the queue can be had without OpenCV. ---
install(TARGETS ${millrace_queue_targets} EXPORT millraceQueueTargets)
if(MILLRACE_WITH_DETECTION)
  install(TARGETS ${millrace_other_targets} millrace_all EXPORT millraceDetectionTargets)
endif()
set_target_properties(${millrace_queue_targets} ${millrace_other_targets} PROPERTIES
  INSTALL_RPATH "$ORIGIN;${millrace_openvino_dir}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/millrace" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION ${CMAKE_INSTALL_DOCDIR})

# --- find_package(millrace) ---
install(EXPORT millraceQueueTargets NAMESPACE millrace:: DESTINATION ${millrace_package_dir})
if(MILLRACE_WITH_DETECTION)
  install(EXPORT millraceDetectionTargets NAMESPACE millrace:: DESTINATION ${millrace_package_dir})
endif()
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/millraceConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/millraceConfig.cmake" INSTALL_DESTINATION ${millrace_package_dir})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/millraceConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/millraceConfig.cmake" "${PROJECT_BINARY_DIR}/millraceConfigVersion.cmake"
              "${CMAKE_CURRENT_LIST_DIR}/FindOpenCVParts.cmake"
        DESTINATION ${millrace_package_dir})

# --- pkg-config. A static archive comes before what it uses, so the layers stand top down. ---
# millrace_pkg_config(<name> <description> LAYERS <target>... [LIBRARIES <flag>...])
function(millrace_pkg_config name description)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "LAYERS;LIBRARIES")
  set(PC_NAME ${name})
  set(PC_DESCRIPTION "${description}")
  file(RELATIVE_PATH PC_PREFIX "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  list(REVERSE arg_LAYERS)
  list(TRANSFORM arg_LAYERS PREPEND "-l")
  list(JOIN arg_LAYERS " " PC_LAYERS)
  list(JOIN arg_LIBRARIES " " PC_LIBRARIES)
  set(template "${PROJECT_SOURCE_DIR}/cmake/millrace.pc.in")
  configure_file("${template}" "${PROJECT_BINARY_DIR}/${name}.pc.in" @ONLY)
  file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/${name}.pc" INPUT "${PROJECT_BINARY_DIR}/${name}.pc.in")
  install(FILES "${PROJECT_BINARY_DIR}/${name}.pc" DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

millrace_pkg_config(millrace-queue "A request queue for OpenVINO that neither hangs nor loses a job" LAYERS ${millrace_queue_targets})
if(MILLRACE_WITH_DETECTION)
  list(TRANSFORM MILLRACE_OPENCV_PARTS PREPEND "-lopencv_" OUTPUT_VARIABLE millrace_opencv_flags)
  list(APPEND millrace_opencv_flags -ljpeg -lyaml-cpp)
  millrace_pkg_config(millrace "${PROJECT_DESCRIPTION}"
                      LAYERS ${millrace_queue_targets} ${millrace_other_targets} LIBRARIES ${millrace_opencv_flags})
endif()

# --- The program, which finds OpenVINO where it was built with it, or in the copy installed with it. ---
if(MILLRACE_BUNDLE_OPENVINO)
  set(millrace_bundle_dir ${CMAKE_INSTALL_LIBDIR}/millrace)
  set(millrace_bundle_from "$<TARGET_FILE_DIR:openvino::runtime>/")
  if(TARGET TBB::tbb)  # a folder of its own in OpenVINO's archives, the same one in its wheel
    list(APPEND millrace_bundle_from "$<TARGET_FILE_DIR:TBB::tbb>/")
  endif()
  install(DIRECTORY ${millrace_bundle_from} DESTINATION ${millrace_bundle_dir}
          FILES_MATCHING REGEX "/(libopenvino|libtbb|libhwloc)[^/]*\\.so[^/]*$" PATTERN "cache.json")
endif()
if(TARGET millrace)
  if(MILLRACE_BUNDLE_OPENVINO)
    set(millrace_openvino_dir "$ORIGIN/${millrace_bin_to_lib}/millrace")
  endif()
  set_target_properties(millrace PROPERTIES INSTALL_RPATH "$ORIGIN/${millrace_bin_to_lib};${millrace_openvino_dir}")
  install(TARGETS millrace)
endif()
