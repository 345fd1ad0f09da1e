/* What counts on the day of the coverage run. The sheets of stations and pilots show all rows. */
#include "outputs/data.h"

#include "evenreach/analysis.h"

#include <stdlib.h>
#include <string.h>

bool er_data_station_counts(const er_data *data, const er_station *station) {
    return !data->study->time.as_of || er_station_counts(data->study, station);
}

static int by_code(const void *code, const void *pilot) {
    return strcmp(code, ((const er_pilot *)pilot)->code);
}

bool er_data_site_counts(const er_data *data, size_t site) {
    const char *code = data->sites[site].pilot_code;
    if (!data->study->time.as_of || data->pilot_count == 0) return true;
    const er_pilot *pilot =
        bsearch(code, data->pilots, data->pilot_count, sizeof *data->pilots, by_code);
    return !pilot || er_pilot_counts(data->study, pilot);
}
