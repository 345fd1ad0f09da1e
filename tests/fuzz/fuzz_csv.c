/* Any bytes as a text table. */
#include "table_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    read_as_table(data, size, "a.csv");
    return 0;
}
