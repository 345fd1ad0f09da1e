/* The way of new files into an output folder: what is kept, what is refused, what a crash leaves.
 */
#include "folder_fixture.h"
#include "test.h"

#include "evenreach/outputs.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct place {
    er_context *ctx;
    char base[64];
    char out[80];
    char warning[256];
} place;

static void hear(void *user, er_log_level level, const char *line) {
    place *p = user;
    if (level == ER_LOG_WARNING) snprintf(p->warning, sizeof p->warning, "%s", line);
}

static int up(void **state) {
    place *p = calloc(1, sizeof *p);
    if (!p || er_context_new(&p->ctx) != ER_OK) return -1;
    if (!test_folder_make(p->base, "folder")) return -1;
    snprintf(p->out, sizeof p->out, "%s/a/out", p->base);
    er_context_set_log(p->ctx, hear, p);
    *state = p;
    return 0;
}

static int down(void **state) {
    place *p = *state;
    int failed = test_folder_remove(p->base);
    er_context_free(p->ctx);
    free(p);
    return failed;
}

static void put(place *p, const char *folder, const char *name, const char *text) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    *strrchr(path, '/') = '\0';
    assert_ok(p->ctx, er_make_folder(p->ctx, path));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_ok(p->ctx, er_file_write(p->ctx, path, text, strlen(text)));
}

/** The text of a file in the output folder; "-" if it is not there. In static memory. */
static const char *got(const place *p, const char *name) {
    static char text[64];
    char path[256];
    snprintf(path, sizeof path, "%s/%s", p->out, name);
    FILE *file = fopen(path, "rb");
    if (!file) return "-";
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

/** An output of two layers, a table and a summary, each holding `text`. */
static er_status write_output(place *p, const char *text, bool with_second_layer, bool force) {
    er_folder *folder = NULL;
    ER_TRY(er_folder_open(p->ctx, p->out, force, &folder));
    const char *part = er_folder_part(folder);
    put(p, part, "geojson/one.geojson", text);
    if (with_second_layer) put(p, part, "geojson/two.geojson", text);
    put(p, part, "tables/one.csv", text);
    put(p, part, "summary.json", text);
    er_status status = er_folder_commit(p->ctx, folder);
    er_folder_close(folder);
    return status;
}

static void new_files_take_the_place_of_ours(void **state) {
    place *p = *state;
    assert_ok(p->ctx, write_output(p, "old", true, false));
    assert_string_equal(got(p, "geojson/two.geojson"), "old");
    put(p, p->out, "geojson/mine.qml", "style");
    put(p, p->out, "notes.txt", "notes");
    put(p, p->out, "maps/deep/map.qgz", "map");
    assert_ok(p->ctx, write_output(p, "new", false, false));
    assert_string_equal(got(p, "geojson/one.geojson"), "new");
    assert_string_equal(got(p, "geojson/two.geojson"), "-"); /* of ours, no longer written */
    assert_string_equal(got(p, "tables/one.csv"), "new");
    assert_string_equal(got(p, "summary.json"), "new");
    assert_string_equal(got(p, "geojson/mine.qml"), "style");
    assert_string_equal(got(p, "notes.txt"), "notes");
    assert_string_equal(got(p, "maps/deep/map.qgz"), "map");
    assert_string_equal(got(p, ".evenreach-part/summary.json"), "-");
}

static void a_top_level_file_of_ours_outlives_an_export_without_it(void **state) {
    place *p = *state;
    er_folder *folder = NULL;
    assert_ok(p->ctx, er_folder_open(p->ctx, p->out, false, &folder));
    put(p, er_folder_part(folder), "workspace.sqlite", "w");
    assert_ok(p->ctx, er_folder_commit(p->ctx, folder));
    er_folder_close(folder);
    assert_ok(p->ctx, write_output(p, "new", true, false));
    assert_string_equal(got(p, "workspace.sqlite"), "w");
    assert_ok(p->ctx, er_folder_open(p->ctx, p->out, false, &folder)); /* and may be replaced */
    put(p, er_folder_part(folder), "workspace.sqlite", "w2");
    assert_ok(p->ctx, er_folder_commit(p->ctx, folder));
    er_folder_close(folder);
    assert_string_equal(got(p, "workspace.sqlite"), "w2");
}

static void a_folder_of_others_is_refused(void **state) {
    place *p = *state;
    put(p, p->out, "thesis.odt", "years of work");
    assert_int_equal(write_output(p, "x", true, false), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(p->ctx), "--force"));
    assert_string_equal(got(p, "thesis.odt"), "years of work");
    assert_string_equal(got(p, "summary.json"), "-");
    assert_ok(p->ctx, write_output(p, "x", true, true));
    assert_string_equal(got(p, "thesis.odt"), "years of work");
    assert_string_equal(got(p, "summary.json"), "x");
}

