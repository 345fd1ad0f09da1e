/* From what both sides serve to figures whose sums come out even: every figure is a whole multiple
 * of one quantum, so that adding and taking away is exact in doubles. */
#include "analysis/compare.h"

#include <math.h>

/* 2^-28 km2 is 4 cm x 1 mm of 100 m2, 2^-20 persons a millionth of one; with them the sums of a
 * country (2^25 km2, 2^33 persons) still fit the 53 bits of a double. */
enum { KM2_BITS = 28, PERSON_BITS = 20 };
/* What is next to nothing of a unit is rounding, as in er_cover. */
static const double share_noise = 1e-10;

static double on_quantum(double value, int bits) {
    return ldexp(round(ldexp(value, bits)), -bits);
}

er_compare_overlap er_compare_without_noise(er_compare_overlap o, double area_km2) {
    double noise = share_noise * area_km2;
    bool lost = o.before - o.kept > noise, gained = o.after - o.kept > noise;
    if (lost && gained) {
        o.kept = fmin(o.kept, o.before);
        o.after = fmax(o.after, o.kept);
    } else if (lost) {
        o.kept = o.after = fmin(o.after, o.before);
    } else {
        o.kept = o.before;
        o.after = gained ? fmax(o.after, o.kept) : o.kept;
    }
    return o;
}

/** `kept` is no more than either; all that is left is gained or lost. */
static er_compare_figures figures_of(double before, double after, double kept, double from_unknown,
                                     double to_unknown, int bits) {
    er_compare_figures f = {.before = on_quantum(before, bits), .after = on_quantum(after, bits)};
    f.kept = fmin(on_quantum(kept, bits), fmin(f.before, f.after));
    f.gained = f.after - f.kept;
    f.lost = f.before - f.kept;
    f.gained_from_unknown = fmin(on_quantum(from_unknown, bits), f.gained);
    f.lost_to_unknown = fmin(on_quantum(to_unknown, bits), f.lost);
    return f;
}

er_compare_figures er_compare_km2_of(const er_compare_overlap *o) {
    return figures_of(o->before, o->after, o->kept, o->from_unknown, o->to_unknown, KM2_BITS);
}

er_compare_figures er_compare_persons_of(double were, double are, double area_km2,
                                         const er_compare_overlap *o) {
    er_compare_figures f =
        figures_of(were * (o->before / area_km2), are * (o->after / area_km2),
                   fmin(were, are) * (o->kept / area_km2), are * (o->from_unknown / area_km2),
                   were * (o->to_unknown / area_km2), PERSON_BITS);
    f.population = on_quantum((are - were) * (o->after / area_km2), PERSON_BITS);
    return f;
}

void er_compare_add_figures(er_compare_figures *sum, const er_compare_figures *f) {
    sum->before += f->before;
    sum->gained += f->gained;
    sum->lost += f->lost;
    sum->after += f->after;
    sum->kept += f->kept;
    sum->gained_from_unknown += f->gained_from_unknown;
    sum->lost_to_unknown += f->lost_to_unknown;
    sum->population += f->population;
}

