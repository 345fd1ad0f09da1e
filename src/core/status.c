#include "evenreach/core.h"

static const struct {
    const char *name;
    const char *text;
} table[ER_STATUS_COUNT] = {
    [ER_OK] = {"ok", "done"},
    [ER_ERR_USAGE] = {"usage", "the call or the command line is wrong"},
    [ER_ERR_INPUT] = {"input", "a file's content can't be used"},
    [ER_ERR_IO] = {"io", "a file can't be opened, read or written"},
    [ER_ERR_RANGE] = {"range", "a number is outside its stated range"},
    [ER_ERR_GEOMETRY] = {"geometry", "a geometry is invalid and can't be repaired"},
    [ER_ERR_CRS] = {"crs", "a reference system is unknown, ambiguous or only roughly reachable"},
    [ER_ERR_STORE] = {"store", "the workspace is missing, damaged, locked or of another version"},
    [ER_ERR_NOT_FOUND] = {"not_found", "a named thing is not there"},
    [ER_ERR_INFEASIBLE] = {"infeasible", "conditions that cannot all hold"},
    [ER_ERR_UNSUPPORTED] = {"unsupported", "not something that this build does"},
    [ER_ERR_MEMORY] = {"memory", "allocation failed or a size limit was passed"},
    [ER_ERR_CANCELLED] = {"cancelled", "stopped on request"},
    [ER_ERR_INTERNAL] = {"internal", "a fault of the library: please report it"},
};

const char *er_status_name(er_status status) {
    return (unsigned)status < ER_STATUS_COUNT ? table[status].name : "unknown";
}

const char *er_status_text(er_status status) {
    return (unsigned)status < ER_STATUS_COUNT ? table[status].text : "unknown status";
}
