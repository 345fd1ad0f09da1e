/* The ground at places: pieces of the rasters and how they are read between their cells' middles.
 */
#include "sources/ground.h"

/** Index of a cell in the patch; -1 if it is not there. Cells beside the raster are taken for the
 *  outermost ones, those of a round raster go on at its other side. */
static int64_t cell_index(const er_patch *p, int64_t column, int64_t row) {
    if (p->round)
        column -= column >= p->columns ? p->columns : column < 0 ? -p->columns : 0;
    else
        column = column < 0 ? 0 : column >= p->columns ? p->columns - 1 : column;
    row = row < 0 ? 0 : row >= p->rows ? p->rows - 1 : row;
    int64_t c = column - p->window.column, r = row - p->window.row;
    if (p->round && c < 0) c += p->columns;
    if (c < 0 || c >= p->window.columns || r < 0 || r >= p->window.rows) return -1;
    return r * p->window.columns + c;
}

static bool inside(const er_patch *p, er_point at) {
    return at.x >= 0 && at.x <= (double)p->columns && at.y >= 0 && at.y <= (double)p->rows;
}

/** The cell that holds a place; -1 if there is none. */
static int64_t nearest(const er_patch *p, er_point at) {
    if (!p->raster || !inside(p, at)) return -1;
    return cell_index(p, (int64_t)at.x, (int64_t)at.y);
}

/** Bilinear, with cells beside the raster, no data, and weights of zero looked at one by one. */
static double with_care(const er_patch *p, int64_t column, int64_t row, double fx, double fy,
                        bool no_data_is_sea) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        double weight = (i & 1 ? fx : 1 - fx) * (i & 2 ? fy : 1 - fy);
        if (!(weight > 0)) continue;
        int64_t index = cell_index(p, column + (i & 1), row + (i >> 1));
        if (index < 0) return NAN;
        double value = (double)p->heights[index];
        if (isnan(value) && !no_data_is_sea) return NAN;
        sum += weight * (isnan(value) ? 0 : value);
    }
    return sum;
}

/** floor without the call. */
static inline int64_t whole_below(double x) {
    int64_t whole = (int64_t)x;
    return whole - (x < (double)whole);
}

enum { BATCH = 64 };

/** Where the values around some places lie. */
struct corners {
    int64_t cell[BATCH]; /**< the upper left one in the patch; -1: to be looked at with care */
    double fx[BATCH];    /**< of the way to the next column */
    double fy[BATCH];
};

/** Find the corners and have them fetched, for they lie far apart in memory. */
static void find_corners(const er_patch *p, const er_point *at, size_t count, struct corners *out) {
    const int64_t first_column = p->window.column, first_row = p->window.row;
    const int64_t columns = p->window.columns, rows = p->window.rows;
    for (size_t i = 0; i < count; i++) {
        out->cell[i] = -1;
        out->fx[i] = out->fy[i] = 0;
        if (!inside(p, at[i])) continue;
        double x = at[i].x - 0.5, y = at[i].y - 0.5; /* values belong to the middles of cells */
        int64_t column = whole_below(x), row = whole_below(y);
        int64_t c = column - first_column, r = row - first_row;
        out->fx[i] = x - (double)column;
        out->fy[i] = y - (double)row;
        if (c < 0 || c + 1 >= columns || r < 0 || r + 1 >= rows) continue;
        out->cell[i] = r * columns + c;
        __builtin_prefetch(p->heights + out->cell[i]);
        __builtin_prefetch(p->heights + out->cell[i] + columns);
    }
}

/** Elevations by bilinear interpolation, at most BATCH. */
static void bilinear(const er_patch *p, const er_point *at, size_t count, bool no_data_is_sea,
                     er_profile_point *out) {
    struct corners corners;
    const int64_t columns = p->window.columns;
    find_corners(p, at, count, &corners);
    for (size_t i = 0; i < count; i++) {
        double value = NAN, fx = corners.fx[i], fy = corners.fy[i];
        if (corners.cell[i] >= 0) {
            const float *cell = p->heights + corners.cell[i], *below = cell + columns;
            value = (1 - fx) * (1 - fy) * (double)cell[0] + fx * (1 - fy) * (double)cell[1] +
                    (1 - fx) * fy * (double)below[0] + fx * fy * (double)below[1];
        }
        if (isnan(value) && inside(p, at[i]))
            value = with_care(p, whole_below(at[i].x - 0.5), whole_below(at[i].y - 0.5), fx, fy,
                              no_data_is_sea);
        out[i].ground_m = value;
    }
}

