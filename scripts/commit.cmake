# Writes OUT, the definitions of app::commit and app::sources, when it has changed: cmake -DSOURCE=... -DOUT=... -P commit.cmake
# Every part has its own, in which core::part asks for `refleks_build`.
execute_process(COMMAND git -C ${SOURCE} describe --always --abbrev=10 --exclude=* --dirty=-changed
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit "")
endif()
# What parts are made of: headers, which say how values lie in memory, and their own files.
file(GLOB_RECURSE files LIST_DIRECTORIES false RELATIVE ${SOURCE} ${SOURCE}/bot/*.hpp ${SOURCE}/adapters/*.hpp ${SOURCE}/bot/drawing/*.cpp
  ${SOURCE}/adapters/mail/gmime/*.cpp ${SOURCE}/adapters/jose/cjose/*.cpp
  ${SOURCE}/adapters/net/curl/*.cpp)
list(APPEND files CMakeLists.txt CMakePresets.json)
list(SORT files)
set(sources "")
foreach(file IN LISTS files)
  file(SHA256 ${SOURCE}/${file} hash)
  string(APPEND sources "${file} ${hash}\n")
endforeach()
string(SHA256 sources "${sources}")
set(text "#include \"bot/app/commit.hpp\"\n\nnamespace app {\nconst char* const commit = \"${commit}\";\nconst char* const sources = \"${sources}\";\n}\n\nextern \"C\" __attribute__((visibility(\"default\"))) const char* refleks_build() {\n  return app::sources;\n}\n")
if(EXISTS ${OUT})
  file(READ ${OUT} before)
endif()
if(NOT "${before}" STREQUAL "${text}")
  file(WRITE ${OUT} "${text}")
endif()
