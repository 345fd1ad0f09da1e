/* The options of `link`: which model, and which path. */
#include "cli/link.h"

#include "radio/models.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers --------------------------------------------------------------------------------- */

/** Options that are fields of the path. */
static const struct field {
    const char *option;
    size_t from; /**< in er_link_options */
    size_t to;   /**< in er_path */
} fields[] = {
#define FIELD(name, from, to)                                                                      \
    { name, offsetof(er_link_options, from), offsetof(er_path, to) }
    FIELD("freq-mhz", freq_mhz, freq_mhz),
    FIELD("tx-height-m", tx_height_m, tx_height_m),
    FIELD("rx-height-m", rx_height_m, rx_height_m),
    FIELD("time-pct", time_pct, time_pct),
    FIELD("loc-pct", loc_pct, loc_pct),
    FIELD("sigma-loc-db", sigma_loc_db, sigma_loc_db),
    FIELD("n0", n0, n0),
    FIELD("dn", dn, dn),
    FIELD("dct-km", dct_km, dct_km),
    FIELD("dcr-km", dcr_km, dcr_km),
    FIELD("tx-lat", tx_lat, tx_lat_deg),
    FIELD("tx-lon", tx_lon, tx_lon_deg),
    FIELD("rx-lat", rx_lat, rx_lat_deg),
    FIELD("rx-lon", rx_lon, rx_lon_deg),
    FIELD("street-m", street_m, street_m),
    FIELD("building-m", building_m, building_m),
    FIELD("distance-m", distance_m, distance_m),
};

/** A path on which nothing is wrong, to try one option at a time with. */
static er_path harmless_path(void) {
    er_path path = er_path_defaults();
    path.freq_mhz = 1000;
    path.tx_height_m = path.rx_height_m = 10;
    path.distance_m = 1000;
    return path;
}

/** The room of radio says which numbers make sense; here the line gets the option's name. */
static er_status take_fields(er_context *ctx, const er_link_options *o, er_path *path) {
    const er_path_model *any = er_path_model_find("freespace");
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        double value = *(const double *)(const void *)((const char *)o + fields[i].from);
        if (isnan(value)) continue;
        er_path tried = harmless_path();
        *(double *)(void *)((char *)&tried + fields[i].to) = value;
        if (er_path_check(ctx, any, &tried) != ER_OK) {
            char reason[256];
            snprintf(reason, sizeof reason, "%s", er_context_error(ctx));
            return er_fail(ctx, ER_ERR_RANGE, "--%s: %s", fields[i].option, reason);
        }
        *(double *)(void *)((char *)path + fields[i].to) = value;
    }
    return ER_OK;
}

/* ---- words ----------------------------------------------------------------------------------- */

static er_status take_model(er_context *ctx, const char *name, const er_path_model **model) {
    char names[256] = "";
    *model = er_path_model_find(name);
    if (*model) return ER_OK;
    size_t used = 0;
    for (size_t i = 0; er_path_model_at(i) && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
                                 er_path_model_at(i)->name);
    return er_fail(ctx, ER_ERR_USAGE, "--model: '%s' is not one of %s", name, names);
}

static er_status take_words(er_context *ctx, const er_link_options *o, er_path *path) {
    if (o->pol) {
        bool horizontal = er_same_text(o->pol, "h");
        if (!horizontal && !er_same_text(o->pol, "v"))
            return er_fail(ctx, ER_ERR_USAGE, "--pol: '%s' is not one of h, v", o->pol);
        path->polarization = horizontal ? ER_HORIZONTAL : ER_VERTICAL;
    }
    if (!o->los) return ER_OK;
    if (er_same_text(o->los, "yes"))
        path->sight = ER_LOS;
    else if (er_same_text(o->los, "no"))
        path->sight = ER_NLOS;
    else if (er_same_text(o->los, "expected"))
        path->sight = ER_LOS_EXPECTED;
    else
        return er_fail(ctx, ER_ERR_USAGE, "--los: '%s' is not one of yes, no, expected", o->los);
    return ER_OK;
}

/** Two numbers with a comma between. */
static er_status take_place(er_context *ctx, const char *option, const char *text, er_point *out) {
    char first[64];
    const char *comma = strchr(text, ',');
    size_t length = comma ? (size_t)(comma - text) : 0;
    if (!comma || length >= sizeof first)
        return er_fail(ctx, ER_ERR_USAGE, "--%s: '%s' is not a place LON,LAT in degrees", option,
                       text);
    memcpy(first, text, length);
    first[length] = '\0';
    if (!er_parse_double(first, &out->x) || !er_parse_double(comma + 1, &out->y))
        return er_fail(ctx, ER_ERR_USAGE, "--%s: '%s' is not a place LON,LAT in degrees", option,
                       text);
    if (!(fabs(out->x) <= 180 && fabs(out->y) <= 90))
        return er_fail(
            ctx, ER_ERR_RANGE,
            "--%s: %s is not on the Earth: the longitude, -180 to 180, comes first, then "
            "the latitude, -90 to 90",
            option, text);
    return ER_OK;
}

/** One "VALUE=METRES" or "VALUE=METRES:ZONE". */
static bool take_class(char *text, er_clutter_class *class) {
    char *height = strchr(text, '='), *zone = NULL;
    int64_t number = 0;
    if (!height) return false;
    *height++ = '\0';
    zone = strchr(height, ':');
    if (zone) *zone++ = '\0';
    if (zone && !er_parse_int64(zone, &number)) return false;
    class->zone = number < 0 || number > 9 ? (er_zone)9 : (er_zone)number;
    return er_parse_double(text, &class->value) && er_parse_double(height, &class->height_m);
}

