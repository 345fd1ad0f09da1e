/* Any bytes as a vector tile, and as a row of a file of tiles: the check must survive them, read
 * nothing beyond them, and say the same of the same. */
#include "outputs/check_tile.h"

#include <stdlib.h>
#include <string.h>

static int names;

static int knows(void *owner, const char *name, size_t length) {
    int *met = owner;
    (*met)++;
    names += length > 0 && name[length - 1] != 0; /* touches the last byte */
    return length != 5 || memcmp(name, "towns", 5) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint8_t *bytes = malloc(size > 0 ? size : 1); /* of just this size, for the sanitizer */
    int first = 0, second = 0;
    if (!bytes) return 0;
    if (size > 0) memcpy(bytes, data, size);
    const char *said = er_check_tile(bytes, size, knows, &first);
    if (er_check_tile(bytes, size, knows, &second) != said || first != second) abort();
    if (!said && first == 0) abort(); /* a good tile has a layer */
    free(bytes);
    return 0;
}
