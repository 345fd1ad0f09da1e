/* P.1812 against the validation set of ITU-R Study Group 3, where it lies beside the project:
 * ../shared/data/p1812 of the source folder. Loss within 1e-6 dB, every intermediate quantity
 * within what the set's ten digits show. */
#include "test.h"

#include "evenreach/radio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { POINT_LIMIT = 4096, LINE_LIMIT = 1024, PATH_LIMIT = 2048 };
static const double LOSS_TOLERANCE_DB = 1e-6;

static bool folder(char *out) {
    const char *source = getenv("EVENREACH_SOURCE");
    if (!source) return false;
    snprintf(out, PATH_LIMIT, "%s/../shared/data/p1812", source);
    char name[PATH_LIMIT + 32];
    snprintf(name, sizeof name, "%s/cases.csv", out);
    FILE *file = fopen(name, "r");
    if (file) fclose(file);
    return file != NULL;
}

static FILE *open_in(const char *base, const char *name) {
    char path[2 * PATH_LIMIT];
    snprintf(path, sizeof path, "%s/%s", base, name);
    FILE *file = fopen(path, "r");
    if (!file) fail_msg("can't open %s", path);
    return file;
}

static size_t read_profile(const char *base, const char *name, er_profile_point *points) {
    FILE *file = open_in(base, name);
    char line[LINE_LIMIT];
    size_t count = 0;
    while (fgets(line, sizeof line, file)) {
        er_profile_point *p = &points[count];
        unsigned zone;
        if (sscanf(line, "%lf,%lf,%lf,%u", &p->distance_km, &p->ground_m, &p->clutter_m, &zone) !=
            4)
            continue; /* the heading */
        p->zone = (er_zone)zone;
        count++;
        assert_true(count < POINT_LIMIT);
    }
    fclose(file);
    return count;
}

/* The set's own names of quantities. */
static const struct {
    const char *label; /* parameter and reference */
    const char *name;
} quantity_names[] = {
    {"R2 (m) ,", "clutter_after_tx_m"},
    {"Rn-1 (m) ,", "clutter_before_rx_m"},
    {"d (km),", "d_km"},
    {"dlt (km),Eq (78)", "dlt_km"},
    {"dlr (km),Eq (81a)", "dlr_km"},
    {"th_t (mrad),Eqs (76-78)", "theta_t_mrad"},
    {"th_r (mrad),Eqs (79-81)", "theta_r_mrad"},
    {"th (mrad),Eq (82)", "theta_mrad"},
    {"hts (m),", "hts_m"},
    {"hrs (m),", "hrs_m"},
    {"htc (m),Table 5", "htc_m"},
    {"hrc (m),Table 5", "hrc_m"},
    {"w,Table 5", "omega"},
    {"dtm (km),Sec 3.6", "dtm_km"},
    {"dlm (km),Sec 3.6", "dlm_km"},
    {"dct (km) ,", "dct_km"},
    {"dcr (km) ,", "dcr_km"},
    {"phi (deg),Eq (4)", "phi_deg"},
    {"b0 (%),Eq (5)", "b0_pct"},
    {"ae (km),Eq (7a)", "ae_km"},
    {"hst (m),Eq (85)", "hst_fit_m"},
    {"hsr (m),Eq (86)", "hsr_fit_m"},
    {"hst (m),Eq (90a)", "hst_m"},
    {"hsr (m),Eq (90b)", "hsr_m"},
    {"hstd (m),Eq (89)", "hstd_m"},
    {"hsrd (m),Eq (89)", "hsrd_m"},
    {"htc (m),Eq (37a)", "htc_smooth_m"},
    {"hrc (m),Eq (37b)", "hrc_smooth_m"},
    {"hte (m),Eq (92a)", "hte_m"},
    {"hre (m),Eq (92b)", "hre_m"},
    {"hm (m),Eq (93)", "hm_m"},
    {"Fi,Eq (40)", "fi"},
    {"Fj,Eq (57)", "fj"},
    {"Fk,Eq (58)", "fk"},
    {"Lbfs,Eq (8)", "lbfs_db"},
    {"Lb0p,Eq (10)", "lb0p_db"},
    {"Lb0b,Eq (11)", "lb0b_db"},
    {"Lbulla (dB),Eq (21)", "lbulla_db"},
    {"Lbulls (dB),Eq (21)", "lbulls_db"},
    {"Ldsph (dB),Eq (27)", "ldsph_db"},
    {"Ld50 (dB),Eq (39)", "ld50_db"},
    {"Ldb (dB),Eq (39)", "ldb_db"},
    {"Ldp (dB),Eq (41)", "ldp_db"},
    {"Lbd50 (dB),Eq (42)", "lbd50_db"},
    /* The set prints eq. 61 on this line too: where ducting lowers the loss, its Lbd is not the sum
     * Lb0p + Ldp of its own lines. lbd_db is that sum, and checked as such. */
    {"Lbd (dB),Eq (43)", "lbda_db"},
    {"Lminb0p (dB),Eq (59)", "lminb0p_db"},
    {"Lba (dB),Eq (46)", "lba_db"},
    {"Lminbap (dB),Eq (60)", "lminbap_db"},
    {"Lbda (dB),Eq (61)", "lbda_db"},
    {"Lbam (dB),Eq (62)", "lbam_db"},
    {"Lbs (dB),Eq (44)", "lbs_db"},
    {"Lbc (dB),Eq (63)", "lbc_db"},
    {"Lb (dB),Eq (69)", "lb_db"},
    {"Ep (dBuV/m),Eq (70)", "ep_dbuv_m"},
};
enum { QUANTITY_COUNT = sizeof quantity_names / sizeof quantity_names[0] };