static er_compare_figures not_known(void) {
    return (er_compare_figures){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
}

/** What the units right below one add up to. */
struct below {
    double area_km2;
    er_compare_figures km2;
    er_compare_figures persons;
    bool has_persons; /* of some of them */
    bool half_known;  /* the persons of one are known on one side alone */
    struct {          /* what those with persons take of the unit */
        er_compare_overlap overlap;
        double area_km2;
        double were, are;
    } taken;
};

static void take_area(er_compare_unit *unit, const struct below *below) {
    double area_km2 = unit->row[ER_AFTER]->area_km2;
    bool filled = unit->has_below && unit->is_whole &&
                  fabs(below->area_km2 - area_km2) <= ER_SAME_AREA * area_km2;
    const er_compare_overlap *o = &unit->overlap;
    unit->area_km2 = filled ? below->area_km2 : on_quantum(area_km2, KM2_BITS);
    unit->km2 = filled ? below->km2 : er_compare_km2_of(o);
}

/** What is left of a figure after its parts; what is next to nothing is rounding. */
static double rest_of(double whole, double parts) {
    double rest = whole - parts;
    return rest > ER_SAME_AREA * whole ? rest : 0;
}

/** Persons of a unit some parts of which are not compared: those of its parts, and all others
 * evenly spread over what is left of it. */
static er_compare_figures persons_with_rest(const er_compare_unit *unit,
                                            const struct below *below) {
    const er_compare_overlap *all = &unit->overlap, *parts = &below->taken.overlap;
    double whole_km2 = unit->row[ER_AFTER]->area_km2;
    double area_km2 = rest_of(whole_km2, below->taken.area_km2);
    er_compare_overlap o = {.before = rest_of(all->before, parts->before),
                            .after = rest_of(all->after, parts->after),
                            .from_unknown = rest_of(all->from_unknown, parts->from_unknown),
                            .to_unknown = rest_of(all->to_unknown, parts->to_unknown)};
    o.before = fmin(o.before, area_km2);
    o.after = fmin(o.after, area_km2);
    o.kept = fmin(rest_of(all->kept, parts->kept), fmin(o.before, o.after));
    if (area_km2 == 0) { /* persons beside their parts, but no place for them */
        area_km2 = whole_km2;
        o = *all;
    }
    er_compare_figures persons = er_compare_persons_of(
        rest_of(unit->row[ER_BEFORE]->persons, below->taken.were),
        rest_of(unit->row[ER_AFTER]->persons, below->taken.are), area_km2, &o);
    er_compare_add_figures(&persons, &below->persons);
    return persons;
}

static void take_persons(er_compare_unit *unit, const struct below *below) {
    double were = unit->row[ER_BEFORE]->persons, are = unit->row[ER_AFTER]->persons;
    bool by_parts = below->has_persons && !below->half_known;
    if (unit->is_whole && by_parts)
        unit->persons = below->persons;
    else if (isnan(were) || isnan(are))
        unit->persons = not_known();
    else if (by_parts)
        unit->persons = persons_with_rest(unit, below);
    else
        unit->persons =
            er_compare_persons_of(were, are, unit->row[ER_AFTER]->area_km2, &unit->overlap);
}

static void take_part(const er_compare_unit *unit, struct below *below) {
    er_compare_overlap *sum = &below->taken.overlap;
    const er_compare_overlap *o = &unit->overlap;
    sum->before += o->before;
    sum->after += o->after;
    sum->kept += o->kept;
    sum->from_unknown += o->from_unknown;
    sum->to_unknown += o->to_unknown;
    below->taken.area_km2 += unit->row[ER_AFTER]->area_km2;
    below->taken.were += unit->row[ER_BEFORE]->persons;
    below->taken.are += unit->row[ER_AFTER]->persons;
    er_compare_add_figures(&below->persons, &unit->persons);
}

static void hand_up(const er_compare_unit *unit, struct below *below) {
    bool known = !isnan(unit->persons.before);
    below->area_km2 += unit->area_km2;
    er_compare_add_figures(&below->km2, &unit->km2);
    if (known) take_part(unit, below);
    below->has_persons = below->has_persons || known;
    below->half_known = below->half_known ||
                        isnan(unit->row[ER_BEFORE]->persons) != isnan(unit->row[ER_AFTER]->persons);
}

er_status er_compare_figures_of(er_comparison *c) {
    struct below *below = NULL;
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (c->unit_count + 1) * sizeof *below, &below));
    for (size_t i = c->unit_count; i-- > 0;) { /* from the finest level up */
        er_compare_unit *unit = &c->units[i];
        unit->overlap = er_compare_without_noise(unit->overlap, unit->row[ER_AFTER]->area_km2);
        take_area(unit, &below[i]);
        take_persons(unit, &below[i]);
        if (unit->parent != ER_NO_UNIT) hand_up(unit, &below[unit->parent]);
    }
    return ER_OK;
}
