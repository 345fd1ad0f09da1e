/* evenreach compare: what was gained and lost between two coverage runs. */
#include "cli/compare_print.h"
#include "cli/compare_side.h"
#include "cli/export_options.h"
#include "cli/workspace.h"

#include <stddef.h>

struct options {
    const char *study;
    const char *operator_;
    const char *operator_before;
    const char *operator_after;
    bool common_units;
    const char *out;
    er_write_options write;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study by which the coverage of a day is computed", offsetof(struct options, study)},
    {"operator", 0, ER_OPTION_TEXT, "NAME", false, "compare what this operator alone serves",
     offsetof(struct options, operator_)},
    {"operator-before", 0, ER_OPTION_TEXT, "NAME", false, "the same on the side before alone",
     offsetof(struct options, operator_before)},
    {"operator-after", 0, ER_OPTION_TEXT, "NAME", false, "the same on the side after alone",
     offsetof(struct options, operator_after)},
    {"common-units", 0, ER_OPTION_FLAG, NULL, false,
     "where boundaries differ, compare the units that are the same",
     offsetof(struct options, common_units)},
    {"out", 0, ER_OPTION_FILE, "DIR", false,
     "write the output folder too, as `evenreach export` does", offsetof(struct options, out)},
    ER_WRITE_OPTIONS(offsetof(struct options, write)),
    {0},
};

static void more_help(er_context *ctx, FILE *out) {
    static const char *const lines[] = {
        "A and B are each one of:",
        "  newest, previous      the newest coverage run of the workspace, or the one before it",
        "  run:7 (also #7)       coverage run 7; a plain number too, unless it has four digits",
        "  2021, 2021-12-31      the coverage of that day (of a year: its last one), by --study",
        "  OLD.sqlite            the newest coverage run of another workspace; OLD.sqlite#7: run 7",
        "The comparison becomes a run of the workspace -w.",
        "Without -w, A and B are workspace files; nothing is written into either.",
        "Examples:",
        "  evenreach compare previous newest -w study.sqlite",
        "  evenreach compare 2021 2022 -w study.sqlite --study study.yaml --out out",
        "  evenreach compare old.sqlite new.sqlite --common-units",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        fprintf(out, "%s\n", er_text(ctx, lines[i]));
}

/** Both sides as they are asked for; `store` is null without -w. */
static er_status read_sides(const er_invocation *invocation, er_store *store, er_arena *arena,
                            er_compare_options *out) {
    const struct options *o = invocation->options;
    const char **words = invocation->operands;
    *out = (er_compare_options){.common_units = o->common_units};
    ER_TRY(er_compare_side_read(invocation->ctx, store, arena, words[0], &out->before));
    ER_TRY(er_compare_side_read(invocation->ctx, store, arena, words[1], &out->after));
    out->before.operator_ = o->operator_before ? o->operator_before : o->operator_;
    out->after.operator_ = o->operator_after ? o->operator_after : o->operator_;
    return ER_OK;
}

static er_status print(const er_compare_view *view) {
    return view->invocation->json ? er_compare_print_json(view) : er_compare_print_text(view);
}

static er_status compare(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_compare_options asked;
    er_compare_result result;
    er_study given;
    const er_study *study = o->study ? &given : NULL;
    er_compare_view view = {.invocation = invocation, .store = store, .arena = arena};
    if (study) ER_TRY(er_study_read(ctx, arena, o->study, &given));
    ER_TRY(read_sides(invocation, invocation->workspace ? store : NULL, arena, &asked));
    ER_TRY(er_compare_look(ctx, store, study, &asked, arena, &result,
                           invocation->workspace ? &view.run_id : NULL));
    view.result = &result;
    ER_TRY(print(&view));
    if (!o->out) return ER_OK;
    er_export_options how;
    int decimals = 0;
    er_export_how(&o->write, &decimals, &how);
    ER_TRY(er_export(ctx, store, study, &how, o->out));
    if (!invocation->quiet && !invocation->json) {
        fputc('\n', invocation->out);
        er_print_places(invocation, &how, o->out, false, false, false);
    }
    return ER_OK;
}

/** Two workspace files: units and groups are those of the one after. */
static er_status compare_files(er_invocation *invocation) {
    er_compare_options asked;
    er_arena *arena = NULL;
    er_store *store = NULL;
    er_status status;
    ER_TRY(er_arena_new(invocation->ctx, &arena));
    ER_GOTO(status, done, read_sides(invocation, NULL, arena, &asked));
    ER_GOTO(status, done,
            er_store_open(invocation->ctx, asked.after.workspace, ER_STORE_READ, &store));
    status = compare(invocation, store, arena);
done:
    er_store_close(store);
    er_arena_free(arena);
    return status;
}

static er_status run(er_invocation *invocation) {
    const struct options *o = invocation->options;
    if (o->operator_ && (o->operator_before || o->operator_after))
        return er_fail(invocation->ctx, ER_ERR_USAGE,
                       "give --operator, or --operator-before and --operator-after");
    if (o->out && !o->study)
        return er_fail(invocation->ctx, ER_ERR_USAGE,
                       "--out needs the study that the workspace was made by: give --study");
    if (o->out && !invocation->workspace)
        return er_fail(invocation->ctx, ER_ERR_USAGE,
                       "--out needs a workspace that keeps the comparison: give -w FILE");
    return invocation->workspace ? er_on_workspace(invocation, ER_STORE_WRITE, compare)
                                 : compare_files(invocation);
}

const er_command er_command_compare = {
    .name = "compare",
    .summary = "what was gained and lost between two runs, days or workspaces, and why",
    .operands = "A B",
    .operand_min = 2,
    .operand_max = 2,
    .options = options,
    .options_size = sizeof(struct options),
    .more_help = more_help,
    .run = run,
};
