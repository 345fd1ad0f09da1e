#include "geometry/geos.h"

#include <stdio.h>

static void keep_complaint(const char *message, void *user) {
    er_geos *geos = user;
    snprintf(geos->complaint, sizeof geos->complaint, "%s", message);
}

bool er_geos_open(er_geos *geos) {
    *geos = (er_geos){.handle = GEOS_init_r()};
    if (geos->handle) GEOSContext_setErrorMessageHandler_r(geos->handle, keep_complaint, geos);
    return geos->handle;
}

void er_geos_close(er_geos *geos) {
    if (geos->handle) GEOS_finish_r(geos->handle);
    geos->handle = NULL;
}

const char *er_geos_complaint(const er_context *ctx, const er_geos *geos) {
    return geos->complaint[0] ? geos->complaint : er_text(ctx, "GEOS gives no reason");
}

GEOSGeometry *er_geos_read(er_geos *geos, er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(geos->handle);
    if (!reader) return NULL;
    GEOSGeometry *geometry = GEOSWKBReader_read_r(geos->handle, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(geos->handle, reader);
    return geometry;
}

unsigned char *er_geos_write(er_geos *geos, const GEOSGeometry *geometry, size_t *size) {
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(geos->handle);
    if (!writer) return NULL;
    GEOSWKBWriter_setFlavor_r(geos->handle, writer, GEOS_WKB_ISO);
    GEOSWKBWriter_setByteOrder_r(geos->handle, writer, GEOS_WKB_NDR);
    GEOSWKBWriter_setOutputDimension_r(geos->handle, writer, 2);
    unsigned char *wkb = GEOSWKBWriter_write_r(geos->handle, writer, geometry, size);
    GEOSWKBWriter_destroy_r(geos->handle, writer);
    return wkb;
}

er_status er_geos_keep(er_context *ctx, er_geos *geos, er_arena *arena,
                       const GEOSGeometry *geometry, er_bytes *out) {
    size_t size = 0;
    const char *copy = NULL;
    *out = (er_bytes){0};
    unsigned char *wkb = er_geos_write(geos, geometry, &size);
    if (!wkb) return ER_OK;
    er_status status = er_arena_text(ctx, arena, (const char *)wkb, size, &copy);
    GEOSFree_r(geos->handle, wkb);
    if (status == ER_OK) *out = (er_bytes){(const uint8_t *)copy, size};
    return status;
}
