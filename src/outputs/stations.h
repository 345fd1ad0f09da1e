/** Stations as layers show them: read a few thousand at a time, each with where it stands. */
#ifndef EVENREACH_OUTPUTS_STATIONS_H
#define EVENREACH_OUTPUTS_STATIONS_H

#include "outputs/data.h"

typedef struct er_shown_station {
    const er_station *station;
    const er_unit *unit; /**< the finest one that it stands in, or null */
    const char *group;   /**< of the classes, or null */
    double radius_m;     /**< that the disc model gives it; see er_station_radius */
    bool radius_is_default;
    const er_sector *sectors;
    size_t sector_count;
} er_shown_station;

/** It lives until the visitor returns. Anything but ER_OK ends the visits. */
typedef er_status er_station_visitor(er_data *data, const er_shown_station *shown, void *user);

/** In the order of er_store_each_station. */
er_status er_visit_stations(er_data *data, er_station_visitor *visit, void *user);
/** In no order and without sectors: for sums. */
er_status er_visit_any_stations(er_data *data, er_station_visitor *visit, void *user);

#endif
