/* Antennas: the 3GPP pattern at its published points, pattern files in the forms their writers
 * use, and files that must be refused. */
#include "test.h"

#include "evenreach/radio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static er_antenna *sector(er_context *ctx) {
    er_antenna *antenna = NULL;
    /* TR 38.901 table 7.3-1: 8 dBi, 65 by 65 degrees, 30 dB */
    assert_ok(ctx, er_antenna_3gpp(ctx, 8, 65, 65, 30, &antenna));
    return antenna;
}

static void isotropic(void **state) {
    er_antenna *antenna = NULL;
    assert_ok(*state, er_antenna_isotropic(*state, 5, &antenna));
    for (double a = -720; a <= 720; a += 37)
        assert_true(er_antenna_gain_dbi(antenna, a, a / 8, 10) == 5);
    assert_true(er_antenna_peak_dbi(antenna) == 5);
    er_antenna_free(antenna);
    er_antenna_free(NULL);
}

/* The beamwidth is the full width between the points 3 dB down, so that half of it is 3 dB. */
static void element_pattern(void **state) {
    er_antenna *antenna = sector(*state);
    assert_within(er_antenna_peak_dbi(antenna), 8, 0);
    assert_within(er_antenna_gain_dbi(antenna, 0, 0, 0), 8, 0);
    assert_within(er_antenna_gain_dbi(antenna, 32.5, 0, 0), 8 - 3, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, -32.5, 0, 0), 8 - 3, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, 32.5, 0), 8 - 3, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 65, 0, 0), 8 - 12, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 32.5, -32.5, 0), 8 - 6, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 180, 0, 0), 8 - 30, 0);
    assert_within(er_antenna_gain_dbi(antenna, 180, 90, 0), 8 - 30,
                  0); /* together no more than A_m */
    assert_within(er_antenna_gain_dbi(antenna, 65, 65, 0), 8 - 24, 1e-12);
    er_antenna_free(antenna);
}

/* TR 36.814 table A.2.1.1-2: macro antenna of 70 by 10 degrees, 25 dB back; tilt 15 degrees. */
static void macro_tilt(void **state) {
    er_antenna *antenna = NULL;
    assert_ok(*state, er_antenna_3gpp(*state, 14, 70, 10, 25, &antenna));
    assert_within(er_antenna_gain_dbi(antenna, 0, -15, 15), 14, 0);     /* down is where it looks */
    assert_within(er_antenna_gain_dbi(antenna, 0, 15, 15), 14 - 25, 0); /* not up */
    assert_within(er_antenna_gain_dbi(antenna, 0, -10, 15), 14 - 3, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, -20, 15), 14 - 3, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, 0, 5), 14 - 3, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, 5, -5), 14, 0); /* an antenna that looks up */
    assert_within(er_antenna_gain_dbi(antenna, 35, -15, 15), 14 - 3, 1e-12);
    er_antenna_free(antenna);
}

static void round_beam(void **state) {
    er_antenna *antenna = NULL;
    assert_ok(*state, er_antenna_3gpp(*state, 11, 360, 10, 20, &antenna));
    assert_within(er_antenna_gain_dbi(antenna, 180, 0, 0), 11, 0);
    assert_within(er_antenna_gain_dbi(antenna, 180, 5, 0), 11 - 3, 1e-12);
    er_antenna_free(antenna);
}

/** What holds for any pattern: within peak and floor, the same after full turns, no step at 180. */
static void check_circle(const er_antenna *antenna, double most_db, double steepest_db_per_deg) {
    double peak = er_antenna_peak_dbi(antenna);
    for (double elevation = -90; elevation <= 90; elevation += 7.5) {
        for (double azimuth = -180; azimuth < 180; azimuth += 0.75) {
            double gain = er_antenna_gain_dbi(antenna, azimuth, elevation, 4);
            assert_true(gain <= peak + 1e-12 && gain >= peak - most_db - 1e-12);
            for (int turns = -3; turns <= 3; turns++)
                assert_within(er_antenna_gain_dbi(antenna, azimuth + 360 * turns, elevation, 4),
                              gain, 1e-9);
            double next = er_antenna_gain_dbi(antenna, azimuth + 0.01, elevation, 4);
            assert_within(next, gain, 0.01 * steepest_db_per_deg + 1e-9);
        }
        double left = er_antenna_gain_dbi(antenna, -180, elevation, 4);
        assert_within(er_antenna_gain_dbi(antenna, 180, elevation, 4), left, 1e-9);
    }
}