/** Zone by the zones' raster, else by the clutter's class, else sea where the elevation says so. */
static er_zone zone_at(const er_ground *ground, er_point elevation, er_point zones,
                       int64_t clutter_cell) {
    const er_terrain_options *options = &ground->terrain->options;
    int64_t cell = nearest(&ground->zones, zones);
    if (cell >= 0 && ground->zones.codes[cell]) return (er_zone)ground->zones.codes[cell];
    if (clutter_cell >= 0 && ground->clutter.codes) {
        uint8_t class = ground->clutter.codes[clutter_cell];
        if (class != ER_CLASS_UNKNOWN && options->classes[class].zone)
            return options->classes[class].zone;
    }
    if (!options->no_data_is_sea) return ER_ZONE_INLAND;
    cell = nearest(&ground->elevation, elevation);
    return cell >= 0 && isnan(ground->elevation.heights[cell]) ? ER_ZONE_SEA : ER_ZONE_INLAND;
}

static double clutter_at(const er_ground *ground, int64_t cell) {
    if (cell < 0) return 0;
    if (ground->clutter.codes) {
        uint8_t class = ground->clutter.codes[cell];
        return class == ER_CLASS_UNKNOWN ? 0 : ground->terrain->options.classes[class].height_m;
    }
    double height = (double)ground->clutter.heights[cell];
    return isnan(height) ? 0 : height;
}

void er_ground_samples(const er_ground *ground, const er_point *elevation, const er_point *clutter,
                       const er_point *zones, size_t count, er_profile_point *out) {
    static const er_point nowhere = {NAN, NAN};
    bool no_data_is_sea = ground->terrain->options.no_data_is_sea;
    for (size_t i = 0; i < count; i += BATCH) {
        size_t some = count - i < BATCH ? count - i : BATCH;
        bilinear(&ground->elevation, elevation + i, some, no_data_is_sea, out + i);
    }
    for (size_t i = 0; i < count; i++) {
        out[i].clutter_m = 0;
        out[i].zone = ER_ZONE_INLAND;
    }
    /* Without zones of its own, ground that has no hole has no sea. */
    bool no_sea = !ground->zones.raster && !ground->clutter.codes && ground->elevation.whole;
    bool zoned = ground->terrain->info.has_zones && !no_sea;
    if (!ground->clutter.raster && !zoned) return;
    for (size_t i = 0; i < count; i++) {
        int64_t cell = ground->clutter.raster ? nearest(&ground->clutter, clutter[i]) : -1;
        out[i].clutter_m = clutter_at(ground, cell);
        if (!zoned) continue;
        er_point zone = ground->zones.raster ? zones[i] : nowhere;
        out[i].zone = zone_at(ground, elevation[i], zone, cell);
    }
}

void er_ground_at(const er_ground *ground, const er_point *places, size_t count,
                  er_profile_point *out) {
    er_point elevation[BATCH], clutter[BATCH], zones[BATCH];
    for (size_t at = 0; at < count; at += BATCH) {
        size_t some = count - at < BATCH ? count - at : BATCH;
        er_patch_cells(&ground->elevation, places + at, some, elevation);
        er_patch_cells(&ground->clutter, places + at, some, clutter);
        er_patch_cells(&ground->zones, places + at, some, zones);
        er_ground_samples(ground, elevation, clutter, zones, some, out + at);
    }
}

void er_ground_classes(const er_ground *ground, const er_point *places, size_t count, int *out) {
    const er_patch *clutter = &ground->clutter;
    for (size_t i = 0; i < count; i++) {
        er_point at = places[i];
        out[i] = -1;
        if (!clutter->codes) continue;
        er_patch_cells(clutter, &places[i], 1, &at);
        int64_t cell = nearest(clutter, at);
        if (cell >= 0 && clutter->codes[cell] != ER_CLASS_UNKNOWN) out[i] = clutter->codes[cell];
    }
}
