/** Two rows are the same, member by member: numbers to the bit (NAN is NAN), texts by content. */
#ifndef EVENREACH_STORE_SAME_H
#define EVENREACH_STORE_SAME_H

#include "unit/test.h"

#include "evenreach/store.h"

#include <math.h>
#include <string.h>

typedef enum member_kind { INT, REAL, TEXT, BOOL, POINT } member_kind;

typedef struct member {
    const char *name;
    member_kind kind;
    size_t offset;
} member;

#define MEMBER(type, kind, name)                                                                   \
    { #name, kind, offsetof(type, name) }
#define SAME(members, got, want)                                                                   \
    assert_same(members, sizeof(members) / sizeof *(members), got, want)

static inline bool same_real(double a, double b) {
    return (isnan(a) && isnan(b)) || a == b;
}

static inline bool same_text(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static inline bool same_member(const member *one, const void *got, const void *want) {
    const char *a = (const char *)got + one->offset, *b = (const char *)want + one->offset;
    switch (one->kind) {
    case INT:
        return *(const int64_t *)(const void *)a == *(const int64_t *)(const void *)b;
    case REAL:
        return same_real(*(const double *)(const void *)a, *(const double *)(const void *)b);
    case TEXT:
        return same_text(*(const char *const *)(const void *)a,
                         *(const char *const *)(const void *)b);
    case BOOL:
        return *(const bool *)a == *(const bool *)b;
    case POINT: {
        const er_point *p = (const void *)a, *q = (const void *)b;
        return same_real(p->x, q->x) && same_real(p->y, q->y);
    }
    }
    return false;
}

static inline void assert_same(const member *members, size_t count, const void *got,
                               const void *want) {
    for (size_t i = 0; i < count; i++)
        if (!same_member(&members[i], got, want))
            fail_msg("%s is not what was stored", members[i].name);
}

#endif
