/* Any bytes as GeoJSON. */
#include "table_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    read_as_table(data, size, "a.geojson");
    return 0;
}