static void a_file_of_others_is_not_replaced(void **state) {
    place *p = *state;
    assert_ok(p->ctx, write_output(p, "old", false, false));
    put(p, p->out, "geojson/two.geojson", "drawn by hand");
    assert_int_equal(write_output(p, "new", true, false), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(p->ctx), "two.geojson"));
    assert_string_equal(got(p, "geojson/two.geojson"), "drawn by hand");
    assert_string_equal(got(p, "geojson/one.geojson"), "old"); /* nothing was moved */
    assert_ok(p->ctx, write_output(p, "new", true, true));
    assert_string_equal(got(p, "geojson/two.geojson"), "new");
}

static void a_link_in_place_of_a_folder_is_refused(void **state) {
    place *p = *state;
    char elsewhere[80], link[96];
    assert_ok(p->ctx, write_output(p, "old", true, false));
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", p->base);
    snprintf(link, sizeof link, "rm -r %s/tables", p->out);
    assert_int_equal(system(link), 0);
    snprintf(link, sizeof link, "%s/tables", p->out);
    put(p, elsewhere, "one.csv", "not ours");
    assert_int_equal(symlink(elsewhere, link), 0);
    assert_int_equal(write_output(p, "new", true, false), ER_ERR_IO);
    assert_string_equal(got(p, "tables/one.csv"), "not ours");
    assert_string_equal(got(p, "geojson/one.geojson"), "old");
}

static void a_failure_leaves_what_was_there(void **state) {
    place *p = *state;
    er_folder *folder = NULL;
    assert_ok(p->ctx, er_folder_open(p->ctx, p->out, false, &folder));
    put(p, er_folder_part(folder), "summary.json", "half");
    er_folder_close(folder);
    assert_int_equal(access(p->out, F_OK), -1); /* it was not there before */
    assert_ok(p->ctx, write_output(p, "old", true, false));
    assert_ok(p->ctx, er_folder_open(p->ctx, p->out, false, &folder));
    put(p, er_folder_part(folder), "summary.json", "half");
    er_folder_close(folder);
    assert_string_equal(got(p, "summary.json"), "old");
    assert_string_equal(got(p, ".evenreach-part/summary.json"), "-");
}

static void one_writer_at_a_time(void **state) {
    place *p = *state;
    er_folder *first = NULL, *second = NULL;
    assert_ok(p->ctx, er_folder_open(p->ctx, p->out, false, &first));
    put(p, er_folder_part(first), "summary.json", "first");
    assert_int_equal(er_folder_open(p->ctx, p->out, false, &second), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(p->ctx), "another evenreach"));
    assert_ok(p->ctx, er_folder_commit(p->ctx, first)); /* the other one took nothing away */
    er_folder_close(first);
    assert_string_equal(got(p, "summary.json"), "first");
}

