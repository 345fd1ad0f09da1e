/** Readers: one file format each behind one small interface. A reader gives rows as they stand in
 *  the file (text, and geometry in the file's own reference system); er_table makes places of
 *  them. */
#ifndef EVENREACH_SOURCES_READER_H
#define EVENREACH_SOURCES_READER_H

#include "evenreach/sources.h"

typedef struct er_reader er_reader;

struct er_reader {
    /** As er_table_next; row->geometry is in the file's own reference system. */
    er_status (*next)(er_context *ctx, er_reader *reader, er_table_row *row, bool *more);
    er_status (*rewind)(er_context *ctx, er_reader *reader);
    void (*close)(er_reader *reader);
    /** Box of all geometries in the file's own system, if that is cheap to know; may be null. */
    bool (*extent)(er_reader *reader, er_box *box);

    er_arena *arena; /**< what follows lives here, and with the reader */
    const char *path;
    const char *driver;
    const char *layer;    /**< null for text tables */
    const char *encoding; /**< null where the format fixes it */
    const char *crs;      /**< as the file declares it; null if it does not */
    const char **names;   /**< of the columns */
    size_t column_count;
    bool has_geometry; /**< rows come with a geometry */
};

/** A table in text: comma, semicolon, tab or bar between fields, quotes as in RFC 4180. */
er_status er_reader_open_text(er_context *ctx, const er_table_options *options, er_reader **out);
/** Any other file, through GDAL. */
er_status er_reader_open_gdal(er_context *ctx, const er_table_options *options, er_reader **out);
/** The reader that a path asks for, by its ending. */
er_status er_reader_open(er_context *ctx, const er_table_options *options, er_reader **out);
void er_reader_close(er_reader *reader);

/** Names of the columns, comma separated, for messages; in the arena. */
er_status er_reader_list_columns(er_context *ctx, const er_reader *reader, er_arena *arena,
                                 const char **out);

/** Point a field at its trimmed text, ended with NUL in place; null if nothing is left. */
const char *er_reader_trim(char *text, size_t length);

#endif
