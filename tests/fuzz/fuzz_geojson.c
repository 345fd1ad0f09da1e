/* Any bytes as a GeoJSON file or text sequence beside a dictionary: the check must survive them and
 * say something of each. */
#include "evenreach/core.h"
#include "bytes_file.h"
#include "outputs/check.h"

static er_context *ctx;
static int64_t told;

static void listen(void *owner, const er_output_violation *violation) {
    (void)owner;
    if (!violation->rule || violation->number < 0) abort();
    told++;
}

static void check(const char *path, bool is_sequence) {
    static const er_check_field fields[] = {{"towns", "code", "text"},
                                            {"towns", "persons", "real"},
                                            {"towns", "stations", "integer"},
                                            {"towns", "synthetic", "boolean"}};
    const er_output_checker to = {.violation = listen};
    er_check_file file = {
        .ctx = ctx, .name = "towns", .fields = fields, .field_count = 4, .to = &to};
    told = 0;
    if (er_check_geojson(&file, path, is_sequence) != ER_OK) abort();
    int64_t most = file.told.violations < ER_CHECK_SHOWN ? file.told.violations : ER_CHECK_SHOWN;
    if (told != most) abort();
    if (!is_sequence && file.told.violations == 0 && file.extent.positions > 0 &&
        !(file.extent.min_x >= -180 && file.extent.max_x <= 180))
        abort(); /* what passes has its coordinates on the Earth */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!ctx && er_context_new(&ctx) != ER_OK) abort();
    const char *path = bytes_file(data, size, "towns.geojson");
    check(path, false);
    check(path, true);
    unlink(path);
    return 0;
}
