#include "outputs/geojson_shape.h"

#include <math.h>

/* ---- rings ----------------------------------------------------------------------------------- */

/** True for a ring that runs clockwise: at its lowest point (of those the one farthest east) it
 *  turns right. That decides with the neighbours alone, and so with small differences; a ring
 *  without a turn there is told by its area. */
static bool is_clockwise(const er_point *ring, size_t count) {
    size_t low = 0, distinct = count - 1; /* the last point is the first again */
    if (count < 4) return false;
    for (size_t i = 1; i < distinct; i++)
        if (ring[i].y < ring[low].y || (ring[i].y == ring[low].y && ring[i].x > ring[low].x))
            low = i;
    er_point at = ring[low], before = ring[(low + distinct - 1) % distinct],
             behind = ring[(low + 1) % distinct];
    double turn = (behind.x - at.x) * (before.y - at.y) - (behind.y - at.y) * (before.x - at.x);
    if (turn != 0) return turn < 0;
    double twice_area = 0;
    for (size_t i = 1; i + 1 < distinct; i++)
        twice_area += (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) -
                      (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
    return twice_area < 0;
}

/* ---- coordinates ----------------------------------------------------------------------------- */

static void put_point(er_json_text *text, er_point point, int decimals) {
    er_json_text_raw(text, "[ ", 2);
    er_json_text_fixed(text, point.x, decimals, true);
    er_json_text_raw(text, ", ", 2);
    er_json_text_fixed(text, point.y, decimals, true);
    er_json_text_raw(text, " ]", 2);
}

static void put_path(er_json_text *text, const er_wkb_shape *shape, size_t path, bool backwards,
                     int decimals) {
    size_t start = shape->path_start[path], end = shape->path_start[path + 1];
    er_json_text_raw(text, "[ ", 2);
    for (size_t i = start; i < end; i++) {
        if (i > start) er_json_text_raw(text, ", ", 2);
        put_point(text, shape->points[backwards ? end - 1 - (i - start) : i], decimals);
    }
    er_json_text_raw(text, " ]", 2);
}

static void put_ring(er_json_text *text, const er_wkb_shape *shape, size_t path, bool exterior,
                     int decimals) {
    size_t start = shape->path_start[path], end = shape->path_start[path + 1];
    bool clockwise = is_clockwise(&shape->points[start], end - start);
    put_path(text, shape, path, clockwise == exterior, decimals);
}

static void put_part(er_json_text *text, const er_wkb_shape *shape, size_t part, int decimals) {
    size_t first = shape->part_start[part], end = shape->part_start[part + 1];
    er_json_text_raw(text, "[ ", 2);
    for (size_t i = first; i < end; i++) {
        if (i > first) er_json_text_raw(text, ", ", 2);
        put_ring(text, shape, i, i == first, decimals);
    }
    er_json_text_raw(text, " ]", 2);
}

void er_geojson_put_shape(er_json_text *text, const er_wkb_shape *shape, int decimals,
                          bool single) {
    bool areas = shape->kind == ER_WKB_POLYGONS;
    size_t count = areas ? shape->part_count : shape->path_count;
    const char *name = areas ? "Polygon" : "LineString";
    if (shape->kind == ER_WKB_POINTS) name = "Point";
    single = shape->kind == ER_WKB_POINTS || (single && count == 1);
    er_json_text_put(text, single ? "{ \"type\": \"" : "{ \"type\": \"Multi");
    er_json_text_put(text, name);
    er_json_text_put(text, "\", \"coordinates\": ");
    if (shape->kind == ER_WKB_POINTS) {
        put_point(text, shape->points[0], decimals);
    } else {
        if (!single) er_json_text_raw(text, "[ ", 2);
        for (size_t i = 0; i < count; i++) {
            if (i > 0) er_json_text_raw(text, ", ", 2);
            if (areas)
                put_part(text, shape, i, decimals);
            else
                put_path(text, shape, i, false, decimals);
        }
        if (!single) er_json_text_raw(text, count > 0 ? " ]" : "]", count > 0 ? 2 : 1);
    }
    er_json_text_raw(text, " }", 2);
}

/* ---- boxes ----------------------------------------------------------------------------------- */

static void widen(er_geojson_box *box, er_point point) {
    er_box *b = &box->box;
    if (!box->known) *b = (er_box){point.x, point.y, point.x, point.y};
    box->known = true;
    if (point.x < b->min_x) b->min_x = point.x;
    if (point.x > b->max_x) b->max_x = point.x;
    if (point.y < b->min_y) b->min_y = point.y;
    if (point.y > b->max_y) b->max_y = point.y;
}

static er_geojson_box box_of_part(const er_wkb_shape *shape, size_t part) {
    er_geojson_box box = {0};
    bool areas = shape->kind == ER_WKB_POLYGONS;
    size_t path = areas ? shape->part_start[part] : part; /* the exterior holds the others */
    for (size_t i = shape->path_start[path]; i < shape->path_start[path + 1]; i++)
        widen(&box, shape->points[i]);
    return box;
}

static const double half_turn = 180, full_turn = 360;

static size_t count_parts(const er_wkb_shape *shape) {
    return shape->kind == ER_WKB_POLYGONS ? shape->part_count : shape->path_count;
}

static bool is_at(double longitude, double other) {
    static const double near = 1e-7;
    return fabs(longitude - other) < near;
}

/** A shape that was cut at the 180th meridian begins where its eastern parts do, and ends where its
 *  western ones end. */
static void turn_cut(const er_wkb_shape *shape, er_box *box) {
    double west = INFINITY, east = -INFINITY;
    for (size_t i = 0; i < count_parts(shape); i++) {
        er_box part = box_of_part(shape, i).box;
        bool begins = is_at(part.min_x, -half_turn), ends = is_at(part.max_x, half_turn);
        if (begins && ends) continue;
        if (ends || (!begins && part.min_x > 0))
            west = fmin(west, part.min_x);
        else if (begins || part.max_x < 0)
            east = fmax(east, part.max_x);
    }
    box->min_x = isfinite(west) ? west : -half_turn;
    box->max_x = isfinite(east) ? east : half_turn;
}

/** The same of a shape whose parts all keep close to that meridian, if it is shorter that way. */
static void turn_close(const er_wkb_shape *shape, er_box *box) {
    static const double close = 120;
    double west = INFINITY, east = -INFINITY;
    for (size_t i = 0; i < count_parts(shape); i++) {
        er_box part = box_of_part(shape, i).box;
        if (part.min_x > -close && part.max_x < close) return;
        if (part.min_x > 0)
            west = fmin(west, part.min_x);
        else
            east = fmax(east, part.max_x);
    }
    if (!isfinite(west) || east + full_turn - west >= half_turn) return;
    box->min_x = west;
    box->max_x = east;
}

er_geojson_box er_geojson_box_of(const er_wkb_shape *shape) {
    er_geojson_box box = {0};
    for (size_t i = 0; i < shape->point_count; i++)
        widen(&box, shape->points[i]);
    if (!box.known || shape->kind == ER_WKB_POINTS || count_parts(shape) < 2) return box;
    if (is_at(box.box.min_x, -half_turn) && is_at(box.box.max_x, half_turn))
        turn_cut(shape, &box.box);
    else if (box.box.max_x - box.box.min_x > half_turn)
        turn_close(shape, &box.box);
    return box;
}

/** One of the two goes over the 180th meridian: the other lies east of it, west of it, or the two
 *  go all around. */
static void join_over(er_box *all, const er_box *over, const er_box *other) {
    double west = over->min_x, east = over->max_x;
    all->min_x = other->min_x > 0 ? fmin(west, other->min_x) : west;
    all->max_x = other->min_x > 0 ? east : fmax(east, other->max_x);
    if (!(other->min_x > 0) && !(other->max_x < 0)) {
        all->min_x = -180;
        all->max_x = 180;
    }
}

void er_geojson_box_join(er_geojson_box *all, const er_geojson_box *more) {
    if (!more->known) return;
    if (!all->known) {
        *all = *more;
        return;
    }
    er_box before = all->box, *box = &all->box;
    const er_box *added = &more->box;
    bool over = before.min_x > before.max_x, added_over = added->min_x > added->max_x;
    if (over == added_over) {
        if (added->min_x < box->min_x) box->min_x = added->min_x;
        if (added->max_x > box->max_x) box->max_x = added->max_x;
    } else {
        join_over(box, over ? &before : added, over ? added : &before);
    }
    if (added->min_y < box->min_y) box->min_y = added->min_y;
    if (added->max_y > box->max_y) box->max_y = added->max_y;
}

void er_geojson_put_box(er_json_text *text, const er_geojson_box *box, int decimals, bool trim) {
    const double sides[] = {box->box.min_x, box->box.min_y, box->box.max_x, box->box.max_y};
    er_json_text_raw(text, "[ ", 2);
    for (size_t i = 0; i < 4; i++) {
        if (i > 0) er_json_text_raw(text, ", ", 2);
        er_json_text_fixed(text, sides[i], decimals, trim);
    }
    er_json_text_raw(text, " ]", 2);
}

bool er_geojson_is_beyond(const er_wkb_shape *shape) {
    static const double quarter_turn = 90;
    bool beyond = false;
    for (size_t i = 0; i < shape->point_count; i++)
        beyond = beyond || fabs(shape->points[i].x) > half_turn ||
                 fabs(shape->points[i].y) > quarter_turn;
    return beyond;
}

bool er_geojson_jumps(const er_wkb_shape *shape) {
    for (size_t path = 0; path < shape->path_count; path++)
        for (size_t i = shape->path_start[path] + 1; i < shape->path_start[path + 1]; i++)
            if (fabs(shape->points[i].x - shape->points[i - 1].x) > half_turn) return true;
    return false;
}
