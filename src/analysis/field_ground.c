/* A patch over terrain: its cells as receivers on their own ground, and losses along the rays of
 * every link. */
#include "analysis/field_work.h"
#include "geometry/box.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* P.1812-6 section 4.8, where the study says nothing. */
static const double usual_sigma_db = 5.5;

/* ---- terrain --------------------------------------------------------------------------------- */

static er_zone zone_of(const char *name) {
    if (!name) return (er_zone)0;
    if (strcmp(name, "sea") == 0) return ER_ZONE_SEA;
    return strcmp(name, "coastal") == 0 ? ER_ZONE_COASTAL : ER_ZONE_INLAND;
}

static er_status path_of(er_context *ctx, const er_field *field, const char *path,
                         const char **out) {
    *out = NULL;
    return path ? er_study_path(ctx, field->arena, field->study, path, out) : ER_OK;
}

/** What the study says of terrain; classes in the arena. */
static er_status read_options(er_context *ctx, const er_field *field, er_terrain_options *options) {
    const er_study_radio *radio = &field->study->radio;
    er_clutter_class *classes = NULL;
    const char *elevation = NULL;
    ER_TRY(path_of(ctx, field, radio->elevation, &elevation));
    *options = er_terrain_defaults(elevation);
    ER_TRY(path_of(ctx, field, radio->clutter, &options->clutter));
    ER_TRY(path_of(ctx, field, radio->zones, &options->zones));
    options->no_data_is_sea = radio->no_data_is_sea;
    options->step_m = radio->step_m;
    if (radio->clutter_class_count == 0) return ER_OK;
    ER_TRY(
        er_arena_alloc(ctx, field->arena, radio->clutter_class_count * sizeof *classes, &classes));
    for (size_t i = 0; i < radio->clutter_class_count; i++) {
        const er_study_clutter *c = &radio->clutter_classes[i];
        classes[i] = (er_clutter_class){c->value, c->height_m, c->name, zone_of(c->zone)};
    }
    options->classes = classes;
    options->class_count = radio->clutter_class_count;
    return ER_OK;
}

er_status er_field_open_terrain(er_context *ctx, er_field *field) {
    er_terrain_options options;
    if (strcmp(field->study->coverage_model, "p1812") != 0) return ER_OK;
    if (!field->study->radio.elevation)
        return er_fail(ctx, ER_ERR_INPUT,
                       "coverage.terrain: the model p1812 works over terrain: name an elevation "
                       "file");
    ER_TRY(read_options(ctx, field, &options));
    return er_terrain_open(ctx, &options, &field->terrain);
}

/* ---- clutter at the stations ----------------------------------------------------------------- */

static bool rules_ask_for_clutter(const er_study_radio *radio) {
    for (size_t i = 0; i < radio->environment_count; i++)
        if (radio->environments[i].clutter) return true;
    return false;
}

/** Ground of one station: it is read piece by piece, for stations may be a continent apart. */
static er_status class_at(er_context *ctx, er_terrain *terrain, const er_terrain_options *options,
                          er_point place, const char **name) {
    er_ground *ground = NULL;
    er_profile_point at;
    ER_TRY(er_ground_read(ctx, terrain, (er_box){place.x, place.y, place.x, place.y}, 0, &ground));
    er_ground_at(ground, &place, 1, &at);
    er_ground_free(ground);
    size_t number = at.clutter_m >= 1 ? (size_t)at.clutter_m : 0;
    *name = number > 0 && number <= options->class_count ? options->classes[number - 1].name : NULL;
    return ER_OK;
}

er_status er_field_station_clutter(er_context *ctx, er_field *field) {
    const er_study_radio *radio = &field->study->radio;
    er_terrain_options options;
    er_terrain *terrain = NULL;
    if (!rules_ask_for_clutter(radio)) return ER_OK;
    if (!radio->elevation || !radio->clutter || radio->clutter_class_count == 0)
        return er_fail(ctx, ER_ERR_INPUT,
                       "coverage.environments names clutter: coverage.terrain must name an "
                       "elevation file, a clutter file and its classes");
    ER_TRY(er_arena_alloc(ctx, field->arena, (field->sites.count + 1) * sizeof *field->clutter,
                          &field->clutter));
    ER_TRY(read_options(ctx, field, &options));
    /* heights that number the classes: what is asked for is the class, not how high it is */
    er_clutter_class *classes = (er_clutter_class *)options.classes;
    for (size_t i = 0; i < options.class_count; i++)
        classes[i].height_m = (double)i + 1;
    ER_TRY(er_terrain_open(ctx, &options, &terrain));
    er_status status = ER_OK;
    for (size_t i = 0; i < field->sites.count && status == ER_OK; i++)
        status = class_at(ctx, terrain, &options, field->sites.stations[i]->position,
                          &field->clutter[i]);
    er_terrain_close(terrain);
    return status;
}

