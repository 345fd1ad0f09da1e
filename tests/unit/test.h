/** What every unit test includes: cmocka in the order it asks for, and a context as state. */
#ifndef EVENREACH_TEST_H
#define EVENREACH_TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "evenreach/core.h"

static inline int test_context_up(void **state) {
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return -1;
    *state = ctx;
    return 0;
}

static inline int test_context_down(void **state) {
    er_context_free(*state);
    return 0;
}

/** Fail with the context's own line where a call was to succeed. */
#define assert_ok(ctx, call)                                                                       \
    do {                                                                                           \
        er_status test_status_ = (call);                                                           \
        if (test_status_ != ER_OK)                                                                 \
            fail_msg("%s: %s", er_status_name(test_status_), er_context_error(ctx));               \
    } while (0)

/** A number within `tolerance` of the wanted one; NAN never is. */
#define assert_within(value, wanted, tolerance)                                                    \
    do {                                                                                           \
        double close_value_ = (value), close_wanted_ = (wanted);                                   \
        if (!(fabs(close_value_ - close_wanted_) <= (tolerance)))                                  \
            fail_msg("%s is %.17g, not %.17g", #value, close_value_, close_wanted_);               \
    } while (0)

/** The same, by a share of the wanted number. */
#define assert_relative(value, wanted, share)                                                      \
    do {                                                                                           \
        double relative_wanted_ = (wanted);                                                        \
        assert_within((value), relative_wanted_, (share)*fabs(relative_wanted_));                  \
    } while (0)

#endif
