# The page of reports: viewer/ built by Vite into one file, whose path is in ${viewer_page}.
# Everything happens in a copy in the build folder; the packages are those of the lock file.
find_program(NPM npm)
if(NOT NPM)
  message(FATAL_ERROR "npm is not there: run scripts/install-deps, "
    "or build without the page of reports (-DEVENREACH_VIEWER=OFF)")
endif()
set(viewer_source ${CMAKE_CURRENT_SOURCE_DIR}/viewer)
set(viewer_build ${PROJECT_BINARY_DIR}/viewer)
set(viewer_page ${viewer_build}/dist/report.html)

set(viewer_packages package.json package-lock.json .npmrc)
file(GLOB_RECURSE viewer_files RELATIVE ${viewer_source} CONFIGURE_DEPENDS
  ${viewer_source}/src/* ${viewer_source}/build/*)
list(APPEND viewer_files index.html vite.config.js)

foreach(file IN LISTS viewer_packages viewer_files)
  add_custom_command(OUTPUT ${viewer_build}/${file}
    COMMAND ${CMAKE_COMMAND} -E copy ${viewer_source}/${file} ${viewer_build}/${file}
    DEPENDS ${viewer_source}/${file})
endforeach()
list(TRANSFORM viewer_packages PREPEND ${viewer_build}/)
list(TRANSFORM viewer_files PREPEND ${viewer_build}/)

add_custom_command(OUTPUT ${viewer_build}/packages.stamp
  COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch packages.stamp
  DEPENDS ${viewer_packages}
  WORKING_DIRECTORY ${viewer_build}
  COMMENT "Installing the packages of the page of reports")
add_custom_command(OUTPUT ${viewer_page}
  COMMAND ${NPM} run --silent build -- --logLevel warn
  DEPENDS ${viewer_build}/packages.stamp ${viewer_files}
  WORKING_DIRECTORY ${viewer_build}
  COMMENT "Building the page of reports")
