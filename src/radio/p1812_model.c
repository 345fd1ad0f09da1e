/* P.1812 as a model of the table: over a profile, with every quantity by name. */
#include "radio/models.h"
#include "radio/p1812.h"

#include <stddef.h>

struct named {
    const char *name;
    const char *equation;
    size_t offset;
};

#define Q(member) offsetof(p1812_values, member)
static const struct named names[] = {
    {"d_km", "P.1812-6 section 3.2", Q(d)},
    {"dlt_km", "P.1812-6 eq. 78", Q(dlt)},
    {"dlr_km", "P.1812-6 eq. 81a", Q(dlr)},
    {"theta_t_mrad", "P.1812-6 eq. 76 to 78", Q(theta_t)},
    {"theta_r_mrad", "P.1812-6 eq. 79 to 81", Q(theta_r)},
    {"theta_mrad", "P.1812-6 eq. 82", Q(theta)},
    {"hts_m", "P.1812-6 section 5.2", Q(hts)},
    {"hrs_m", "P.1812-6 section 5.2", Q(hrs)},
    {"htc_m", "P.1812-6 table 5", Q(hts)},
    {"hrc_m", "P.1812-6 table 5", Q(hrs)},
    {"omega", "P.1812-6 table 5", Q(omega)},
    {"dtm_km", "P.1812-6 section 3.6", Q(dtm)},
    {"dlm_km", "P.1812-6 section 3.6", Q(dlm)},
    {"dct_km", "P.1812-6 section 3.4", Q(dct)},
    {"dcr_km", "P.1812-6 section 3.4", Q(dcr)},
    {"phi_deg", "P.1812-6 eq. 4", Q(phi)},
    {"tau", "P.1812-6 eq. 3", Q(tau)},
    {"b0_pct", "P.1812-6 eq. 5", Q(b0)},
    {"hst_fit_m", "P.1812-6 eq. 85", Q(hst_fit)},
    {"hsr_fit_m", "P.1812-6 eq. 86", Q(hsr_fit)},
    {"hst_m", "P.1812-6 eq. 90a", Q(hst)},
    {"hsr_m", "P.1812-6 eq. 90b", Q(hsr)},
    {"hstd_m", "P.1812-6 eq. 89", Q(hstd)},
    {"hsrd_m", "P.1812-6 eq. 89", Q(hsrd)},
    {"htc_smooth_m", "P.1812-6 eq. 37a", Q(hts_d)},
    {"hrc_smooth_m", "P.1812-6 eq. 37b", Q(hrs_d)},
    {"hte_m", "P.1812-6 eq. 92a", Q(hte)},
    {"hre_m", "P.1812-6 eq. 92b", Q(hre)},
    {"hm_m", "P.1812-6 eq. 93", Q(hm)},
    {"fi", "P.1812-6 eq. 40", Q(fi)},
    {"fj", "P.1812-6 eq. 57", Q(fj)},
    {"fk", "P.1812-6 eq. 58", Q(fk)},
    {"lbfs_db", "P.1812-6 eq. 8", Q(lbfs)},
    {"lb0p_db", "P.1812-6 eq. 10", Q(lb0p)},
    {"lb0b_db", "P.1812-6 eq. 11", Q(lb0b)},
    {"lbulla50_db", "P.1812-6 eq. 21, median earth", Q(lbulla50)},
    {"lbulls50_db", "P.1812-6 eq. 21, median earth", Q(lbulls50)},
    {"ldsph50_db", "P.1812-6 eq. 27, median earth", Q(ldsph50)},
    {"lbulla_db", "P.1812-6 eq. 21, earth of beta0", Q(lbulla)},
    {"lbulls_db", "P.1812-6 eq. 21, earth of beta0", Q(lbulls)},
    {"ldsph_db", "P.1812-6 eq. 27, earth of beta0", Q(ldsph)},
    {"ld50_db", "P.1812-6 eq. 39", Q(ld50)},
    {"ldb_db", "P.1812-6 eq. 39", Q(ldb)},
    {"ldp_db", "P.1812-6 eq. 41", Q(ldp)},
    {"lbd50_db", "P.1812-6 eq. 42", Q(lbd50)},
    {"lbd_db", "P.1812-6 eq. 43", Q(lbd)},
    {"lminb0p_db", "P.1812-6 eq. 59", Q(lminb0p)},
    {"lba_db", "P.1812-6 eq. 46", Q(lba)},
    {"lminbap_db", "P.1812-6 eq. 60", Q(lminbap)},
    {"lbda_db", "P.1812-6 eq. 61", Q(lbda)},
    {"lbam_db", "P.1812-6 eq. 62", Q(lbam)},
    {"lbs_db", "P.1812-6 eq. 44", Q(lbs)},
    {"lbc_db", "P.1812-6 eq. 63", Q(lbc)},
    {"lloc_db", "P.1812-6 eq. 67a", Q(lloc)},
    {"lb_db", "P.1812-6 eq. 69", Q(lb)},
    {"ep_dbuv_m", "P.1812-6 eq. 70, for 1 kW", Q(ep)},
};

static void list(const er_path *path, const p1812_setup *setup, const p1812_values *values,
                 er_quantities *quantities) {
    const er_profile *profile = &path->profile;
    bool inner = profile->count > 2;
    er_quantity_add(quantities, "clutter_after_tx_m", "P.1812-6 section 3.2, R2",
                    inner ? profile->points[1].clutter_m : NAN);
    er_quantity_add(quantities, "clutter_before_rx_m", "P.1812-6 section 3.2, Rn-1",
                    inner ? profile->points[profile->count - 2].clutter_m : NAN);
    er_quantity_add(quantities, "ae_km", "P.1812-6 eq. 7a", setup->ae_km);
    er_quantity_add(quantities, "ab_km", "P.1812-6 eq. 7b", setup->ab_km);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        er_quantity_add(quantities, names[i].name, names[i].equation,
                        *(const double *)((const char *)values + names[i].offset));
}

static er_status loss(er_context *ctx, const er_path *path, er_path_result *result,
                      er_quantities *quantities) {
    (void)ctx;
    const er_profile_point *p = path->profile.points;
    size_t last = path->profile.count - 1;
    p1812_setup setup = p1812_prepare(path);
    p1812_scan scan = p1812_scan_of(&setup, &path->profile);
    p1812_line line = p1812_line_start(p[0].ground_m, p[0].zone);
    for (size_t i = 1; i < last; i++)
        p1812_line_push(&line, p[i].distance_km, p[i].ground_m, p[i].zone);
    p1812_receiver rx = {p[last].distance_km, p[last].ground_m, p[last].zone,
                         path->rx_height_m,   path->rx_lat_deg, path->rx_lon_deg};
    p1812_values values;
    *result = p1812_compute(&setup, &line, &scan.terrain, &rx, quantities != NULL, &values);
    if (quantities) list(path, &setup, &values, quantities);
    return ER_OK;
}

const er_path_model er_model_p1812 = {
    .name = "p1812",
    .title = "Terrain and clutter profile: diffraction, ducting, troposcatter, time and location",
    .source = "Recommendation ITU-R P.1812-6 (09/2021), annex 1",
    .needs_profile = true,
    .parts = ER_PART_PROPAGATION,
    .loss = loss,
    .losses = NULL,
};
