/* Numbers, text, arena, files, random numbers, the catalogue. */
#include "test.h"

#include "core/catalogue.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void numbers_are_read_strictly(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
        double value;
    } cases[] = {
        {"1", true, 1},
        {" -2.5e3 ", true, -2500},
        {"1,234,567.5", true, 1234567.5},
        {".5", true, 0.5},
        {"5.", true, 5},
        {"\xE3\x80\x80"
         "7",
         true, 7},
        {"", false, 0},
        {"1,23", false, 0},
        {"12,34,567", false, 0},
        {"1.2.3", false, 0},
        {"nan", false, 0},
        {"inf", false, 0},
        {"1e999", false, 0},
        {"0x10", false, 0},
        {"12 34", false, 0},
        {"1e", false, 0},
        {"-", false, 0},
        {",123", false, 0},
        {"twelve", false, 0},
        {"1,234", true, 1234},
        {"1234,567", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = -1;
        bool good = er_parse_double(cases[i].text, &value);
        if (good != cases[i].good || (good && value != cases[i].value))
            fail_msg("'%s' read as %d, %.17g", cases[i].text, good, value);
    }
    int64_t whole;
    assert_true(er_parse_int64("26,265", &whole) && whole == 26265);
    assert_false(er_parse_int64("1.0", &whole));
    assert_false(er_parse_int64("99999999999999999999", &whole));
}

static void numbers_are_written_shortest(void **state) {
    (void)state;
    char buffer[32];
    assert_string_equal(er_format_double(0.1, buffer), "0.1");
    assert_string_equal(er_format_double(-0.0, buffer), "0");
    assert_string_equal(er_format_double(100000.0, buffer), "100000");
    assert_string_equal(er_format_double(NAN, buffer), "null");
    er_random random = er_random_stream(7, 1);
    for (int i = 0; i < 20000; i++) {
        double value =
            ldexp(er_random_unit(&random) - 0.5, (int)er_random_below(&random, 200) - 100);
        double back;
        assert_true(er_parse_double(er_format_double(value, buffer), &back));
        assert_true(back == value);
    }
}

static void rounding_is_half_away_from_zero(void **state) {
    (void)state;
    assert_true(er_round(0.125, 2) == 0.13);
    assert_true(er_round(-0.125, 2) == -0.13);
    assert_true(er_round(-0.001, 2) == 0 && !signbit(er_round(-0.001, 2)));
    assert_true(er_round(1e300, 3) == 1e300);
}

static void text_is_checked_and_trimmed(void **state) {
    (void)state;
    assert_true(er_utf8_valid("臺灣", strlen("臺灣")));
    assert_false(er_utf8_valid("\xED\xA0\x80", 3)); /* a surrogate */
    assert_false(er_utf8_valid("\xC0\xAF", 2));     /* overlong */
    assert_false(er_utf8_valid("\xBB\x4F\xA5", 3)); /* CP950 */
    assert_int_equal(er_utf8_columns("臺a"), 3);
    const char *text = "\xEF\xBB\xBF \xE3\x80\x80臺南市 \t\xC2\xA0";
    size_t length = strlen(text);
    er_trim(&text, &length);
    assert_int_equal(length, strlen("臺南市"));
    assert_memory_equal(text, "臺南市", length);
}

static void random_numbers_are_uniform(void **state) {
    (void)state;
    enum { DRAWS = 200000, BINS = 20 };
    size_t bins[BINS] = {0};
    er_random random = er_random_stream(1, 0);
    for (int i = 0; i < DRAWS; i++)
        bins[er_random_below(&random, BINS)]++;
    double chi = 0;
    for (int i = 0; i < BINS; i++)
        chi += pow((double)bins[i] - DRAWS / (double)BINS, 2) / (DRAWS / (double)BINS);
    assert_true(chi < 43.8); /* 99.9 % point of chi square with 19 degrees of freedom */
    assert_true(er_random_stream(1, 1).key != random.key);
}

static void a_file_is_replaced_whole(void **state) {
    er_context *ctx = *state;
    char folder[] = "/tmp/evenreach-core-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64], hash[65], *data = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/a", folder);
    assert_int_equal(er_file_write(ctx, path, "abc", 3), ER_OK);
    assert_int_equal(er_file_read(ctx, path, 100, &data, &size), ER_OK);
    assert_string_equal(data, "abc");
    er_free(data);
    assert_int_equal(er_file_read(ctx, path, 2, &data, &size), ER_ERR_INPUT);
    assert_int_equal(er_file_sha256(ctx, path, hash), ER_OK);
    /* FIPS 180-2, appendix B.1 */
    assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(er_file_write(ctx, "/nonexistent/a", "abc", 3), ER_ERR_IO);
    assert_true(strstr(er_context_error(ctx), "/nonexistent/a") != NULL);
    unlink(path);
    rmdir(folder);
}

static void keep_line(void *user, er_log_level level, const char *line) {
    (void)level;
    snprintf(user, 100, "%s", line);
}

static void a_hidden_folder_is_not_named(void **state) {
    er_context *ctx = *state;
    char said[100] = "";
    er_context_set_log(ctx, keep_line, said);
    er_context_set_shown_folder(ctx, "out/.grows", "out");
    er_fail(ctx, ER_ERR_IO, "%s: no room, nor in %s", "out/.grows/a", "out/.grows");
    assert_string_equal(er_context_error(ctx), "out/a: no room, nor in out");
    er_log(ctx, ER_LOG_WARNING, "%s is odd", "out/.grows/b");
    assert_string_equal(said, "out/b is odd");
    er_context_set_shown_folder(ctx, NULL, NULL);
    er_fail(ctx, ER_ERR_IO, "%s", "out/.grows/a");
    assert_string_equal(er_context_error(ctx), "out/.grows/a");
    er_context_set_log(ctx, NULL, NULL);
}

/** The conversions of a format, such as "s zu". */
static void conversions(const char *format, char *out, size_t size) {
    size_t used = 0;
    for (const char *c = format; *c; c++) {
        if (*c != '%') continue;
        c++;
        if (*c == '%') continue;
        while (*c && !strchr("diouxXeEfFgGaAcsp%", *c)) {
            if (used + 2 < size && strchr("hlzjt*", *c)) out[used++] = *c;
            c++;
        }
        if (used + 2 < size && *c) out[used++] = *c;
        if (!*c) break;
    }
    out[used] = '\0';
}

static void translations_keep_their_conversions(void **state) {
    (void)state;
    const char *english, *translated, *other, *unused;
    for (size_t i = 0; er_catalogue_zh_tw_entry(i, &english, &translated); i++) {
        char a[64], b[64];
        conversions(english, a, sizeof a);
        conversions(translated, b, sizeof b);
        if (strcmp(a, b) != 0)
            fail_msg("'%s' takes '%s', its translation takes '%s'", english, a, b);
        for (size_t j = 0; j < i && er_catalogue_zh_tw_entry(j, &other, &unused); j++)
            if (strcmp(english, other) == 0) fail_msg("'%s' is translated twice", english);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_strictly),
        cmocka_unit_test(numbers_are_written_shortest),
        cmocka_unit_test(rounding_is_half_away_from_zero),
        cmocka_unit_test(text_is_checked_and_trimmed),
        cmocka_unit_test(random_numbers_are_uniform),
        cmocka_unit_test(a_file_is_replaced_whole),
        cmocka_unit_test(a_hidden_folder_is_not_named),
        cmocka_unit_test(translations_keep_their_conversions),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
