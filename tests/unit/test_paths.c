/* Paths in records: the same however the study is named, and from wherever the program is called.
 */
#include "unit/test.h"

#include "outputs/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void expect(const char *study_path, const char *path, const char *want) {
    const er_study study = {.path = study_path};
    const char *got = er_path_for_record(&study, path);
    if (strcmp(got, want) != 0) fail_msg("%s, %s: '%s', not '%s'", study_path, path, got, want);
}

/** No such study: its path alone tells. */
static void paths_are_cut_at_the_folder_of_the_study(void **state) {
    (void)state;
    assert_null(er_path_for_record(&(er_study){.path = "s.yaml"}, NULL));
    expect("some/where/s.yaml", "some/where/s.yaml", "s.yaml");
    expect("s.yaml", "s.yaml", "s.yaml");
    expect("/a/b/s.yaml", "/a/b/s.yaml", "s.yaml");
    expect("/s.yaml", "/in/x.csv", "in/x.csv");
    expect("some/where/s.yaml", "some/where/in/x.csv", "in/x.csv");
    expect("some/where/s.yaml", "some/where/../x.csv", "../x.csv");
    expect("some/where/s.yaml", "some/wherever/x.csv", "some/wherever/x.csv");
    expect("/a/b/s.yaml", "/a/b/in/x.csv", "in/x.csv");
    expect("/a/b/s.yaml", "/a/c/in/x.csv", "x.csv");
    expect("s.yaml", "in/x.csv", "in/x.csv");
}

static void both_may_be_named_in_their_own_way(void **state) {
    (void)state;
    char folder[] = "/tmp/evenreach_paths_XXXXXX", study[128], data[128];
    assert_non_null(mkdtemp(folder));
    char *before = getcwd(NULL, 0);
    assert_non_null(before);
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("top", 0700), 0);
    assert_int_equal(mkdir("top/deep", 0700), 0);
    FILE *file = fopen("top/deep/s.yaml", "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    snprintf(study, sizeof study, "%s/top/deep/s.yaml", folder);
    snprintf(data, sizeof data, "%s/top/deep/in/x.csv", folder);
    expect("top/deep/s.yaml", data, "in/x.csv");
    expect("./top/deep/s.yaml", data, "in/x.csv");
    expect(study, "top/deep/in/x.csv", "in/x.csv");
    expect(study, "deep/in/x.csv", "in/x.csv");
    expect(study, "top/in/x.csv", "top/in/x.csv");
    expect(study, "eep/in/x.csv", "eep/in/x.csv");
    expect(study, "../x.csv", "../x.csv");
    expect(study, "x.csv", "x.csv");
    assert_int_equal(chdir("top/deep"), 0);
    expect("s.yaml", data, "in/x.csv");
    expect("s.yaml", "top/deep/in/x.csv", "in/x.csv");
    expect("s.yaml", study, "s.yaml");
    assert_int_equal(chdir(before), 0);
    free(before);
    assert_int_equal(unlink(study), 0);
    for (int i = 0; i < 2; i++) {
        *strrchr(study, '/') = '\0';
        assert_int_equal(rmdir(study), 0);
    }
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_cut_at_the_folder_of_the_study),
        cmocka_unit_test(both_may_be_named_in_their_own_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