static er_status take_classes(er_context *ctx, er_arena *arena, const char *list,
                              er_terrain_options *terrain) {
    const char *kept = NULL;
    er_clutter_class *classes = NULL;
    size_t count = 1;
    for (const char *c = list; *c; c++)
        count += *c == ',';
    ER_TRY(er_arena_text(ctx, arena, list, strlen(list), &kept));
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *classes, &classes));
    char *at = (char *)(uintptr_t)kept;
    for (size_t i = 0; i < count; i++) {
        char *end = strchr(at, ',');
        if (end) *end = '\0';
        if (!take_class(at, &classes[i]))
            return er_fail(ctx, ER_ERR_USAGE,
                           "--clutter-classes: '%.60s' is not VALUE=METRES or VALUE=METRES:ZONE, "
                           "comma separated",
                           list);
        for (size_t j = 0; j < i; j++)
            if (classes[j].value == classes[i].value)
                return er_fail(ctx, ER_ERR_USAGE, "--clutter-classes: the value %g is given twice",
                               classes[i].value);
        if (end) at = end + 1;
    }
    terrain->classes = classes;
    terrain->class_count = count;
    return ER_OK;
}

/* ---- what goes with what --------------------------------------------------------------------- */

static er_status check_together(er_context *ctx, const er_link_options *o,
                                const er_path_model *model) {
    bool places = o->tx || o->rx, distance = !isnan(o->distance_m);
    bool coordinates =
        !isnan(o->tx_lat) || !isnan(o->tx_lon) || !isnan(o->rx_lat) || !isnan(o->rx_lon);
    if ((o->profile != NULL) + places + distance != 1)
        return er_fail(ctx, ER_ERR_USAGE,
                       "give the path once: --profile FILE, or --tx LON,LAT and --rx LON,LAT, or "
                       "--distance-m D");
    if (places && !(o->tx && o->rx))
        return er_fail(ctx, ER_ERR_USAGE, "--tx and --rx go together: --%s is missing",
                       o->tx ? "rx" : "tx");
    if (o->dem && !places) return er_fail(ctx, ER_ERR_USAGE, "--dem goes with --tx and --rx");
    if (!o->dem && (o->clutter || o->zones || o->sea_nodata || !isnan(o->step_m)))
        return er_fail(ctx, ER_ERR_USAGE,
                       "--clutter, --zones, --sea-nodata and --step-m go with --dem");
    if (o->clutter_classes && !o->clutter)
        return er_fail(ctx, ER_ERR_USAGE, "--clutter-classes goes with --clutter");
    if (places && coordinates)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--tx-lat, --tx-lon, --rx-lat and --rx-lon go with --profile: --tx and --rx "
                       "say it already");
    if (model->needs_profile && !o->profile && !o->dem)
        return er_fail(ctx, ER_ERR_USAGE,
                       "%s goes over terrain: give --profile FILE, or --tx, --rx and --dem FILE",
                       model->name);
    return ER_OK;
}

/* ---- the path -------------------------------------------------------------------------------- */

static er_status read_terrain(er_context *ctx, er_arena *arena, const er_link_options *o,
                              er_point tx, er_point rx, er_link *link) {
    er_terrain *terrain = NULL;
    er_terrain_options options = er_terrain_defaults(o->dem);
    options.clutter = o->clutter;
    options.zones = o->zones;
    options.no_data_is_sea = o->sea_nodata;
    options.step_m = o->step_m;
    options.allow_ballpark = o->allow_ballpark;
    if (o->clutter_classes) ER_TRY(take_classes(ctx, arena, o->clutter_classes, &options));
    ER_TRY(er_terrain_open(ctx, &options, &terrain));
    const er_terrain_info *info = er_terrain_about(terrain);
    link->step_m = info->step_m;
    if (!info->has_clutter) link->warnings |= ER_WARN_DEFAULT_CLUTTER;
    if (!info->has_zones) link->warnings |= ER_WARN_DEFAULT_ZONE;
    er_status status = er_terrain_profile(ctx, terrain, arena, tx, rx, &link->path.profile);
    er_terrain_close(terrain);
    return status;
}

static er_status read_places(er_context *ctx, er_arena *arena, const er_link_options *o,
                             er_link *link) {
    er_point tx = {NAN, NAN}, rx = {NAN, NAN};
    ER_TRY(take_place(ctx, "tx", o->tx, &tx));
    ER_TRY(take_place(ctx, "rx", o->rx, &rx));
    link->path.tx_lat_deg = tx.y;
    link->path.tx_lon_deg = tx.x;
    link->path.rx_lat_deg = rx.y;
    link->path.rx_lon_deg = rx.x;
    if (o->dem) return read_terrain(ctx, arena, o, tx, rx, link);
    link->path.distance_m = er_geodesic_distance(tx, rx);
    return ER_OK;
}

er_status er_link_read(er_context *ctx, er_arena *arena, const er_link_options *o, er_link *link) {
    link->path = er_path_defaults();
    ER_TRY(take_model(ctx, o->model, &link->model));
    ER_TRY(check_together(ctx, o, link->model));
    ER_TRY(take_words(ctx, o, &link->path));
    ER_TRY(take_fields(ctx, o, &link->path));
    if (!isnan(o->step_m) && !(o->step_m >= 0.1 && o->step_m <= 10000))
        return er_fail(ctx, ER_ERR_RANGE, "--step-m: %g is not between 0.1 and 10000", o->step_m);
    if (o->profile)
        return er_profile_read(ctx, arena, o->profile, &link->path.profile, &link->warnings);
    return o->tx ? read_places(ctx, arena, o, link) : ER_OK;
}
