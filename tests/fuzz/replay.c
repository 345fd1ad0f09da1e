/* Replays a fuzz target over a folder of seeds and seeded mutations of each, so that every build
 * runs a short fuzz without clang: byte flips, cuts, repeats, and splices. */
#include "evenreach/core.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MUTATIONS = 300, SIZE_LIMIT = 1 << 20 };

static void mutate(er_random *random, uint8_t *data, size_t *size, size_t capacity) {
    for (uint64_t times = 1 + er_random_below(random, 4); times > 0 && *size > 0; times--) {
        size_t at = (size_t)er_random_below(random, *size);
        switch (er_random_below(random, 5)) {
        case 0:
            data[at] = (uint8_t)er_random_below(random, 256);
            break;
        case 1:
            data[at] ^= (uint8_t)(1u << er_random_below(random, 8));
            break;
        case 2:
            *size = at;
            break;
        case 3: {
            size_t length = *size - at < 16 ? *size - at : 16;
            if (*size + length <= capacity) {
                memmove(data + at + length, data + at, *size - at);
                *size += length;
            }
            break;
        }
        default:
            memset(data + at, "\0\xff,\"{"[er_random_below(random, 5)],
                   *size - at < 4 ? *size - at : 4);
        }
    }
}

static int replay(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return 1;
    uint8_t *seed = malloc(SIZE_LIMIT), *data = malloc(2 * SIZE_LIMIT);
    if (!seed || !data) abort();
    size_t size = fread(seed, 1, SIZE_LIMIT, file);
    fclose(file);
    LLVMFuzzerTestOneInput(seed, size);
    er_random random = er_random_stream(20, size);
    for (int i = 0; i < MUTATIONS; i++) {
        size_t changed = size;
        memcpy(data, seed, size);
        mutate(&random, data, &changed, 2 * SIZE_LIMIT);
        /* an exact copy, so that the sanitizer sees a read past its end */
        uint8_t *exact = malloc(changed ? changed : 1);
        if (!exact) abort();
        memcpy(exact, data, changed);
        LLVMFuzzerTestOneInput(exact, changed);
        free(exact);
    }
    free(seed);
    free(data);
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS\n", argv[0]);
        return 2;
    }
    struct dirent **entries;
    int count = scandir(argv[1], &entries, NULL, alphasort), replayed = 0;
    if (count < 0) {
        perror(argv[1]);
        return 1;
    }
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && replay(path) == 0) replayed++;
        free(entries[i]);
    }
    free(entries);
    printf("%d seeds, %d mutations of each\n", replayed, MUTATIONS);
    return replayed > 0 ? 0 : 1;
}
