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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_set_is_met),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
