/** Bytes as a file, for readers that open one. */
#ifndef EVENREACH_FUZZ_BYTES_FILE_H
#define EVENREACH_FUZZ_BYTES_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char bytes_folder[64];

static void remove_bytes_folder(void) {
    rmdir(bytes_folder);
}

/** Write the bytes under a name in a folder of the program's own; the path is in static memory. To
 *  be unlinked by the caller, so that the folder can go at the end. */
static const char *bytes_file(const uint8_t *data, size_t size, const char *name) {
    static char path[128];
    if (!bytes_folder[0]) {
        strcpy(bytes_folder, "/tmp/evenreach-fuzz-XXXXXX");
        if (!mkdtemp(bytes_folder)) abort();
        atexit(remove_bytes_folder);
    }
    snprintf(path, sizeof path, "%s/%s", bytes_folder, name);
    FILE *file = fopen(path, "wb");
    if (!file) abort();
    if (size) fwrite(data, 1, size, file);
    fclose(file);
    return path;
}

#endif
