/** Orders for qsort and bsearch, rising. */
#ifndef EVENREACH_CORE_ORDER_H
#define EVENREACH_CORE_ORDER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Of size_t. */
static inline int er_order_sizes(const void *left, const void *right) {
    const size_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/** Of int64_t, or of what begins with one. */
static inline int er_order_ids(const void *left, const void *right) {
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/** Of pointers to text, by bytes; none is null. */
static inline int er_order_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

#endif
