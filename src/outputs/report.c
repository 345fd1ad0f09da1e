/* evenreach report: one page with everything in it. */
#include "evenreach/outputs.h"

#include "outputs/report_parts.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

/** Fine enough for a screen; what a browser draws smoothly; what can be mailed. */
static const double least_tolerance_m = 10, most_tolerance_m = 10e3;
enum { MOST_POINTS = 200 * 1000, MOST_BYTES = 6 * 1000 * 1000 };

/* ---- what is there already ------------------------------------------------------------------- */

/** A file may be replaced if it is an earlier report. */
static er_status check_target(er_context *ctx, const char *path) {
    struct stat info;
    char *text = NULL;
    size_t size = 0;
    if (stat(path, &info) != 0) return ER_OK; /* what else is wrong the writing says */
    if (S_ISDIR(info.st_mode))
        return er_fail(ctx, ER_ERR_IO, "%s: is a folder; name a file, such as report.html", path);
    enum { LIMIT = 256 << 20 };
    bool ours = false;
    if (S_ISREG(info.st_mode) && info.st_size < LIMIT) {
        ER_TRY(er_file_read(ctx, path, LIMIT, &text, &size));
        ours = memmem(text, size, er_report_mark, strlen(er_report_mark)) != NULL;
        er_free(text);
    }
    if (ours) return ER_OK;
    return er_fail(ctx, ER_ERR_IO,
                   "%s: is no report of evenreach; name another file, or give --force to replace "
                   "it",
                   path);
}

/* ---- making ---------------------------------------------------------------------------------- */

struct making {
    er_report_data *data;
    const er_report_options *options;
    const char *title;
    double tolerance_m;
    size_t points; /**< of all lines at that tolerance */
    char *page;
    size_t size;
};

static er_status simplify(struct making *m, double tolerance_m) {
    m->tolerance_m = tolerance_m;
    return er_report_data_simplify(m->data, tolerance_m, &m->points);
}

/** Of the borders as they are simplified. */
static er_status make_page(er_context *ctx, struct making *m) {
    char *text = NULL;
    er_free(m->page);
    m->page = NULL;
    ER_TRY(er_report_data_text(m->data, m->options->tile_url, m->options->tile_attribution,
                               m->tolerance_m, &text));
    er_status status = er_report_page(ctx, m->title, text, &m->page, &m->size);
    er_free(text);
    return status;
}

/** Twice the tolerance until the map is smooth and the file small, as far as borders can help. */
static er_status choose_tolerance(er_context *ctx, struct making *m) {
    ER_TRY(simplify(m, least_tolerance_m));
    while (m->points > MOST_POINTS && m->tolerance_m < most_tolerance_m)
        ER_TRY(simplify(m, 2 * m->tolerance_m));
    ER_TRY(make_page(ctx, m));
    while (m->size > MOST_BYTES && m->tolerance_m < most_tolerance_m) {
        size_t before = m->points;
        ER_TRY(simplify(m, 2 * m->tolerance_m));
        if (before - m->points > before / 50) ER_TRY(make_page(ctx, m));
    }
    return ER_OK;
}

static er_status make_with_tolerance(er_context *ctx, struct making *m) {
    ER_TRY(simplify(m, m->options->tolerance_m));
    return make_page(ctx, m);
}

static er_status make_report(er_context *ctx, er_results *results, struct making *m) {
    bool chinese = er_context_language(ctx) == ER_LANG_ZH_TW;
    const er_study *study = results->study;
    m->title = chinese && study->title_zh ? study->title_zh : study->title;
    ER_TRY(er_report_data_new(results, &m->data));
    ER_TRY(isnan(m->options->tolerance_m) ? choose_tolerance(ctx, m) : make_with_tolerance(ctx, m));
    if (m->size > MOST_BYTES)
        er_log(ctx, ER_LOG_WARNING, "the report has %.1f MB: the tables and stations are large",
               (double)m->size / 1e6);
    return ER_OK;
}

er_status er_report(er_context *ctx, er_results *results, const er_report_options *options,
                    const char *path) {
    static const er_report_options defaults = {.tolerance_m = NAN};
    struct making m = {.options = options ? options : &defaults};
    if (m.options->tolerance_m < 0 || isinf(m.options->tolerance_m))
        return er_fail(ctx, ER_ERR_RANGE, "the tolerance must be 0 m or more; it is %g",
                       m.options->tolerance_m);
    ER_TRY(er_report_check_built(ctx));
    if (!m.options->force) ER_TRY(check_target(ctx, path));
    er_status status = make_report(ctx, results, &m);
    if (status == ER_OK) status = er_file_write(ctx, path, m.page, m.size);
    er_report_data_free(m.data);
    er_free(m.page);
    return status;
}