static void element_properties(void **state) {
    er_antenna *antenna = NULL;
    /* a width so large that the parabola has not met A_m behind the antenna */
    assert_ok(*state, er_antenna_3gpp(*state, 17, 200, 90, 30, &antenna));
    check_circle(antenna, 30, 12 * 2 * 180 / (200.0 * 200));
    for (double a = 0; a <= 180; a += 1.25) {
        assert_within(er_antenna_gain_dbi(antenna, -a, -3, 2),
                      er_antenna_gain_dbi(antenna, a, -3, 2), 0);
        assert_within(er_antenna_gain_dbi(antenna, 20, -2 - a / 2, 2),
                      er_antenna_gain_dbi(antenna, 20, -2 + a / 2, 2), 1e-12);
    }
    er_antenna_free(antenna);
}

static void parameters_refused(void **state) {
    er_context *ctx = *state;
    er_antenna *antenna = NULL;
    const double bad[][4] = {{NAN, 65, 65, 30}, {200, 65, 65, 30}, {8, 0, 65, 30},
                             {8, NAN, 65, 30},  {8, -65, 65, 30},  {8, 65, 0, 30},
                             {8, 65, 65, -1},   {8, 65, 65, NAN}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const double *b = bad[i];
        assert_int_equal(er_antenna_3gpp(ctx, b[0], b[1], b[2], b[3], &antenna), ER_ERR_RANGE);
        assert_null(antenna);
    }
    assert_int_equal(er_antenna_isotropic(ctx, INFINITY, &antenna), ER_ERR_RANGE);
}

/* ---- pattern files -------------------------------------------------------------------------- */

/** A pattern file to be: attenuations by whole degree, and how it is written down. */
struct form {
    const char *head;    /**< lines before the cuts, with their line ends */
    const char *between; /**< of angle and attenuation */
    const char *eol;
    const char *angle; /**< printf form */
    const char *horizontal;
    const char *vertical;
    size_t count;
    double horizontal_at_0;
};

static const struct form plain = {"NAME x\nFREQUENCY 3500\nGAIN 17 dBi\nTILT ELECTRICAL\n",
                                  " ",
                                  "\n",
                                  "%.0f",
                                  "HORIZONTAL",
                                  "VERTICAL",
                                  360,
                                  0};

/** Horizontal: a tenth of a dB each degree clockwise. Vertical: its beam 6 degrees down, half a dB
 *  each degree from there. */
static double loss_at(bool vertical, double angle) {
    double off = fabs(remainder(angle - 6, 360));
    return vertical ? off / 2 : angle / 10;
}

static size_t write_cut(char *out, const struct form *form, bool vertical) {
    size_t at = (size_t)sprintf(out, "%s%s%zu%s", vertical ? form->vertical : form->horizontal,
                                form->between, form->count, form->eol);
    for (size_t i = 0; i < form->count; i++) {
        double angle = (double)i * 360 / (double)form->count;
        double loss = loss_at(vertical, angle) + (vertical ? 0 : form->horizontal_at_0);
        at += (size_t)sprintf(out + at, form->angle, angle);
        at += (size_t)sprintf(out + at, "%s%.3f%s", form->between, loss, form->eol);
    }
    return at;
}

static char text[1 << 16];

static size_t write_form(const struct form *form, bool vertical_first) {
    size_t at = (size_t)sprintf(text, "%s", form->head);
    at += write_cut(text + at, form, vertical_first);
    return at + write_cut(text + at, form, !vertical_first);
}