static double quantity(const er_quantities *quantities, const char *name) {
    for (size_t i = 0; i < quantities->count; i++)
        if (strcmp(quantities->items[i].name, name) == 0) return quantities->items[i].value;
    fail_msg("no quantity %s", name);
    return NAN;
}

/** Every line of a case's file of intermediates that stands in the table above. */
static void check_intermediates(const char *base, const char *name,
                                const er_quantities *quantities) {
    FILE *file = open_in(base, name);
    char line[LINE_LIMIT];
    size_t seen = 0;
    while (fgets(line, sizeof line, file)) {
        const char *comma = strstr(line, ",,");
        if (!comma) continue;
        for (size_t i = 0; i < QUANTITY_COUNT; i++) {
            size_t length = strlen(quantity_names[i].label);
            if (strncmp(line, quantity_names[i].label, length) != 0 || line[length] != ',')
                continue;
            double expected = strtod(line + length + strspn(line + length, ","), NULL);
            double found = quantity(quantities, quantity_names[i].name);
            double tolerance = 2e-9 + 1e-9 * fabs(expected);
            if (!(fabs(found - expected) <= tolerance))
                fail_msg("%s: %s is %.12g, not %.12g", name, quantity_names[i].name, found,
                         expected);
            seen++;
        }
    }
    fclose(file);
    double sum_db = quantity(quantities, "lb0p_db") + quantity(quantities, "ldp_db");
    assert_true(fabs(quantity(quantities, "lbd_db") - sum_db) < 1e-12);
    if (seen != QUANTITY_COUNT) fail_msg("%s: %zu of %d quantities", name, seen, QUANTITY_COUNT);
}

