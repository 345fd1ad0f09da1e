#include "outputs/check.h"
#include "outputs/check_stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/** What is around the features. */
static void check_document(er_check_file *f, json_object *document) {
    json_object *type = NULL, *features = NULL, *bbox = NULL, *other = NULL;
    json_object_object_get_ex(document, "type", &type);
    json_object_object_get_ex(document, "features", &features);
    bool is_collection = json_object_is_type(document, json_type_object) &&
                         json_object_is_type(type, json_type_string) &&
                         strcmp(json_object_get_string(type), "FeatureCollection") == 0;
    if (!is_collection || !json_object_is_type(features, json_type_array) ||
        json_object_array_length(features) > 0) {
        er_check_violation(f, 0, "is no FeatureCollection", NULL);
        return;
    }
    static const char *const foreign[] = {"crs", "coordinates", "geometries", "geometry",
                                          "properties"};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        if (json_object_object_get_ex(document, foreign[i], &other))
            er_check_violation(f, 0, "has a member that RFC 7946 forbids here", foreign[i]);
    f->is_selection = json_object_object_get_ex(document, "selection", &other);
    const char *broken = NULL;
    if (f->is_broken) return; /* the box can't be judged */
    if (json_object_object_get_ex(document, "bbox", &bbox))
        broken = er_check_bbox(bbox, &f->extent);
    else if (f->extent.positions > 0)
        broken = "has no bbox";
    if (broken) er_check_violation(f, 0, broken, NULL);
}

static er_status check_pieces(er_check_file *f, er_check_stream *stream) {
    for (;;) {
        er_check_piece piece;
        json_object *json = NULL;
        const char *complaint = NULL;
        ER_TRY(er_check_stream_next(f->ctx, stream, &piece, &json, &complaint));
        switch (piece) {
        case ER_CHECK_FEATURE:
            ER_TRY(er_check_feature(f, json));
            break;
        case ER_CHECK_DOCUMENT:
            check_document(f, json);
            break;
        case ER_CHECK_BROKEN:
            er_check_violation(f, f->features + 1, complaint, NULL);
            return ER_OK;
        case ER_CHECK_END:
            return ER_OK;
        }
        if ((f->features & 0xff) == 0) ER_TRY(er_check_cancel(f->ctx));
    }
}

/** GEOS says in words what it finds; the rule says it already. */
static void keep_quiet(const char *message, void *user) {
    (void)message;
    (void)user;
}

er_status er_check_geojson(er_check_file *f, const char *path, bool is_sequence) {
    er_check_stream *stream = NULL;
    FILE *file = fopen(path, "rb");
    if (!file)
        return er_check_failure(
            f, er_fail(f->ctx, ER_ERR_IO, "%s: can't be read: %s", path, strerror(errno)));
    er_check_extent_start(&f->extent);
    f->shapes.geos = GEOS_init_r();
    er_status status = f->shapes.geos ? ER_OK : er_fail(f->ctx, ER_ERR_MEMORY, "out of memory");
    if (status == ER_OK) {
        GEOSContext_setErrorMessageHandler_r(f->shapes.geos, keep_quiet, NULL);
        GEOSContext_setNoticeMessageHandler_r(f->shapes.geos, keep_quiet, NULL);
        status = er_check_stream_new(f->ctx, file, is_sequence, &stream);
    }
    if (status == ER_OK) status = check_pieces(f, stream);
    er_check_stream_free(stream);
    if (f->shapes.geos) GEOS_finish_r(f->shapes.geos);
    er_free(f->shapes.ring);
    f->shapes = (er_check_shapes){0};
    fclose(file);
    return status;
}

static er_status check_whole(er_check_file *file, bool is_sequence) {
    er_check_begin(file, file->stem, ER_OUTPUT_FEATURES);
    ER_TRY(er_check_geojson(file, file->path, is_sequence));
    er_check_count(file, file->stem, true);
    return ER_OK;
}

er_status er_check_geojson_file(er_check_file *file) {
    return check_whole(file, false);
}

er_status er_check_geojson_sequence(er_check_file *file) {
    return check_whole(file, true);
}