/* ---- ground at the stations ------------------------------------------------------------------ */

static er_status ground_at(er_context *ctx, er_terrain *terrain, er_point place, double *ground_m) {
    er_ground *ground = NULL;
    er_profile_point at;
    ER_TRY(er_ground_read(ctx, terrain, (er_box){place.x, place.y, place.x, place.y}, 0, &ground));
    er_ground_at(ground, &place, 1, &at);
    er_ground_free(ground);
    *ground_m = at.ground_m;
    return ER_OK;
}

er_status er_field_station_ground(er_context *ctx, er_field *field) {
    double ground_m = NAN;
    size_t unknown = 0;
    if (!field->terrain) return ER_OK;
    for (size_t i = 0; i < field->count; i++) {
        const er_emitter *emitter = &field->emitters[i];
        if (i == 0 || emitter->station != field->emitters[i - 1].station)
            ER_TRY(ground_at(ctx, field->terrain, emitter->position, &ground_m));
        if (!isnan(ground_m)) continue;
        unknown++;
        ER_TRY(er_field_suppose(ctx, field, "ground_m", er_sentence_text("unknown"),
                                "the station stands where the terrain says nothing: what only it "
                                "could serve is unknown"));
    }
    if (unknown > 0)
        er_log(ctx, ER_LOG_WARNING,
               "%zu of %zu sectors stand where the terrain says nothing: what only they could "
               "serve is unknown",
               unknown, field->count);
    return ER_OK;
}

/* ---- degrees around a piece of the plane ------------------------------------------------------
 */

/** Degrees around everything in a box of the plane: those of some places in it, and a margin for
 *  what lies between them. */
static er_box degrees_around(const er_plane *plane, er_box box) {
    enum { SIDE = 16 };
    er_box out = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    er_point row[SIDE + 1];
    for (int r = 0; r <= SIDE; r++) {
        for (int c = 0; c <= SIDE; c++)
            row[c] = (er_point){box.min_x + (box.max_x - box.min_x) * c / SIDE,
                                box.min_y + (box.max_y - box.min_y) * r / SIDE};
        er_plane_inverse(plane, row, SIDE + 1);
        for (int c = 0; c <= SIDE; c++) {
            if (!isfinite(row[c].x) || !isfinite(row[c].y)) continue;
            out = (er_box){fmin(out.min_x, row[c].x), fmin(out.min_y, row[c].y),
                           fmax(out.max_x, row[c].x), fmax(out.max_y, row[c].y)};
        }
    }
    double across = (out.max_x - out.min_x) / SIDE, up = (out.max_y - out.min_y) / SIDE;
    return (er_box){out.min_x - across, fmax(out.min_y - up, -90), out.max_x + across,
                    fmin(out.max_y + up, 90)};
}

/* ---- ground for all patches ------------------------------------------------------------------ */

/** The box of some places, and how far they reach. */
struct reach {
    er_box box;
    double most_m;
};

/** Places that reach a piece of the plane; null: all. */
static struct reach reach_of(const er_field *field, const er_box *on_plane) {
    struct reach reach = {{INFINITY, INFINITY, -INFINITY, -INFINITY}, 0};
    for (size_t i = 0; i < field->place_count; i++) {
        const er_field_place *place = &field->places[i];
        er_point p = place->position;
        if (on_plane && !er_boxes_meet(place->box, *on_plane)) continue;
        reach.box = (er_box){fmin(reach.box.min_x, p.x), fmin(reach.box.min_y, p.y),
                             fmax(reach.box.max_x, p.x), fmax(reach.box.max_y, p.y)};
        reach.most_m = fmax(reach.most_m, place->range_m);
    }
    return reach;
}

/** A box of degrees with so much more on all sides; false where that isn't one plain box. */
static bool widen(er_box box, double by_m, er_box *out) {
    const double degree_m = 110000, most_latitude = 85;
    double up = by_m / degree_m, furthest = fmax(fabs(box.min_y), fabs(box.max_y)) + up;
    if (!(furthest < most_latitude)) return false;
    double across = up / cos(furthest * (3.14159265358979323846 / 180));
    *out = (er_box){box.min_x - across, box.min_y - up, box.max_x + across, box.max_y + up};
    return out->min_x >= -180 && out->max_x <= 180;
}

static er_box common(er_box a, er_box b) {
    return (er_box){fmax(a.min_x, b.min_x), fmax(a.min_y, b.min_y), fmin(a.max_x, b.max_x),
                    fmin(a.max_y, b.max_y)};
}

/** Degrees of all tiles in reach and of the rays that lead there: what the places reach, with the
 *  rest of the tiles that hold it, as far as it lies around the piece of the plane or between it
 *  and the places. False where that isn't one plain box. */
