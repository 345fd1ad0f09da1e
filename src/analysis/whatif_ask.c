/* A question asked of a coverage run: every stratum before and after, where the sites reach. */
#include "analysis/whatif.h"

#include "analysis/cover_share.h"
#include "geometry/box.h"

#include <math.h>
#include <string.h>

/** As er_compare takes parts of a unit for rounding. */
static const double share_noise = 1e-10;

/* Looking through so many boxes at every cell costs more than cells that nobody asks of. */
enum { MANY_SPOTS = 1024 };

/** A place in a stratum. */
struct spot {
    size_t place;
    bool reached; /* by a changed disc */
    double before_km2;
    double after_km2;
    double kept_km2;
};

/** A stratum on its way. */
struct stratum {
    er_whatif_question *q;
    uint32_t number;
    struct spot *spots;
    size_t count;
    er_box *boxes; /* of the spots */
    double *served_km2;
};

/* ---- which places ---------------------------------------------------------------------------- */

/** Part of a place within some discs, as a coverage run rounds it. */
static er_status reach_of(er_context *ctx, const er_disc_union *set, const er_whatif_place *place,
                          double *km2) {
    double served_m2 = 0;
    ER_TRY(er_disc_union_area(ctx, set, &place->area, &served_m2));
    *km2 = er_cover_scaled(served_m2, place->area.area_m2, place->area_km2);
    return ER_OK;
}

/** What of each of the question's places lies in some discs. */
static er_status reach_by(er_whatif_question *q, const er_disc *discs, size_t count, double *km2) {
    er_disc_union *set = NULL;
    er_status status = ER_OK;
    ER_TRY(er_disc_union_new(q->ctx, discs, count, 1, ER_DISC_ANY, 0, &set));
    for (size_t i = 0; i < q->place_count && status == ER_OK; i++)
        status = reach_of(q->ctx, set, &q->whatif->places[q->places[i]], &km2[i]);
    er_disc_union_free(set);
    return status;
}

/** What of each of the question's places the stratum's changed discs reach; all changed discs
 *  concern most strata: that is measured once. */
static er_status find_reach(struct stratum *s, double **km2) {
    er_whatif_question *q = s->q;
    size_t count = 0;
    er_disc *discs = NULL;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (q->changed_count + 1) * sizeof *discs, &discs));
    for (size_t i = 0; i < q->changed_count; i++)
        if (er_whatif_concerns(q, s->number, &q->changed[i])) {
            discs[count] = q->changed[i];
            discs[count++].layer = 0;
        }
    bool all = count == q->changed_count;
    *km2 = all ? q->reached_km2 : NULL;
    if (*km2) return ER_OK;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (q->place_count + 1) * sizeof **km2, km2));
    if (count > 0) ER_TRY(reach_by(q, discs, count, *km2));
    if (all) q->reached_km2 = *km2;
    return ER_OK;
}

/** The places that the stratum's changed discs reach; of "all" the others, too, where it asks for
 *  others after. */
static er_status find_spots(struct stratum *s) {
    er_whatif_question *q = s->q;
    bool everywhere = s->number == ER_WHATIF_ALL && q->all_means_others;
    size_t room = (everywhere ? q->whatif->place_count : q->place_count) + 1, next = 0;
    double *km2 = NULL;
    ER_TRY(find_reach(s, &km2));
    ER_TRY(er_arena_alloc(q->ctx, q->arena, room * sizeof *s->spots, &s->spots));
    for (size_t i = 0; i < q->place_count && !everywhere; i++)
        if (km2[i] > 0) s->spots[s->count++] = (struct spot){q->places[i], true, 0, 0, 0};
    for (size_t i = 0; i < q->whatif->place_count && everywhere; i++) {
        bool listed = next < q->place_count && q->places[next] == i;
        s->spots[s->count++] = (struct spot){i, listed && km2[next] > 0, 0, 0, 0};
        if (listed) next++;
    }
    return ER_OK;
}

/* ---- what is served -------------------------------------------------------------------------- */

static const er_whatif_figures *figures_before(const struct stratum *s) {
    const er_whatif *w = s->q->whatif;
    if (s->number == ER_WHATIF_ANY) return &w->any;
    if (s->number == ER_WHATIF_ALL) return &w->all;
    uint32_t in_run = s->q->operators.in_run[s->number - ER_WHATIF_OPERATOR];
    return in_run == ER_WHATIF_NONE ? NULL : &w->by_operator[in_run];
}

static er_status make_set(const struct stratum *s, const er_disc_pick *pick, er_disc_union **set) {
    er_context *ctx = s->q->ctx;
    er_disc *discs = NULL;
    size_t count = 0;
    if (s->count <= MANY_SPOTS) return er_disc_union_picked(ctx, pick, s->boxes, s->count, set);
    ER_TRY(er_disc_pick_all(ctx, pick, &discs, &count));
    er_status status = er_disc_union_new(ctx, discs, count, pick->layer_count, ER_DISC_ALL, 0, set);
    er_free(discs);
    return status;
}

