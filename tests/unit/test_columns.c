/* The table for people: alignment, wide characters, thousands, what is not known. */
#include "test.h"

#include "core/columns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void assert_printed(er_columns *columns, er_context *ctx, const char *expected) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_ok(ctx, er_columns_print(columns, out));
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void columns_line_up(void **state) {
    er_columns *columns = NULL;
    assert_ok(*state, er_columns_new(*state, 3, &columns));
    er_columns_text(columns, "group");
    er_columns_right(columns, "persons");
    er_columns_text(columns, "note");
    er_columns_text(columns, "偏遠地區");
    er_columns_number(columns, 1234567.4, 0);
    er_columns_text(columns, "x");
    er_columns_text(columns, "a");
    er_columns_number(columns, NAN, 2);
    er_columns_end_row(columns);
    er_columns_text(columns, NULL);
    er_columns_number(columns, -999.5, 0);
    assert_printed(columns, *state,
                   "  group       persons  note\n"
                   "  偏遠地區  1,234,567  x\n"
                   "  a                 -\n"
                   "               -1,000\n");
    er_columns_text(columns, "a\033[31m\nb\x7f");
    assert_printed(columns, *state, "  a [31m b \n");
    er_columns_text(columns, "a\xe2\x80\xae"
                             "b"); /* right-to-left override */
    er_columns_text(columns, "c\xe2\x81\xa6"
                             "d\xe2\x80\xa6"); /* isolate; an ellipsis stays */
    assert_printed(columns, *state, "  a   b  c   d\xe2\x80\xa6\n");
    er_columns_number(columns, 12345.678, 2);
    er_columns_number(columns, 1e18, 2);
    er_columns_number(columns, -0.001, 2);
    assert_printed(columns, *state, "  12,345.68  1e+18  0.00\n");
    er_columns_free(columns);
}

static void empty_cells_keep_their_place(void **state) {
    er_columns *columns = NULL;
    assert_ok(*state, er_columns_new(*state, 3, &columns));
    static const char *const cells[] = {"aa", "bb", "c", "a", "", "c", "", "b", ""};
    for (size_t i = 0; i < 9; i++)
        (i % 3 == 1 ? er_columns_right : er_columns_text)(columns, cells[i]);
    assert_printed(columns, *state, "  aa  bb  c\n  a       c\n       b\n");
    er_columns_free(columns);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_line_up),
        cmocka_unit_test(empty_cells_keep_their_place),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