static void check_case(er_context *ctx, const char *base, const char *line) {
    static er_profile_point points[POINT_LIMIT];
    char profile[LINE_LIMIT], polarization;
    int number;
    double loss_db;
    er_path path = er_path_defaults();
    int fields = sscanf(
        line, "%1023[^,],%d,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%c,%lf,%lf,%lf,%lf,%lf",
        profile, &number, &path.freq_mhz, &path.time_pct, &path.loc_pct, &path.sigma_loc_db,
        &path.tx_lat_deg, &path.tx_lon_deg, &path.rx_lat_deg, &path.rx_lon_deg, &path.tx_height_m,
        &path.rx_height_m, &polarization, &path.dn, &path.n0, &path.dct_km, &path.dcr_km, &loss_db);
    assert_int_equal(fields, 18);
    path.polarization = polarization == 'h' ? ER_HORIZONTAL : ER_VERTICAL;
    path.profile = (er_profile){points, read_profile(base, profile, points)};
    er_path_result result, brief;
    er_quantities quantities;
    const er_path_model *model = er_path_model_find("p1812");
    assert_ok(ctx, er_path_loss(ctx, model, &path, &result, &quantities));
    assert_ok(ctx, er_path_loss(ctx, model, &path, &brief, NULL));
    if (!(fabs(result.loss_db - loss_db) <= LOSS_TOLERANCE_DB))
        fail_msg("%s %d: %.10g dB, not %.10g", profile, number, result.loss_db, loss_db);
    /* Without the intermediates parts that don't matter are left out; the loss stays. */
    assert_true(fabs(brief.loss_db - result.loss_db) <= 1e-10);
    assert_int_equal(brief.warnings, result.warnings);
    *strstr(profile, ".profile.csv") = '\0';
    char name[2 * LINE_LIMIT];
    snprintf(name, sizeof name, "intermediates/%s_%d.csv", profile, number);
    check_intermediates(base, name, &quantities);
}

static void validation_set_is_met(void **state) {
    char base[PATH_LIMIT];
    if (!folder(base)) {
        print_message("skipped: no ../shared/data/p1812 beside the source folder\n");
        skip();
    }
    FILE *file = open_in(base, "cases.csv");
    char line[LINE_LIMIT];
    size_t count = 0;
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file)) {
        check_case(*state, base, line);
        count++;
    }
    fclose(file);
    print_message("%zu cases of the validation set\n", count);
    assert_true(count >= 30);
}

/* The committed table: paths of our own, worked by tests/vectors/p1812_reference.py apart from this
 * code. */
static const char *const table_names[] = {"b0_pct",  "theta_mrad", "dlt_km", "dlr_km", "hm_m",
                                          "ld50_db", "ldp_db",     "lba_db", "lbs_db"};
enum { TABLE_NAMES = sizeof table_names / sizeof table_names[0] };

struct table_row {
    char title[64];
    er_path path;
    size_t count;
    double loss_db;
    double values[TABLE_NAMES];
};

/** A row of the table; false at its end. */
static bool read_row(FILE *file, struct table_row *row, er_profile_point *points) {
    char line[LINE_LIMIT], polarization;
    do {
        if (!fgets(line, sizeof line, file)) return false;
    } while (line[0] == '#');
    er_path *p = &row->path;
    *p = er_path_defaults();
    double *v = row->values;
    int fields =
        sscanf(line,
               "path %63[^|]| %lf %lf %lf %lf %lf %lf %lf %lf %lf %lf %c %lf %lf %lf %lf | "
               "%zu | %lf %lf %lf %lf %lf %lf %lf %lf %lf %lf",
               row->title, &p->freq_mhz, &p->time_pct, &p->loc_pct, &p->sigma_loc_db,
               &p->tx_lat_deg, &p->tx_lon_deg, &p->rx_lat_deg, &p->rx_lon_deg, &p->tx_height_m,
               &p->rx_height_m, &polarization, &p->dn, &p->n0, &p->dct_km, &p->dcr_km, &row->count,
               &row->loss_db, &v[0], &v[1], &v[2], &v[3], &v[4], &v[5], &v[6], &v[7], &v[8]);
    assert_int_equal(fields, 27);
    assert_true(row->count >= 2 && row->count < POINT_LIMIT);
    p->polarization = polarization == 'h' ? ER_HORIZONTAL : ER_VERTICAL;
    for (size_t i = 0; i < row->count; i++) {
        unsigned zone;
        assert_non_null(fgets(line, sizeof line, file));
        assert_int_equal(sscanf(line, "%lf %lf %lf %u", &points[i].distance_km, &points[i].ground_m,
                                &points[i].clutter_m, &zone),
                         4);
        points[i].zone = (er_zone)zone;
    }
    p->profile = (er_profile){points, row->count};
    return true;
}

