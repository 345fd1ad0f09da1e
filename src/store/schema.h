/** store/schema.h: the schema, as the steps that lead to it, each in its own file. A step once
 * released is never changed: a change of the schema is a new step. */
#ifndef EVENREACH_STORE_SCHEMA_H
#define EVENREACH_STORE_SCHEMA_H

#include "store/internal.h"

typedef struct store_schema {
    /** Run in order, null at the end; one that returns a row must return 1 (SpatiaLite's functions
     *  report failure that way). A geometry column is declared as BLOB, as STRICT asks, and then
     *  registered. */
    const char *const *statements;
    const char *count_tables; /**< how many of the tables (or, without any, the columns of tables)
                                   that it added are there, as tables */
    int64_t table_count;      /**< that it added */
} store_schema;

extern const store_schema store_schema_1;
extern const store_schema store_schema_2;
extern const store_schema store_schema_3;
extern const store_schema store_schema_4;
extern const store_schema store_schema_5;
extern const store_schema store_schema_6;

#endif
