# test_suites(<target> <label>): one test of ctest, <label>/<suite>, for each suite of a gtest program, found when ctest starts, so that
# what a suite makes once (a platform with its database and topics) is made once. What is not built is a test that fails.
function(test_suites target label)
  set(script ${CMAKE_CURRENT_BINARY_DIR}/${target}_suites.cmake)
  file(GENERATE OUTPUT ${script} CONTENT "
set(program [[$<TARGET_FILE:${target}>]])
set(listed \"${target}.IsNotBuilt.\")
if(EXISTS \${program})
  execute_process(COMMAND \${program} --gtest_list_tests OUTPUT_VARIABLE listed COMMAND_ERROR_IS_FATAL ANY)
endif()
string(REGEX MATCHALL \"(^|\\n)[A-Za-z0-9_/]+\\\\.\" suites \"\${listed}\")
foreach(suite IN LISTS suites)
  string(STRIP \"\${suite}\" suite)
  string(REGEX REPLACE \"\\\\.$\" \"\" suite \"\${suite}\")
  add_test(${label}/\${suite} \${program} --gtest_filter=\${suite}.* --gtest_brief=1)
  set_tests_properties(${label}/\${suite} PROPERTIES LABELS ${label})
endforeach()
")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${script})
endfunction()

# test_shards(<target> <label> <count>): a gtest program whose suites share nothing that costs, as so many tests of ctest, <label>/1 …:
# starting it for each suite would take longer than the suites.
function(test_shards target label count)
  math(EXPR last "${count} - 1")
  foreach(index RANGE ${last})
    math(EXPR number "${index} + 1")
    add_test(NAME ${label}/${number} COMMAND ${target} --gtest_brief=1)
    set_tests_properties(${label}/${number} PROPERTIES LABELS ${label}
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${count};GTEST_SHARD_INDEX=${index}")
  endforeach()
endfunction()
