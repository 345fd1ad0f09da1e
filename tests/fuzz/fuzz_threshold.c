/* Thresholds: what is read is finite, 0 or more, and reads back from its own text. */
#include "evenreach/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    if (!text) abort();
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    er_threshold threshold, again;
    if (er_threshold_parse(text, &threshold)) {
        char number[32], line[64];
        if (!isfinite(threshold.value) || threshold.value < 0) abort();
        er_format_double(threshold.value, number);
        snprintf(line, sizeof line, "%s%s", number, threshold.of_mean ? " * mean" : "");
        if (!er_threshold_parse(line, &again) || again.value != threshold.value ||
            again.of_mean != threshold.of_mean)
            abort();
    }
    free(text);
    return 0;
}
