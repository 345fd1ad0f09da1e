/* Any text is a band, a frequency or neither; what a band is called reads back as that band. */
#include "evenreach/radio.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    if (!text) return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    const er_band *band, *again;
    double mhz, centre_mhz;
    if (er_band_parse(text, &band, &mhz)) {
        if (!(mhz >= 30 && mhz <= 100e3)) abort();
        if (band && (mhz < band->dl_low_mhz || mhz > band->dl_high_mhz)) abort();
        if (band && (!er_band_parse(band->name, &again, &centre_mhz) || again != band)) abort();
    }
    free(text);
    return 0;
}