/** What a crash in the middle of the moves leaves is finished by the next writer. */
static void interrupted_moves_are_finished(void **state) {
    place *p = *state;
    er_folder *folder = NULL;
    char ready[128];
    assert_ok(p->ctx, write_output(p, "old", true, false));
    snprintf(ready, sizeof ready, "%s/.evenreach-ready", p->out);
    put(p, ready, ".evenreach",
        "evenreach output: files that it wrote here and may replace\n"
        "geojson/one.geojson\nsummary.json\ntables/one.csv\n");
    put(p, ready, "summary.json", "new"); /* the others were moved before the crash */
    put(p, ready, "tables/one.csv", "new");
    put(p, p->out, "geojson/one.geojson", "new");
    assert_ok(p->ctx, er_folder_open(p->ctx, p->out, false, &folder));
    er_folder_close(folder);
    assert_non_null(strstr(p->warning, "interrupted"));
    assert_string_equal(got(p, "summary.json"), "new");
    assert_string_equal(got(p, "tables/one.csv"), "new");
    assert_string_equal(got(p, "geojson/one.geojson"), "new");
    assert_string_equal(got(p, "geojson/two.geojson"), "-");
    assert_int_equal(access(ready, F_OK), -1);
}

static void a_writer_that_was_killed_leaves_what_was_there(void **state) {
    place *p = *state;
    assert_ok(p->ctx, write_output(p, "old", true, false));
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        er_folder *folder = NULL;
        if (er_folder_open(p->ctx, p->out, false, &folder) == ER_OK)
            put(p, er_folder_part(folder), "summary.json", "half");
        raise(SIGKILL);
    }
    int how = 0;
    assert_true(waitpid(child, &how, 0) == child && WIFSIGNALED(how));
    assert_string_equal(got(p, "summary.json"), "old");
    assert_string_equal(got(p, ".evenreach-part/summary.json"), "half");
    assert_ok(p->ctx, write_output(p, "new", true, false)); /* its lock went with it */
    assert_string_equal(got(p, "summary.json"), "new");
    assert_string_equal(got(p, ".evenreach-part/summary.json"), "-");
}

static void a_forged_list_reaches_nothing_outside(void **state) {
    place *p = *state;
    static const char *const names[] = {"../victim", "/etc/x", "a/../../victim", "..", "a//b", ""};
    char victim[80];
    assert_ok(p->ctx, write_output(p, "old", true, false));
    snprintf(victim, sizeof victim, "%s/a", p->base);
    put(p, victim, "victim", "alive");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char list[160];
        snprintf(list, sizeof list,
                 "evenreach output: files that it wrote here and may replace\n%s\n", names[i]);
        put(p, p->out, ".evenreach", list);
        if (write_output(p, "new", true, false) != ER_ERR_INPUT) fail_msg("'%s' taken", names[i]);
    }
    put(p, p->out, ".evenreach", "something else\n");
    assert_int_equal(write_output(p, "new", true, false), ER_ERR_INPUT);
    assert_string_equal(got(p, "../victim"), "alive");
    assert_string_equal(got(p, "summary.json"), "old");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(new_files_take_the_place_of_ours, up, down),
        cmocka_unit_test_setup_teardown(a_top_level_file_of_ours_outlives_an_export_without_it, up,
                                        down),
        cmocka_unit_test_setup_teardown(a_folder_of_others_is_refused, up, down),
        cmocka_unit_test_setup_teardown(a_file_of_others_is_not_replaced, up, down),
        cmocka_unit_test_setup_teardown(a_link_in_place_of_a_folder_is_refused, up, down),
        cmocka_unit_test_setup_teardown(a_failure_leaves_what_was_there, up, down),
        cmocka_unit_test_setup_teardown(one_writer_at_a_time, up, down),
        cmocka_unit_test_setup_teardown(interrupted_moves_are_finished, up, down),
        cmocka_unit_test_setup_teardown(a_writer_that_was_killed_leaves_what_was_there, up, down),
        cmocka_unit_test_setup_teardown(a_forged_list_reaches_nothing_outside, up, down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
