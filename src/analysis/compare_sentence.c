/* A comparison in a few plain sentences. */
#include "analysis/sentence.h"
#include "core/columns.h"
#include "evenreach/analysis.h"

#include <math.h>
#include <string.h>

/** Figures as texts of one kind. */
struct figures {
    char before[ER_NUMBER_TEXT];
    char gained[ER_NUMBER_TEXT];
    char lost[ER_NUMBER_TEXT];
    char after[ER_NUMBER_TEXT];
    char of[ER_NUMBER_TEXT];
};

static struct figures texts_of(const er_compare_figures *f, double of, int decimals) {
    struct figures t;
    er_number_text(f->before, decimals, t.before);
    er_number_text(f->gained, decimals, t.gained);
    er_number_text(f->lost, decimals, t.lost);
    er_number_text(f->after, decimals, t.after);
    er_number_text(of, decimals, t.of);
    return t;
}

static er_status say_served(er_context *ctx, er_arena *arena, const er_compare_row *all,
                            er_sentence *out) {
    bool persons = !isnan(all->persons_served.after);
    const er_compare_figures *f = persons ? &all->persons_served : &all->served_km2;
    struct figures t = texts_of(f, persons ? all->persons : all->area_km2, persons ? 0 : 2);
    if (f->gained == 0 && f->lost == 0) {
        if (persons)
            return er_sentence_of(ctx, arena, out,
                                  "Nothing changed: %s of %s persons are served, as before.",
                                  t.after, t.of);
        return er_sentence_of(
            ctx, arena, out, "Nothing changed: %s of %s km² are served, as before.", t.after, t.of);
    }
    if (persons)
        return er_sentence_of(ctx, arena, out,
                              "%s persons gained coverage and %s lost it: %s of %s are served, %s "
                              "were before.",
                              t.gained, t.lost, t.after, t.of, t.before);
    return er_sentence_of(ctx, arena, out,
                          "%s km² gained coverage and %s lost it: %s of %s are served, %s were "
                          "before.",
                          t.gained, t.lost, t.after, t.of, t.before);
}

/** What of it is no coverage built or taken away; empty if all of it is. */
static er_status say_reservations(er_context *ctx, er_arena *arena, const er_compare_row *all,
                                  er_sentence *out) {
    bool persons = !isnan(all->persons_served.after);
    const er_compare_figures *f = persons ? &all->persons_served : &all->served_km2;
    er_sentence unknown = {"", ""}, population = {"", ""};
    char from[ER_NUMBER_TEXT], to[ER_NUMBER_TEXT];
    if (f->gained_from_unknown > 0 || f->lost_to_unknown > 0) {
        er_number_text(f->gained_from_unknown, persons ? 0 : 2, from);
        er_number_text(f->lost_to_unknown, persons ? 0 : 2, to);
        ER_TRY(er_sentence_of(ctx, arena, &unknown,
                              " Of those gained %s were not known before; of those lost %s are not "
                              "known now.",
                              from, to));
    }
    if (f->population != 0)
        ER_TRY(er_sentence_of(ctx, arena, &population,
                              " The change of population alone makes %s persons of the difference.",
                              er_number_text(f->population, 0, from)));
    const er_sentence parts[] = {unknown, population};
    return er_sentence_join(ctx, arena, out, "%s%s%s", "%s%s%s", parts, 2);
}

/** Of the Gini index by the first scheme. */
static er_status say_spread(er_context *ctx, er_arena *arena, const er_compare_index *indices,
                            size_t count, er_sentence *out) {
    const er_compare_index *gini = NULL;
    char before[ER_NUMBER_TEXT], after[ER_NUMBER_TEXT], low[ER_NUMBER_TEXT], high[ER_NUMBER_TEXT];
    for (size_t i = 0; i < count && !gini; i++)
        if (strcmp(indices[i].measure, "gini") == 0) gini = &indices[i];
    *out = (er_sentence){"", ""};
    if (!gini || !isfinite(gini->low) || !isfinite(gini->high)) return ER_OK;
    er_number_text(gini->before, 4, before);
    er_number_text(gini->after, 4, after);
    er_number_text(gini->low, 4, low);
    er_number_text(gini->high, 4, high);
    if (gini->low == 0 && gini->high == 0 && gini->before == gini->after)
        return er_sentence_of(ctx, arena, out,
                              " It is spread as evenly as before: the Gini index is %s.", after);
    if (gini->high < 0)
        return er_sentence_of(ctx, arena, out,
                              " Coverage is spread more evenly: the Gini index was %s and is %s "
                              "(interval of the difference %s to %s).",
                              before, after, low, high);
    if (gini->low > 0)
        return er_sentence_of(ctx, arena, out,
                              " Coverage is spread less evenly: the Gini index was %s and is %s "
                              "(interval of the difference %s to %s).",
                              before, after, low, high);
    return er_sentence_of(ctx, arena, out,
                          " Whether coverage is spread more evenly can't be said: the Gini index "
                          "was %s and is %s (interval of the difference %s to %s).",
                          before, after, low, high);
}

er_status er_compare_sentences(er_context *ctx, er_arena *arena, const er_compare_row *all,
                               const er_compare_index *indices, size_t index_count,
                               const char **english, const char **chinese) {
    er_sentence parts[ER_SENTENCE_PARTS], whole;
    ER_TRY(say_served(ctx, arena, all, &parts[0]));
    ER_TRY(say_reservations(ctx, arena, all, &parts[1]));
    ER_TRY(say_spread(ctx, arena, indices, index_count, &parts[2]));
    ER_TRY(er_sentence_join(ctx, arena, &whole, "%s%s%s", "%s%s%s", parts, ER_SENTENCE_PARTS));
    *english = whole.english;
    *chinese = whole.chinese;
    return ER_OK;
}