/** The same loss along a radial. */
static double radial_loss(er_context *ctx, const er_path *path) {
    const er_profile_point *p = path->profile.points, *rx = &p[path->profile.count - 1];
    er_radial *radial = NULL;
    assert_ok(ctx, er_radial_new(ctx, path, &radial));
    er_radial_start(radial, p[0].ground_m, p[0].zone);
    for (size_t i = 1; i + 1 < path->profile.count; i++)
        assert_ok(ctx, er_radial_push(ctx, radial, &p[i]));
    double loss_db = er_radial_loss(radial, rx->distance_km, rx->ground_m, rx->zone,
                                    path->rx_height_m, path->rx_lat_deg, path->rx_lon_deg)
                         .loss_db;
    er_radial_free(radial);
    return loss_db;
}

static void own_paths_agree_with_the_reference(void **state) {
    static er_profile_point points[POINT_LIMIT];
    er_context *ctx = *state;
    FILE *file = open_in(TEST_DATA_DIR, "vectors/p1812_paths.txt");
    struct table_row row;
    size_t count = 0;
    while (read_row(file, &row, points)) {
        er_path_result result;
        er_quantities quantities;
        assert_ok(ctx,
                  er_path_loss(ctx, er_path_model_find("p1812"), &row.path, &result, &quantities));
        if (!(fabs(result.loss_db - row.loss_db) <= 1e-8))
            fail_msg("%s: %.12g dB, not %.12g", row.title, result.loss_db, row.loss_db);
        double along_db = radial_loss(ctx, &row.path);
        if (!(fabs(along_db - row.loss_db) <= 1e-8))
            fail_msg("%s: %.12g dB along a radial, not %.12g", row.title, along_db, row.loss_db);
        for (size_t i = 0; i < TABLE_NAMES; i++) {
            double found = quantity(&quantities, table_names[i]), expected = row.values[i];
            if (!(fabs(found - expected) <= 1e-8 + 1e-11 * fabs(expected)))
                fail_msg("%s: %s is %.12g, not %.12g", row.title, table_names[i], found, expected);
        }
        count++;
    }
    fclose(file);
    assert_true(count >= 37);
}

static void assert_warned(er_context *ctx, const er_path *path, unsigned expected) {
    er_path_result result;
    assert_ok(ctx, er_path_loss(ctx, er_path_model_find("p1812"), path, &result, NULL));
    assert_int_equal(result.warnings, expected);
}

static void what_the_method_does_not_vouch_for_is_warned_of(void **state) {
    er_context *ctx = *state;
    er_profile_point points[] = {
        {0, 5, 0, ER_ZONE_INLAND}, {0.5, 5, 0, ER_ZONE_INLAND}, {1, 5, 0, ER_ZONE_INLAND}};
    er_path good = er_path_defaults();
    good.freq_mhz = 3500;
    good.tx_height_m = 60;
    good.rx_height_m = 30;
    good.tx_lat_deg = good.rx_lat_deg = 25;
    good.profile = (er_profile){points, 3};
    assert_warned(ctx, &good, 0);
    er_path path = good;
    path.freq_mhz = 29.9;
    path.tx_height_m = 100;
    path.rx_height_m = 100;
    assert_warned(ctx, &path, ER_WARN_FREQUENCY);
    path = good;
    path.freq_mhz = 6001;
    assert_warned(ctx, &path, ER_WARN_FREQUENCY);
    path = good;
    path.tx_height_m = 3001;
    assert_warned(ctx, &path, ER_WARN_TX_HEIGHT);
    path = good;
    path.rx_height_m = 3001;
    assert_warned(ctx, &path, ER_WARN_RX_HEIGHT);
    path = good;
    path.rx_lat_deg = NAN;
    assert_warned(ctx, &path, ER_WARN_LATITUDE);
    path = good;
    points[1].clutter_m = 39; /* line at 50 m, first zone 4.6 m */
    assert_warned(ctx, &path, 0);
    points[1].clutter_m = 43;
    assert_warned(ctx, &path, ER_WARN_FRESNEL);
    points[1].clutter_m = 50;
    assert_warned(ctx, &path, ER_WARN_FRESNEL | ER_WARN_OBSTRUCTED);
    points[1].clutter_m = 0;
    points[2].distance_km = 1.6;
    assert_warned(ctx, &path, ER_WARN_COARSE);
    points[1].distance_km = 0.1;
    points[2].distance_km = 0.2;
    assert_warned(ctx, &path, ER_WARN_DISTANCE);
}

