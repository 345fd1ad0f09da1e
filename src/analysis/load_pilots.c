#include "analysis/load.h"

#include <math.h>

enum field {
    CODE,
    NAME,
    NAME_EN,
    THEME,
    NETWORK,
    STATUS,
    YEAR,
    SMES,
    VISITS,
    REVENUE,
    PERSONS_SERVED,
    BUDGET,
    DATE_ON,
    DATE_OFF,
    NOTE,
    NOTE_ZH,
    DOCUMENT
};

static const er_load_field fields[] = {
    [CODE] = {"code", true},
    [NAME] = {"name", false},
    [NAME_EN] = {"name_en", false},
    [THEME] = {"theme", false},
    [NETWORK] = {"network", false},
    [STATUS] = {"status", false},
    [YEAR] = {"year", false},
    [SMES] = {"smes", false},
    [VISITS] = {"visits", false},
    [REVENUE] = {"revenue", false},
    [PERSONS_SERVED] = {"persons_served", false},
    [BUDGET] = {"budget", false},
    [DATE_ON] = {"date_on", false},
    [DATE_OFF] = {"date_off", false},
    [NOTE] = {"note", false},
    [NOTE_ZH] = {"note_zh", false},
    [DOCUMENT] = {"document", false},
    {NULL, false},
};

static er_status begin(er_context *ctx, er_loading *load) {
    er_pilot *pilots = NULL;
    size_t count = 0;
    ER_TRY(er_load_begin_codes(ctx, load));
    ER_TRY(er_store_pilots(ctx, load->store, load->arena, &pilots, &count));
    for (size_t i = 0; i < count; i++)
        ER_TRY(er_load_known_code(ctx, load, pilots[i].code));
    return ER_OK;
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    (void)table_row;
    er_pilot pilot = {.source_id = load->source.id};
    ER_TRY(er_load_needed(ctx, load, CODE, &pilot.code));
    if (load->rejected) return ER_OK;
    ER_TRY(er_load_text(ctx, load, NAME, &pilot.name));
    ER_TRY(er_load_text(ctx, load, NAME_EN, &pilot.name_en));
    ER_TRY(er_load_text(ctx, load, THEME, &pilot.theme));
    ER_TRY(er_load_text(ctx, load, NETWORK, &pilot.network));
    ER_TRY(er_load_text(ctx, load, STATUS, &pilot.status));
    ER_TRY(er_load_text(ctx, load, NOTE, &pilot.note));
    ER_TRY(er_load_text(ctx, load, NOTE_ZH, &pilot.note_zh));
    ER_TRY(er_load_text(ctx, load, DOCUMENT, &pilot.document));
    ER_TRY(er_load_year(ctx, load, YEAR, &pilot.year));
    ER_TRY(er_load_number(ctx, load, SMES, 0, false, 1e12, &pilot.smes));
    ER_TRY(er_load_number(ctx, load, VISITS, 0, false, 1e12, &pilot.visits));
    ER_TRY(er_load_number(ctx, load, REVENUE, -1e15, false, 1e15, &pilot.revenue));
    ER_TRY(er_load_number(ctx, load, PERSONS_SERVED, 0, false, 1e12, &pilot.persons_served));
    ER_TRY(er_load_number(ctx, load, BUDGET, 0, false, 1e15, &pilot.budget));
    ER_TRY(er_load_period(ctx, load, DATE_ON, DATE_OFF, &pilot.date_on, &pilot.date_off));
    if (load->rejected) return ER_OK;
    ER_TRY(er_load_take_code(ctx, load, pilot.code));
    if (load->rejected) return ER_OK;
    return er_store_add_pilot(ctx, load->store, &pilot);
}

const er_load_kind er_load_pilots = {
    .name = "pilots",
    .fields = fields,
    .begin = begin,
    .row = row,
    .release = er_load_release_codes,
};