static er_antenna *read_form(er_context *ctx, const struct form *form) {
    er_antenna *antenna = NULL;
    assert_ok(ctx, er_antenna_msi(ctx, text, write_form(form, false), "a.msi", &antenna));
    return antenna;
}

/* Vertical angles of the form fall below the horizon: the beam at 6 looks down. */
static void file_directions(void **state) {
    er_antenna *antenna = read_form(*state, &plain);
    assert_within(er_antenna_peak_dbi(antenna), 17, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, -6, 0), 17, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, 0, 0), 17 - 3, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, 6, 0), 17 - 6, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, -90, 0), 17 - 42, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, 90, 0), 17 - 48, 1e-12);
    /* mechanical tilt of 4 more: the beam is 10 down */
    assert_within(er_antenna_gain_dbi(antenna, 0, -10, 4), 17, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, -6, 4), 17 - 2, 1e-12);
    /* clockwise */
    assert_within(er_antenna_gain_dbi(antenna, 90, -6, 0), 17 - 9, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, -90, -6, 0), 17 - 27, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 270, -6, 0), 17 - 27, 1e-12);
    /* between degrees, and over the end of the circle: from 35.9 dB back to 0 */
    assert_within(er_antenna_gain_dbi(antenna, 90.25, -6, 0), 17 - 9.025, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, -0.5, -6, 0), 17 - 17.95, 1e-9);
    assert_within(er_antenna_gain_dbi(antenna, 10, -8.5, 0), 17 - 1 - 1.25, 1e-12);
    assert_within(er_antenna_gain_dbi(antenna, 0, 0.5, 0), 17 - 3.25, 1e-12);
    assert_true(isnan(er_antenna_gain_dbi(antenna, NAN, 0, 0)));
    assert_true(isnan(er_antenna_gain_dbi(antenna, 0, INFINITY, 0)));
    er_antenna_free(antenna);
}

static void file_properties(void **state) {
    er_antenna *antenna = read_form(*state, &plain);
    check_circle(antenna, 36 + 90, 36);
    er_antenna_free(antenna);
}

static void log_line(void *user, er_log_level level, const char *line) {
    snprintf(user, 512, "%d %s", (int)level, line);
}