/** What the sides' discs serve of every spot; every layer is asked for. */
static er_status serve(struct stratum *s, const er_disc_side *sides, size_t side_count,
                       uint32_t layers) {
    er_whatif_question *q = s->q;
    const er_disc_pick pick = {q->whatif->stock, sides, side_count, layers};
    er_disc_union *set = NULL;
    er_status status = ER_OK;
    ER_TRY(make_set(s, &pick, &set));
    for (size_t i = 0; i < s->count && status == ER_OK; i++)
        status = reach_of(q->ctx, set, &q->whatif->places[s->spots[i].place], &s->served_km2[i]);
    er_disc_union_free(set);
    return status;
}

static er_status serve_after(struct stratum *s) {
    er_disc_side after;
    uint32_t layers = er_whatif_layers(s->q, s->number, ER_AFTER);
    if (layers == 0) return ER_OK;
    ER_TRY(er_whatif_side(s->q, s->number, ER_AFTER, 0, &after));
    ER_TRY(serve(s, &after, 1, layers));
    for (size_t i = 0; i < s->count; i++)
        s->spots[i].after_km2 = s->served_km2[i];
    return ER_OK;
}

/** What is served on both sides, as er_compare finds it. */
static er_status serve_both(struct stratum *s) {
    er_disc_side sides[ER_SIDES];
    uint32_t before = er_whatif_layers(s->q, s->number, ER_BEFORE);
    uint32_t after = er_whatif_layers(s->q, s->number, ER_AFTER);
    for (size_t i = 0; i < s->count; i++)
        s->spots[i].kept_km2 = 0;
    if (before == 0 || after == 0) return ER_OK;
    ER_TRY(er_whatif_side(s->q, s->number, ER_BEFORE, 0, &sides[ER_BEFORE]));
    ER_TRY(er_whatif_side(s->q, s->number, ER_AFTER, before, &sides[ER_AFTER]));
    ER_TRY(serve(s, sides, ER_SIDES, before + after));
    for (size_t i = 0; i < s->count; i++)
        s->spots[i].kept_km2 = s->served_km2[i];
    return ER_OK;
}

static bool is_on_verge(double change_km2, double noise_km2) {
    return change_km2 > noise_km2 / 2 && change_km2 < 2 * noise_km2;
}

/** Sites that are only added leave what was served as it was, and where sites are only taken away,
 *  what is left was served before. What er_compare measures as served on both sides is then one of
 *  the two figures but for rounding, which it takes away, unless the change is on the verge of
 *  being taken for rounding itself. */
static bool knows_kept(struct stratum *s) {
    const er_whatif_question *q = s->q;
    bool added = q->change->added_count > 0, gone = q->gone_count > 0;
    if ((added && gone) || q->all_means_others) return false;
    for (size_t i = 0; i < s->count; i++) {
        struct spot *spot = &s->spots[i];
        double noise = share_noise * q->whatif->places[spot->place].area_km2;
        if (is_on_verge(fabs(spot->after_km2 - spot->before_km2), noise)) return false;
        spot->kept_km2 = gone ? spot->after_km2 : spot->before_km2;
    }
    return true;
}

static er_status measure(struct stratum *s) {
    er_whatif_question *q = s->q;
    const er_whatif_figures *figures = figures_before(s);
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (s->count + 1) * sizeof *s->boxes, &s->boxes));
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (s->count + 1) * sizeof(double), &s->served_km2));
    for (size_t i = 0; i < s->count; i++) {
        struct spot *spot = &s->spots[i];
        s->boxes[i] = q->whatif->places[spot->place].area.box;
        spot->before_km2 = figures ? figures->served_km2[spot->place] : 0;
    }
    ER_TRY(serve_after(s));
    return knows_kept(s) ? ER_OK : serve_both(s);
}

/* ---- the answer ------------------------------------------------------------------------------ */

static const char *stratum_name(uint32_t stratum) {
    static const char *const names[] = {"any", "all", "operator"};
    return names[stratum < ER_WHATIF_OPERATOR ? stratum : ER_WHATIF_OPERATOR];
}

static const char *operator_name(const struct stratum *s) {
    if (s->number < ER_WHATIF_OPERATOR) return NULL;
    return s->q->operators.names[s->number - ER_WHATIF_OPERATOR];
}

static void add_to_total(er_whatif_total *total, const struct spot *spot,
                         const er_whatif_place *place) {
    er_compare_overlap o = {
        .before = spot->before_km2, .after = spot->after_km2, .kept = spot->kept_km2};
    o = er_compare_without_noise(o, place->area_km2);
    er_compare_figures km2 = er_compare_km2_of(&o);
    total->gained_km2 += km2.gained;
    total->lost_km2 += km2.lost;
    if (isnan(place->persons)) return;
    er_compare_figures persons =
        er_compare_persons_of(place->persons, place->persons, place->area_km2, &o);
    total->gained_persons += persons.gained;
    total->lost_persons += persons.lost;
}

