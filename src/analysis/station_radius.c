#include "analysis/sites.h"

#include <math.h>
#include <string.h>

bool er_rule_part_fits(const char *asked, const char *stated) {
    return !asked || (stated && strcmp(asked, stated) == 0);
}

double er_station_radius(const er_study *study, const er_station *station, const char *group,
                         bool *is_default) {
    *is_default = !(isfinite(station->radius_m) && station->radius_m > 0);
    if (!*is_default) return station->radius_m;
    for (size_t i = 0; i < study->radius_count; i++)
        if (er_rule_part_fits(study->radii[i].band, station->band) &&
            er_rule_part_fits(study->radii[i].group, group))
            return study->radii[i].radius_m;
    return study->default_radius_m;
}