static void file_gains(void **state) {
    static const struct {
        const char *line;
        double gain_dbi;
    } cases[] = {
        {"GAIN 17.5 dBi\n", 17.5}, {"gain 17.5 DBI\n", 17.5},
        {"GAIN 17.5dBi\n", 17.5},  {"GAIN\t17.5\tdBd\n", 17.5 + 2.15},
        {"GAIN 17.5dbd\n", 19.65}, {"GAIN 17.5\n", 19.65},
        {"GAIN -2 dBi\n", -2},     {"GAIN +2.0 dBi \n", 2},
        {"GAIN (dBi) 9.1\n", 9.1}, {"GAIN (dBd) 9.1\n", 11.25},
        {"GAIN 9.1 (dBi)\n", 9.1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char log[512] = "";
        struct form form = plain;
        form.head = cases[i].line;
        er_context_set_log(*state, log_line, log);
        er_antenna *antenna = read_form(*state, &form);
        er_context_set_log(*state, NULL, NULL);
        assert_within(er_antenna_peak_dbi(antenna), cases[i].gain_dbi, 1e-12);
        assert_int_equal(strstr(log, "without unit") != NULL, i == 5); /* said, where assumed */
        er_antenna_free(antenna);
    }
}

/* The same figures in every form that pattern files come in. */
static void file_forms(void **state) {
    const char *head = "name x\r\nCOMMENT 12\xB0 caf\xE9\r\nGAIN 17 dBi\r\n\r\nTILT ELECTRICAL\r\n";
    const struct form forms[] = {
        {head, "\t", "\r\n", "%.0f", "HORIZONTAL", "VERTICAL", 360, 0},
        {head, "   ", "\n", "%.1f", "horizontal", "vertical", 360, 0},
        {head, " ", "\r", "%.2f", "Horizontal", "Vertical", 360, 0},
        {head, "\t ", "\n\n", "%.0f", "HORIZONTAL", "VERTICAL", 360, 0},
        {head, " ", "\n", "%.1f", "HORIZONTAL", "VERTICAL", 720, 0},
        {head, " ", " \n", "%.0f", "HORIZONTAL", "VERTICAL", 360, 0},
        {"\xEF\xBB\xBFNAME x\nGAIN 17 dBi\n", " ", "\n", "%g", "HORIZONTAL", "VERTICAL", 360, 0},
        {"739620 12\nGAIN 17 dBi\n", " ", "\n", "%g", "HORIZONTAL", "VERTICAL", 360, 0},
        /* level horizontal cut of a tilted antenna: 3 dB at azimuth 0 stand in both cuts */
        {"GAIN 17 dBi\n", " ", "\n", "%g", "HORIZONTAL", "VERTICAL", 360, 3},
    };
    er_antenna *reference = read_form(*state, &plain);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        for (int vertical_first = 0; vertical_first <= 1; vertical_first++) {
            er_antenna *antenna = NULL;
            size_t size = write_form(&forms[i], vertical_first);
            assert_ok(*state, er_antenna_msi(*state, text, size, "a.msi", &antenna));
            for (double a = -180; a < 180; a += 13)
                assert_within(er_antenna_gain_dbi(antenna, a, a / 3, 2),
                              er_antenna_gain_dbi(reference, a, a / 3, 2), 1e-9);
            er_antenna_free(antenna);
        }
    er_antenna_free(reference);
}

static void electrical_tilt_is_said(void **state) {
    static const struct {
        const char *head;
        bool said;
    } cases[] = {
        {"NAME x\nGAIN 17 dBi\nELECTRICAL_TILT 6\n", true},
        {"NAME x\nGAIN 17 dBi\nTILT ELECTRICAL 6\n", true},
        {"NAME x\nGAIN 17 dBi\ntilt 6\n", true},
        {"NAME x\nGAIN 17 dBi\nTILT ELECTRICAL\n", false},
        {"NAME x\nGAIN 17 dBi\nTILT MECHANICAL\n", false},
        {"NAME x\nGAIN 17 dBi\nTILT 0\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char log[512] = "";
        struct form form = plain;
        form.head = cases[i].head;
        er_context_set_log(*state, log_line, log);
        er_antenna_free(read_form(*state, &form));
        er_context_set_log(*state, NULL, NULL);
        assert_int_equal(strstr(log, "line 3") && strstr(log, "6 degrees"), cases[i].said);
    }
}

static void refused(er_context *ctx, size_t size, const char *said) {
    er_antenna *antenna = NULL;
    assert_int_equal(er_antenna_msi(ctx, text, size, "a.msi", &antenna), ER_ERR_INPUT);
    assert_null(antenna);
    if (!strstr(er_context_error(ctx), said))
        fail_msg("'%s' does not say '%s'", er_context_error(ctx), said);
}

/** The plain file with the first `from` replaced. */
static size_t changed(const char *from, const char *to) {
    write_form(&plain, false);
    char *found = strstr(text, from);
    assert_non_null(found);
    char *rest = found + strlen(from);
    memmove(found + strlen(to), rest, strlen(rest) + 1);
    memcpy(found, to, strlen(to));
    return strlen(text);
}

/* The head has 4 lines, HORIZONTAL is line 5, its angle n line 6 + n; VERTICAL is line 366. */
static void files_refused(void **state) {
    static const struct {
        const char *from, *to, *said;
    } cases[] = {
        {"\n20 2.000\n", "\n", "line 26: the angle is 21 where 20 comes next"},
        {"\n20 2.000\n", "\n20 2.000\n20 2.000\n", "line 27: the angle is 20 where 21"},
        {"\n20 2.000\n21 2.100\n", "\n21 2.000\n20 2.100\n", "line 26"},
        {"\n20 2.000\n", "\n20 -2.000\n", "line 26: the attenuation is -2 dB"},
        {"\n20 2.000\n", "\n20 2000\n", "line 26: the attenuation is 2000 dB"},
        {"\n20 2.000\n", "\n20 2,000\n", "line 26: an angle and an attenuation"},
        {"\n20 2.000\n", "\n20 nan\n", "line 26: an angle and an attenuation"},
        {"\n20 2.000\n", "\n20\n", "line 26: an angle and an attenuation"},
        {"\n20 2.000\n", "\n20 2.000 1\n", "line 26: an angle and an attenuation"},
        {"\n20 2.000\n", "\n20 2.000\nCOMMENT x\n", "line 27: an angle and an attenuation"},
        {"HORIZONTAL 360", "HORIZONTAL 359", "line 10: the angle is 4 where 4.01114"},
        {"HORIZONTAL 360", "HORIZONTAL", "line 5: how many angles"},
        {"HORIZONTAL 360", "HORIZONTAL 99999999999", "line 5: how many angles"},
        {"HORIZONTAL 360", "HORIZONTAL -360", "line 5: how many angles"},
        {"HORIZONTAL 360", "HORIZON 360", "line 6: an angle that belongs to no cut"},
        {"VERTICAL 360", "HORIZONTAL 360", "line 366: a second horizontal cut"},
        {"\n359 35.900\n", "\n359 35.900\n360 0\n", "line 366: an angle that belongs to no cut"},
        {"GAIN 17 dBi\n", "", "without a line GAIN"},
        {"GAIN 17 dBi\n", "GAIN 17 dBi\nGAIN 18 dBi\n", "line 4: a second gain"},
        {"GAIN 17 dBi", "GAIN 17 dB", "line 3: the gain can't be read"},
        {"GAIN 17 dBi", "GAIN", "line 3: the gain can't be read"},
        {"GAIN 17 dBi", "GAIN 17,5 dBi", "line 3: the gain can't be read"},
        {"GAIN 17 dBi", "GAIN dBi", "line 3: the gain can't be read"},
        {"GAIN 17 dBi", "GAIN (dBx) 17", "line 3: the gain can't be read"},
        {"GAIN 17 dBi", "GAIN (dBi) 17 18", "line 3: the gain can't be read"},
        {"GAIN 17 dBi", "GAIN high dBi", "line 3: the gain can't be read"},
        {"GAIN 17 dBi", "GAIN 17 dBi or more", "line 3: the gain can't be read"},
        {"GAIN 17 dBi", "GAIN 1700 dBi", "line 3: the gain can't be read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        refused(*state, changed(cases[i].from, cases[i].to), cases[i].said);
}

/* Every cut of the file's end is refused, whatever byte it falls on, and names its line. */
static void cut_short_refused(void **state) {
    size_t whole = write_form(&plain, false);
    size_t line = 1, last_row = whole;
    while (text[last_row - 2] != '\n')
        last_row--;
    for (size_t size = 1; size < last_row; size++) {
        char said[32];
        bool at_line_start = text[size - 1] == '\n';
        snprintf(said, sizeof said, "line %zu", line);
        if (size % 7 == 0 || at_line_start) refused(*state, size, said);
        line += at_line_start;
    }
    refused(*state, 0, "HORIZONTAL 360");
    refused(*state, ((size_t)1 << 20) + 1, "at most 1 MB"); /* not looked at */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(isotropic),
        cmocka_unit_test(element_pattern),
        cmocka_unit_test(macro_tilt),
        cmocka_unit_test(round_beam),
        cmocka_unit_test(element_properties),
        cmocka_unit_test(parameters_refused),
        cmocka_unit_test(file_directions),
        cmocka_unit_test(file_properties),
        cmocka_unit_test(file_gains),
        cmocka_unit_test(file_forms),
        cmocka_unit_test(electrical_tilt_is_said),
        cmocka_unit_test(files_refused),
        cmocka_unit_test(cut_short_refused),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
