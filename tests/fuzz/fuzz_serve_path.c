/* Whatever a request asks for, the place it comes to is one below the folder: whole names of UTF-8,
 * none hidden, none that leads up. A Range header never leads out of its file. */
#include "outputs/serve.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_place(const char *place) {
    if (strlen(place) >= ER_SERVE_PATH_LIMIT || place[0] == '/') abort();
    if (strchr(place, '\\') || strstr(place, "//") || strstr(place, "/.") || place[0] == '.')
        abort();
    for (const unsigned char *c = (const unsigned char *)place; *c; c++)
        if (*c < ' ' || *c == 0x7F) abort();
    if (!er_utf8_valid(place, strlen(place))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char place[ER_SERVE_PATH_LIMIT], *text = malloc(size + 2);
    uint64_t first, length, whole = size * 7919;
    if (!text) return 0;
    text[0] = '/';
    memcpy(text + 1, data, size);
    text[size + 1] = '\0';
    if (er_serve_path(text, place)) check_place(place);
    if (er_serve_path(text + 1, place)) check_place(place);
    er_range range = er_serve_range(text + 1, whole, &first, &length);
    if (range == ER_RANGE_PART && (length == 0 || first >= whole || length > whole - first))
        abort();
    if (range == ER_RANGE_WHOLE && (first != 0 || length != whole)) abort();
    free(text);
    return 0;
}
