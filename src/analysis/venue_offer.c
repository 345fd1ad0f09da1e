/* Speeds that a venue's users get from each operator.
 *
 * Users are the active share of the peak crowd, spread evenly over the operators that serve some of
 * the venue (all of them are with the operator that the venue states), and evenly over what an
 * operator serves. Those in front of one sector share its time evenly: the speed of each is that of
 * a terminal alone there, times the part of the sector that the venue gets, over the number of
 * users there (a sector is never shared by less than one). */
#include "analysis/cover.h"
#include "analysis/venue_offer.h"

#include <math.h>
#include <string.h>

/** Area of the cells that each sector serves; looked up by sector. */
struct sector_area {
    uint32_t sector;
    double m2;
};

struct sector_areas {
    struct sector_area *items;
    size_t count;
    size_t capacity;
    size_t last; /**< the one found last: neighbours mostly share it */
    double served_m2;
};

/** Neighbouring cells mostly have the same sector, and a venue has few. */
static void find_sector(struct sector_areas *areas, uint32_t sector) {
    if (areas->last < areas->count && areas->items[areas->last].sector == sector) return;
    for (areas->last = 0; areas->last < areas->count; areas->last++)
        if (areas->items[areas->last].sector == sector) return;
}

static er_status sum_sectors(er_context *ctx, const er_venue_survey *survey,
                             const er_service *services, struct sector_areas *areas) {
    for (size_t i = 0; i < survey->cell_count; i++) {
        const er_signal *signal = &services[i].signal;
        if (signal->level == 0) continue;
        find_sector(areas, signal->sector);
        if (areas->last == areas->count) {
            ER_TRY(er_reserve(ctx, &areas->items, &areas->capacity, areas->count + 1,
                              sizeof *areas->items));
            areas->items[areas->count++] = (struct sector_area){signal->sector, 0};
        }
        areas->items[areas->last].m2 += survey->cells[i].area_m2;
        areas->served_m2 += survey->cells[i].area_m2;
    }
    return ER_OK;
}

/** The speeds that one user of `users` in front of the sector gets by this signal. */
static void put_speeds(const er_venue_survey *survey, const er_venue_speeds *speeds, size_t cell,
                       const er_signal *signal, double users) {
    speeds->dl_mbps[cell] = speeds->ul_mbps[cell] = signal->unknown ? (double)NAN : 0;
    if (signal->unknown || signal->level == 0) return;
    const er_emitter *emitters = er_field_sectors(er_network_field(survey->network), NULL);
    const er_budget *budget = &emitters[signal->sector].budget;
    double part = er_network_study(survey->network)->venues.capacity_share / fmax(1, users);
    speeds->dl_mbps[cell] = part * er_downlink_mbps(budget, signal->sinr_db);
    speeds->ul_mbps[cell] = part * er_uplink_mbps(budget, signal->uplink_snr_db);
}

static er_status fill_speeds(er_context *ctx, const er_venue_survey *survey,
                             const er_venue_offer *offer, struct sector_areas *areas) {
    const er_service *services = survey->services + offer->operator_ * survey->cell_count;
    ER_TRY(sum_sectors(ctx, survey, services, areas));
    for (size_t i = 0; i < survey->cell_count; i++) {
        const er_signal *signal = &services[i].signal;
        er_signal inside;
        double users = 0;
        if (signal->level > 0) {
            find_sector(areas, signal->sector);
            users = offer->users * areas->items[areas->last].m2 / areas->served_m2;
        }
        put_speeds(survey, &offer->outdoors, i, signal, users);
        ER_TRY(er_venue_behind_wall(ctx, survey, signal, &inside));
        put_speeds(survey, &offer->indoors, i, &inside, users);
    }
    return ER_OK;
}

static er_status make_speeds(er_context *ctx, const er_venue_survey *survey,
                             er_venue_offer *offer) {
    double **arrays[] = {&offer->outdoors.dl_mbps, &offer->outdoors.ul_mbps,
                         &offer->indoors.dl_mbps, &offer->indoors.ul_mbps};
    struct sector_areas areas = {0};
    if (!er_network_field(survey->network)) return ER_OK;
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        ER_TRY(er_arena_alloc(ctx, survey->arena, (survey->cell_count + 1) * sizeof(double),
                              arrays[i]));
    er_status status = fill_speeds(ctx, survey, offer, &areas);
    er_free(areas.items);
    return status;
}

uint32_t er_venue_own_operator(const er_venue_survey *survey) {
    uint32_t count = 0, named = 0;
    const char *const *names = er_network_operators(survey->network, &count, &named);
    const char *own = survey->venue->operator_;
    for (uint32_t o = 0; own && o < named; o++)
        if (strcmp(names[o], own) == 0) return o;
    return UINT32_MAX;
}

static double users_of_each(const er_venue_survey *survey, const er_venue_offer *offers,
                            size_t count) {
    double crowd = survey->venue->peak_crowd;
    size_t serving = 0;
    for (size_t i = 0; i < count; i++)
        serving += offers[i].row->served_m2 > 0;
    if (isnan(crowd)) return 1;
    double users = crowd * er_network_study(survey->network)->venues.active_share;
    return fmax(1, serving > 0 ? users / (double)serving : users);
}

er_status er_venue_offers(er_context *ctx, const er_venue_survey *survey,
                          const er_venue_result *result, er_venue_offer **out, size_t *count) {
    uint32_t all = 0, named = 0;
    const char *const *names = er_network_operators(survey->network, &all, &named);
    uint32_t own = er_venue_own_operator(survey);
    er_venue_offer *offers = NULL;
    size_t some = 0;
    ER_TRY(er_arena_alloc(ctx, survey->arena, ((size_t)all + 1) * sizeof *offers, &offers));
    for (uint32_t o = 0; o < all; o++)
        if (own == UINT32_MAX || o == own)
            offers[some++] = (er_venue_offer){
                .operator_ = o, .name = names[o], .row = &result->rows[ER_COVER_OPERATOR + o]};
    double users = users_of_each(survey, offers, some);
    for (size_t i = 0; i < some; i++) {
        offers[i].users = users;
        ER_TRY(make_speeds(ctx, survey, &offers[i]));
    }
    *out = offers;
    *count = some;
    return ER_OK;
}
