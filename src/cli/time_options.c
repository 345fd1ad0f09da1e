#include "cli/time_options.h"

#include "evenreach/analysis.h"

#include <string.h>

static void warn_of_future(er_context *ctx, const char *from, const char *day) {
    char today[11];
    er_today(today);
    if (strcmp(day, today) > 0)
        er_log(ctx, ER_LOG_WARNING,
               "%s: %s lies in the future: it shows what is loaded for that day, not what will be",
               from, day);
}

er_status er_time_options_apply(er_context *ctx, er_arena *arena, const er_time_options *options,
                                er_study *study) {
    char day[11];
    if (options->as_of) {
        if (!er_last_day(options->as_of, day))
            return er_fail(ctx, ER_ERR_USAGE,
                           "--as-of: '%.60s' is not a date; write a day such as 2022-12-31 (a "
                           "month or a year stands for its last day)",
                           options->as_of);
        ER_TRY(er_arena_text(ctx, arena, day, strlen(day), &study->time.as_of));
        study->time.used = true;
    }
    if (options->planned) study->time.planned = true;
    if (study->time.as_of)
        warn_of_future(ctx, options->as_of ? "--as-of" : "time.as_of", study->time.as_of);
    return ER_OK;
}

er_status er_time_options_check(er_context *ctx, const er_time_options *options,
                                const er_study *study) {
    if (!options->planned || study->time.as_of) return ER_OK;
    return er_fail(ctx, ER_ERR_USAGE,
                   "--planned counts planned rows from their date on: give --as-of DATE too");
}

er_status er_time_options_adopt(er_context *ctx, er_store *store, er_arena *arena,
                                const er_time_options *options, er_study *study) {
    er_study none = {.path = NULL};
    if (!study) study = &none;
    ER_TRY(er_time_options_apply(ctx, arena, options, study));
    ER_TRY(er_study_adopt_time(ctx, store, arena, study));
    return er_time_options_check(ctx, options, study);
}