static bool box_of_tiles(const er_field *field, const er_box *on_plane, er_box *out) {
    enum { TILE_CELLS = 768 }; /* larger tiles at the rim read their own */
    /* A ray of 300 km, the longest, bends poleward from the box of its ends by 2 to 20 km. */
    const double bend = 0.07;
    struct reach reach = reach_of(field, on_plane);
    er_box reached, between;
    if (!(reach.most_m > 0)) return false;
    double tiles_m = TILE_CELLS * field->study->radio.resolution_m;
    if (!widen(reach.box, 1.2 * reach.most_m + tiles_m, &reached)) return false;
    *out = reached;
    if (!on_plane) return true;
    er_box all = er_boxes_joined(degrees_around(field->plane, *on_plane), reach.box);
    if (!widen(all, bend * reach.most_m, &between)) return false;
    *out = common(reached, between);
    return out->min_x <= out->max_x && out->min_y <= out->max_y;
}

er_status er_field_read_ground(er_context *ctx, er_field *field, const er_box *on_plane) {
    const int64_t most_cells = (int64_t)1 << 25; /* 128 MB */
    if (!field->terrain || field->ground || !box_of_tiles(field, on_plane, &field->ground_box) ||
        er_ground_size(field->terrain, field->ground_box, 0) > most_cells)
        return ER_OK;
    return er_ground_read(ctx, field->terrain, field->ground_box, 0, &field->ground);
}

static bool holds(er_box outer, er_box inner) {
    return inner.min_x >= outer.min_x && inner.max_x <= outer.max_x && inner.min_y >= outer.min_y &&
           inner.max_y <= outer.max_y;
}

/* ---- a patch --------------------------------------------------------------------------------- */

/** The ground that the patch brings, or the field's, or the patch's own. */
static er_status find_ground(er_context *ctx, struct er_field_work *work, double radius_m) {
    const er_field *field = work->field;
    work->ground = work->patch->ground;
    if (work->ground) return ER_OK;
    er_box box = degrees_around(field->plane, er_field_patch_box(work->patch));
    work->ground = field->ground;
    if (work->ground && holds(field->ground_box, box)) return ER_OK;
    ER_TRY(er_ground_read(ctx, field->terrain, box, radius_m, &work->own_ground));
    work->ground = work->own_ground;
    return ER_OK;
}

/** The patch's cells, and a fan for its links. */
static er_status find_receivers(er_context *ctx, struct er_field_work *work) {
    const er_field *field = work->field;
    const er_field_patch *patch = work->patch;
    double radius_m = 0;
    for (size_t i = 0; i < work->place_count; i++)
        radius_m = fmax(radius_m, field->places[work->places[i]].range_m);
    ER_TRY(find_ground(ctx, work, radius_m));
    ER_TRY(er_receivers_of_patch(ctx, field->plane, patch->x_m, patch->columns, patch->y_m,
                                 patch->rows, work->ground, &work->receivers));
    work->cell_ground = work->receivers.ground;
    return er_fan_new(ctx, &work->fan);
}

er_status er_field_ground_begin(er_context *ctx, struct er_field_work *work) {
    const er_field *field = work->field;
    const er_field_patch *patch = work->patch;
    size_t cells = patch->columns * patch->rows;
    if (patch->prepared) {
        work->cell_ground = patch->prepared->receivers.ground + patch->prepared_cell;
    } else {
        ER_TRY(find_receivers(ctx, work));
        ER_TRY(er_alloc(ctx, cells, sizeof *work->loss_buffer, &work->loss_buffer));
    }
    ER_TRY(er_alloc(ctx, cells * field->sites.operator_count + 1, sizeof *work->unknown,
                    &work->unknown));
    for (uint32_t o = 0; o < field->sites.operator_count; o++)
        for (size_t i = 0; i < cells; i++)
            work->unknown[o * cells + i] = isnan(work->cell_ground[i].ground_m);
    return ER_OK;
}

void er_field_ground_end(struct er_field_work *work) {
    er_receivers_clear(&work->receivers);
    er_fan_free(work->fan);
    er_ground_free(work->own_ground);
    er_free(work->loss_buffer);
    er_free(work->unknown);
}

static er_status find_losses(er_context *ctx, struct er_field_work *work, const er_field_link *link,
                             double *loss_db, double *antenna_m) {
    const er_field *field = work->field;
    const er_emitter *first = &field->emitters[field->order[link->first]];
    er_terrain_transmitter transmitter = {.lon_lat = first->position,
                                          .frame = &field->places[link->place].frame,
                                          .path = first->path,
                                          .radius_m = link->range_m};
    er_profile_point own;
    er_ground_at(work->ground, &first->position, 1, &own);
    *antenna_m = own.ground_m + first->path.tx_height_m;
    return er_fan_losses(ctx, work->fan, work->ground, er_terrain_about(field->terrain)->step_m,
                         &transmitter, &work->receivers, loss_db);
}

