/* Both languages of what a workspace says: the second one of texts that had one alone. Released:
 * never changed. */
#include "store/schema.h"

#define ADD(table, column) "ALTER TABLE " table " ADD COLUMN " column " TEXT"

static const char *const version_6[] = {ADD("source", "title_zh"),
                                        ADD("source", "licence_zh"),
                                        ADD("source", "attribution_zh"),
                                        ADD("reject", "reason_zh"),
                                        ADD("assumption", "value_zh"),
                                        ADD("assumption", "basis_zh"),
                                        ADD("pilot", "note_zh"),
                                        ADD("target", "measure_zh"),
                                        ADD("target", "denominator_zh"),
                                        ADD("target_finding", "measure_zh"),
                                        ADD("target_finding", "denominator_zh"),
                                        ADD("service_need", "name_zh"),
                                        ADD("service_need", "basis_zh"),
                                        NULL};

const store_schema store_schema_6 = {
    .statements = version_6,
    .count_tables =
        "SELECT count(*) FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
        " AND t.name || '.' || c.name IN ('source.title_zh', 'source.licence_zh',"
        " 'source.attribution_zh', 'reject.reason_zh', 'assumption.value_zh',"
        " 'assumption.basis_zh', 'pilot.note_zh', 'target.measure_zh', 'target.denominator_zh',"
        " 'target_finding.measure_zh', 'target_finding.denominator_zh', 'service_need.name_zh',"
        " 'service_need.basis_zh')",
    .table_count = 13};
