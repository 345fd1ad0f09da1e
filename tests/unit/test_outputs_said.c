/* Texts that the steps wrote into a workspace, said in Traditional Chinese. */
#include "outputs/said.h"

#include "core/catalogue.h"

#include "test.h"

#include <string.h>

static er_context *ctx;
static er_arena *arena;

static int up(void **state) {
    (void)state;
    return er_context_new(&ctx) == ER_OK && er_arena_new(ctx, &arena) == ER_OK ? 0 : -1;
}

static int down(void **state) {
    (void)state;
    er_arena_free(arena);
    er_context_free(ctx);
    return 0;
}

static const char *said(const char *english) {
    const char *out = "";
    assert_int_equal(er_said_zh_tw(ctx, arena, english, &out), ER_OK);
    return out;
}

static void a_text_of_the_catalogue_is_its_translation(void **state) {
    (void)state;
    assert_string_equal(said("left out"), er_catalogue_zh_tw("left out"));
}

static void a_text_put_together_is_translated_part_by_part(void **state) {
    (void)state;
    assert_string_equal(
        said("no radius stated; band n28, group far islands: radius rule of the study"),
        "未載明半徑；頻段 n28、組別 far islands：研究設定的半徑規則");
    assert_string_equal(said("more than 12.5 m"), "超過 12.5 公尺");
    assert_string_equal(
        said("next: candidates outside every unit are left out: sea, none: skipped"),
        "next：不在任何單元內的候選點不予採用：sea, none：略過");
}

static void a_name_stays_whatever_word_it_is(void **state) {
    (void)state;
    assert_string_equal(said("none: left out"), "none：不計入");
    assert_string_equal(said("100% %s %n: left out"), "100% %s %n：不計入");
}

static void what_is_of_no_format_has_no_translation(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "1000 m",
                                        ": ",
                                        "a: b",
                                        "terrain: C: x.tif",
                                        "no radius stated; band n28, group",
                                        "more than 12.5 metres"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_null(said(texts[i]));
    assert_null(said(NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_of_the_catalogue_is_its_translation),
        cmocka_unit_test(a_text_put_together_is_translated_part_by_part),
        cmocka_unit_test(a_name_stays_whatever_word_it_is),
        cmocka_unit_test(what_is_of_no_format_has_no_translation),
    };
    return cmocka_run_group_tests(tests, up, down);
}