/** Clutter under the antennas does not count, between them it does. */
static void clutter_counts_between_the_antennas(void **state) {
    er_context *ctx = *state;
    er_profile_point points[5] = {{0, 5, 0, ER_ZONE_INLAND},
                                  {0.5, 5, 0, ER_ZONE_INLAND},
                                  {1, 5, 0, ER_ZONE_INLAND},
                                  {1.5, 5, 0, ER_ZONE_INLAND},
                                  {2, 5, 0, ER_ZONE_INLAND}};
    er_path path = er_path_defaults();
    path.freq_mhz = 900;
    path.tx_height_m = 30;
    path.rx_height_m = 10;
    path.profile = (er_profile){points, 5};
    er_path_result bare, ends, between;
    const er_path_model *model = er_path_model_find("p1812");
    assert_ok(ctx, er_path_loss(ctx, model, &path, &bare, NULL));
    points[0].clutter_m = points[4].clutter_m = 40;
    assert_ok(ctx, er_path_loss(ctx, model, &path, &ends, NULL));
    points[2].clutter_m = 40;
    assert_ok(ctx, er_path_loss(ctx, model, &path, &between, NULL));
    assert_true(ends.loss_db == bare.loss_db);
    assert_true(between.loss_db > bare.loss_db + 10);
    points[0].clutter_m = points[4].clutter_m = 0;
    er_path_result again;
    assert_ok(ctx, er_path_loss(ctx, model, &path, &again, NULL));
    assert_true(again.loss_db == between.loss_db);
}

/** Location: the loss of 90 percent of places lies above the median by 1.28 sigma, except at sea.
 */
static void location_adds_its_share(void **state) {
    er_context *ctx = *state;
    er_profile_point points[3] = {
        {0, 5, 0, ER_ZONE_INLAND}, {5, 90, 0, ER_ZONE_INLAND}, {9, 5, 0, ER_ZONE_INLAND}};
    er_path path = er_path_defaults();
    path.freq_mhz = 900;
    path.tx_height_m = 30;
    path.rx_height_m = 10;
    path.profile = (er_profile){points, 3};
    er_path_result median, many;
    const er_path_model *model = er_path_model_find("p1812");
    assert_ok(ctx, er_path_loss(ctx, model, &path, &median, NULL));
    assert_true(median.sigma_db == 5.5);
    path.loc_pct = 90;
    path.sigma_loc_db = 8;
    assert_ok(ctx, er_path_loss(ctx, model, &path, &many, NULL));
    assert_true(fabs(many.loss_db - median.loss_db - 8 * 1.28155) < 0.005);
    assert_true(many.sigma_db == 8);
    points[2].zone = ER_ZONE_SEA;
    er_path_result at_sea, at_sea_median;
    assert_ok(ctx, er_path_loss(ctx, model, &path, &at_sea, NULL));
    path.loc_pct = 50;
    assert_ok(ctx, er_path_loss(ctx, model, &path, &at_sea_median, NULL));
    assert_true(at_sea.loss_db == at_sea_median.loss_db && at_sea.sigma_db == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_set_is_met),
        cmocka_unit_test(own_paths_agree_with_the_reference),
        cmocka_unit_test(what_the_method_does_not_vouch_for_is_warned_of),
        cmocka_unit_test(clutter_counts_between_the_antennas),
        cmocka_unit_test(location_adds_its_share),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
