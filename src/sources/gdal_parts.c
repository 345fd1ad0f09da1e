#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <gdal.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void register_drivers(void) {
    GDALAllRegister();
}

void er_gdal_begin(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_drivers);
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
}

void er_gdal_end(void) {
    CPLPopErrorHandler();
}

er_status er_gdal_failure(er_context *ctx, const char *path, const char *otherwise) {
    const char *reason = CPLGetLastErrorMsg();
    return er_fail(ctx, ER_ERR_INPUT, "%s: can't be read: %s", path,
                   reason && reason[0] ? reason : otherwise);
}

er_status er_gdal_write_failure(er_context *ctx, const char *path) {
    const char *reason = CPLGetLastErrorMsg();
    if (reason && reason[0])
        return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", path, reason);
    return er_fail(ctx, ER_ERR_IO, "%s: can't be written; is the disc full?", path);
}

er_status er_gdal_crs(er_context *ctx, er_arena *arena, OGRSpatialReferenceH system,
                      const char **out) {
    const char *authority = OSRGetAuthorityName(system, NULL);
    const char *code = OSRGetAuthorityCode(system, NULL);
    *out = NULL;
    if (authority && code) {
        char name[64];
        int length = snprintf(name, sizeof name, "%s:%s", authority, code);
        return er_arena_text(ctx, arena, name, (size_t)length, out);
    }
    const char *const wkt2[] = {"FORMAT=WKT2_2019", NULL};
    char *wkt = NULL;
    er_status status = ER_OK;
    if (OSRExportToWktEx(system, &wkt, wkt2) == OGRERR_NONE && wkt && wkt[0])
        status = er_arena_text(ctx, arena, wkt, strlen(wkt), out);
    CPLFree(wkt);
    return status;
}
