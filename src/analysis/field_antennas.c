#include "analysis/field_antennas.h"

#include <math.h>
#include <string.h>

static const size_t pattern_file_limit = 1 << 20; /* bytes, as er_antenna_msi takes them */

static bool alike(const er_antenna_figures *a, const er_antenna_figures *b) {
    if (a->file || b->file) return a->file && b->file && strcmp(a->file, b->file) == 0;
    return a->gain_dbi == b->gain_dbi && a->beamwidth_deg == b->beamwidth_deg &&
           a->vertical_beamwidth_deg == b->vertical_beamwidth_deg &&
           a->front_to_back_db == b->front_to_back_db;
}

static er_status read_pattern(er_context *ctx, const char *path, er_antenna **out) {
    char *text = NULL;
    size_t size = 0;
    ER_TRY(er_file_read(ctx, path, pattern_file_limit, &text, &size));
    er_status status = er_antenna_msi(ctx, text, size, path, out);
    er_free(text);
    return status;
}

static er_status make(er_context *ctx, const er_antenna_figures *f, er_antenna **out) {
    if (f->file) return read_pattern(ctx, f->file, out);
    return er_antenna_3gpp(ctx, f->gain_dbi, f->beamwidth_deg, f->vertical_beamwidth_deg,
                           f->front_to_back_db, out);
}

er_status er_antenna_shelf_get(er_context *ctx, er_antenna_shelf *shelf,
                               const er_antenna_figures *figures, const er_antenna **out) {
    er_field *field = shelf->field;
    /* the last ones first: neighbours in the list are mostly alike */
    for (size_t i = field->antenna_count; i-- > 0;)
        if (alike(&shelf->figures[i], figures)) {
            *out = field->antennas[i];
            return ER_OK;
        }
    size_t count = field->antenna_count;
    ER_TRY(er_reserve(ctx, &shelf->figures, &shelf->capacity, count + 1, sizeof *shelf->figures));
    ER_TRY(er_reserve(ctx, &field->antennas, &shelf->antenna_capacity, count + 1,
                      sizeof(er_antenna *)));
    ER_TRY(make(ctx, figures, &field->antennas[count]));
    shelf->figures[count] = *figures;
    *out = field->antennas[count];
    field->antenna_count++;
    return ER_OK;
}

void er_antenna_shelf_clear(er_antenna_shelf *shelf) {
    er_free(shelf->figures);
    shelf->figures = NULL;
    shelf->capacity = 0;
}