er_status er_field_ground_losses(er_context *ctx, struct er_field_work *work,
                                 const er_field_link *link) {
    const er_field_prepared *prepared = work->patch->prepared;
    for (size_t i = 0; prepared && i < prepared->heard_count; i++) {
        const struct er_field_heard *heard = &prepared->heard[i];
        if (heard->link != link) continue;
        work->cell_loss_db = heard->loss_db + work->patch->prepared_cell;
        work->antenna_m = heard->antenna_m;
        return ER_OK;
    }
    work->cell_loss_db = work->loss_buffer;
    if (work->loss_link == link) return ER_OK; /* of a patch's only link, for its spares */
    work->loss_link = NULL;
    ER_TRY(find_losses(ctx, work, link, work->loss_buffer, &work->antenna_m));
    work->loss_link = link;
    return ER_OK;
}

/* ---- a tile made ready ------------------------------------------------------------------------
 */

static er_status list_links(er_context *ctx, const struct er_field_work *work,
                            er_field_prepared *out) {
    const er_field *field = work->field;
    size_t count = 0;
    for (size_t i = 0; i < work->place_count; i++)
        count += field->places[work->places[i]].count;
    ER_TRY(er_alloc(ctx, count + 1, sizeof *out->heard, &out->heard));
    for (size_t i = 0; i < work->place_count; i++) {
        const er_field_place *place = &field->places[work->places[i]];
        for (size_t l = place->first; l < place->first + place->count; l++)
            out->heard[out->heard_count++].link = &field->links[l];
    }
    return ER_OK;
}

static er_status prepare_links(er_context *ctx, struct er_field_work *work,
                               er_field_prepared *out) {
    size_t cells = work->patch->columns * work->patch->rows;
    ER_TRY(find_receivers(ctx, work));
    ER_TRY(er_alloc(ctx, cells * out->heard_count + 1, sizeof *out->loss_db, &out->loss_db));
    for (size_t i = 0; i < out->heard_count; i++) {
        struct er_field_heard *heard = &out->heard[i];
        heard->loss_db = out->loss_db + i * cells;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(find_losses(ctx, work, heard->link, heard->loss_db, &heard->antenna_m));
    }
    out->receivers = work->receivers;
    work->receivers = (er_receivers){0};
    return ER_OK;
}

/** Losses of so many links to all cells of a tile are kept at once: up to 32 MB. */
static bool keeps(size_t links, const er_field_patch *tile) {
    const size_t most = (size_t)1 << 22;
    return links <= most / (tile->columns * tile->rows);
}

er_status er_field_prepare(er_context *ctx, const er_field *field, const er_field_patch *tile,
                           er_field_prepared **out) {
    struct er_field_work work = {.field = field, .patch = tile};
    er_field_prepared *prepared = NULL;
    size_t capacity = 0;
    er_status status;
    *out = NULL;
    ER_GOTO(status, done, er_alloc(ctx, 1, sizeof *prepared, &prepared));
    ER_GOTO(status, done,
            er_field_places_near(ctx, field, er_field_patch_box(tile), &work.places, &capacity,
                                 &work.place_count));
    ER_GOTO(status, done, list_links(ctx, &work, prepared));
    if (!keeps(prepared->heard_count, tile)) goto done;
    ER_GOTO(status, done, prepare_links(ctx, &work, prepared));
    *out = prepared;
    prepared = NULL;
done:
    er_field_prepared_free(prepared);
    er_field_ground_end(&work);
    er_free(work.places);
    return status;
}

void er_field_prepared_free(er_field_prepared *prepared) {
    if (!prepared) return;
    er_receivers_clear(&prepared->receivers);
    er_free(prepared->heard);
    er_free(prepared->loss_db);
    er_free(prepared);
}

/* ---- a span -----------------------------------------------------------------------------------
 */

void er_field_ground_span(struct er_field_work *work, const er_field_link *link) {
    const er_field *field = work->field;
    const er_emitter *first = &field->emitters[field->order[link->first]];
    struct er_field_span *span = &work->span;
    double stated_db = first->path.sigma_loc_db;
    for (size_t i = 0; i < span->count; i++) {
        size_t cell = span->cell[i];
        double receiver_m = work->cell_ground[cell].ground_m + first->path.rx_height_m;
        span->loss_db[i] = work->cell_loss_db[cell];
        span->sigma_db[i] = isnan(stated_db) ? usual_sigma_db : stated_db;
        span->rise_m[i] = receiver_m - work->antenna_m;
    }
}
