/* Options of `link` that the chosen model does not look at: said, not passed over in silence. */
#include "cli/link.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

/** An option that only some models look at; it is given if its text or its number is. */
struct option {
    const char *name;
    unsigned part; /**< er_path_part */
    bool is_text;
    size_t at; /**< in er_link_options */
};

#define TEXT(name, part, member)                                                                   \
    { name, part, true, offsetof(er_link_options, member) }
#define NUMBER(name, part, member)                                                                 \
    { name, part, false, offsetof(er_link_options, member) }
static const struct option options[] = {
    TEXT("--pol", ER_PART_PROPAGATION, pol),
    NUMBER("--time-pct", ER_PART_PROPAGATION, time_pct),
    NUMBER("--loc-pct", ER_PART_PROPAGATION, loc_pct),
    NUMBER("--sigma-loc-db", ER_PART_PROPAGATION, sigma_loc_db),
    NUMBER("--n0", ER_PART_PROPAGATION, n0),
    NUMBER("--dn", ER_PART_PROPAGATION, dn),
    NUMBER("--dct-km", ER_PART_PROPAGATION, dct_km),
    NUMBER("--dcr-km", ER_PART_PROPAGATION, dcr_km),
    NUMBER("--tx-lat", ER_PART_PROPAGATION, tx_lat),
    NUMBER("--tx-lon", ER_PART_PROPAGATION, tx_lon),
    NUMBER("--rx-lat", ER_PART_PROPAGATION, rx_lat),
    NUMBER("--rx-lon", ER_PART_PROPAGATION, rx_lon),
    TEXT("--los", ER_PART_SIGHT, los),
    NUMBER("--street-m", ER_PART_STREETS, street_m),
    NUMBER("--building-m", ER_PART_STREETS, building_m),
};

static bool is_given(const er_link_options *o, const struct option *option) {
    const void *at = (const char *)o + option->at;
    return option->is_text ? *(const char *const *)at != NULL : !isnan(*(const double *)at);
}

void er_link_tell_ignored(er_context *ctx, const er_link_options *o, er_link *link) {
    char names[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (!(link->model->parts & options[i].part) && is_given(o, &options[i]))
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "",
                                     options[i].name);
    if (used == 0) return;
    link->warnings |= ER_WARN_IGNORED;
    er_log(ctx, ER_LOG_WARNING, "the model %s does not look at %s", link->model->name, names);
}
