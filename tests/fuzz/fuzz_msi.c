/* Any bytes as an antenna pattern file: read or refused, and what was read answers everywhere. */
#include "evenreach/radio.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static er_context *ctx;

static void ask(const er_antenna *antenna) {
    double peak = er_antenna_peak_dbi(antenna);
    if (!isfinite(peak)) abort();
    for (double azimuth = -540; azimuth <= 540; azimuth += 22.7)
        for (double elevation = -90; elevation <= 90; elevation += 17.3) {
            double gain = er_antenna_gain_dbi(antenna, azimuth, elevation, 3.3);
            if (!(gain <= peak + 1e-9)) abort();
        }
    if (!isnan(er_antenna_gain_dbi(antenna, NAN, 0, 0))) abort();
    if (!isnan(er_antenna_gain_dbi(antenna, 0, INFINITY, 0))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!ctx && er_context_new(&ctx) != ER_OK) abort();
    /* of exactly this size, so that a read past the end is seen */
    char *text = malloc(size ? size : 1);
    if (!text) abort();
    if (size) memcpy(text, data, size);
    er_antenna *antenna = NULL;
    er_status status = er_antenna_msi(ctx, text, size, "pattern", &antenna);
    free(text);
    if (status == ER_OK)
        ask(antenna);
    else if (antenna || (status != ER_ERR_INPUT && status != ER_ERR_MEMORY))
        abort();
    er_antenna_free(antenna);
    return 0;
}