static void add_unit(struct stratum *s, const struct spot *spot) {
    const er_whatif_place *place = &s->q->whatif->places[spot->place];
    const er_whatif_figures *figures = figures_before(s);
    er_whatif_answer *answer = s->q->answer;
    er_whatif_unit unit = {.unit_id = place->id,
                           .stratum = stratum_name(s->number),
                           .operator_ = operator_name(s),
                           .area_km2 = place->area_km2,
                           .before_km2 = spot->before_km2,
                           .after_km2 = spot->after_km2,
                           .persons = place->persons,
                           .persons_before = figures ? figures->persons_served[spot->place] : 0,
                           .persons_after = place->persons * (spot->after_km2 / place->area_km2)};
    if (isnan(place->persons)) unit.persons_before = NAN;
    answer->units[answer->unit_count++] = unit;
}

/** The list of units lives in the arena: it moves when it grows. */
static er_status make_room(struct stratum *s) {
    er_whatif_answer *answer = s->q->answer;
    er_whatif_unit *units = NULL;
    size_t need = answer->unit_count + s->count;
    if (need <= s->q->unit_capacity) return ER_OK;
    s->q->unit_capacity = 2 * need;
    ER_TRY(er_arena_alloc(s->q->ctx, s->q->arena, s->q->unit_capacity * sizeof *units, &units));
    if (answer->unit_count > 0) memcpy(units, answer->units, answer->unit_count * sizeof *units);
    answer->units = units;
    return ER_OK;
}

er_status er_whatif_measure(er_whatif_question *q, uint32_t number) {
    struct stratum s = {.q = q, .number = number};
    er_whatif_total total = {.stratum = stratum_name(number), .operator_ = operator_name(&s)};
    const er_whatif_figures *figures = figures_before(&s);
    ER_TRY(find_spots(&s));
    ER_TRY(make_room(&s));
    if (s.count > 0) ER_TRY(measure(&s));
    for (size_t i = 0; i < s.count; i++) {
        add_to_total(&total, &s.spots[i], &q->whatif->places[s.spots[i].place]);
        if (s.spots[i].reached) add_unit(&s, &s.spots[i]);
    }
    total.persons_before = figures ? figures->persons : 0;
    total.persons_after = total.persons_before + total.gained_persons - total.lost_persons;
    if (!q->whatif->has_persons)
        total.persons_before = total.persons_after = total.gained_persons = total.lost_persons =
            NAN;
    q->answer->totals[q->answer->total_count++] = total;
    return ER_OK;
}

/** Measure all strata, or the one of a name. */
static er_status answer_all(er_whatif_question *q, const er_whatif_total *asked) {
    er_whatif_answer *answer = q->answer;
    uint32_t strata;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (q->change->added_count + 1) * sizeof(double),
                          &answer->radii_m));
    ER_TRY(er_whatif_radii(q->ctx, q->whatif, q->change, answer->radii_m));
    ER_TRY(er_whatif_prepare(q));
    strata = ER_WHATIF_OPERATOR + q->operators.count;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, strata * sizeof *answer->totals, &answer->totals));
    for (uint32_t stratum = 0; stratum < strata; stratum++) {
        const struct stratum s = {.q = q, .number = stratum};
        if (!asked || (strcmp(asked->stratum, stratum_name(stratum)) == 0 &&
                       er_equal_texts(asked->operator_, operator_name(&s))))
            ER_TRY(er_whatif_measure(q, stratum));
    }
    return ER_OK;
}

static er_status ask(er_context *ctx, const er_whatif *whatif, er_arena *arena,
                     const er_whatif_change *change, const er_whatif_total *asked,
                     er_whatif_answer *out) {
    er_whatif_answer answer = {0};
    er_whatif_question question = {
        .ctx = ctx, .whatif = whatif, .arena = arena, .change = change, .answer = &answer};
    ER_TRY(answer_all(&question, asked));
    *out = answer;
    return ER_OK;
}

er_status er_whatif_ask(er_context *ctx, const er_whatif *whatif, er_arena *arena,
                        const er_whatif_change *change, er_whatif_answer *out) {
    return ask(ctx, whatif, arena, change, NULL, out);
}

er_status er_whatif_ask_one(er_context *ctx, const er_whatif *whatif, er_arena *arena,
                            const er_whatif_change *change, const char *stratum,
                            const char *operator_, er_whatif_answer *out) {
    const er_whatif_total asked = {.stratum = stratum, .operator_ = operator_};
    return ask(ctx, whatif, arena, change, &asked, out);
}
