/* The page of reports, which is part of the program, with data put into it. */
#include "outputs/report_parts.h"

#include "evenreach/outputs.h"

#include <nettle/base64.h>
#include <string.h>
#include <zlib.h>

#ifdef EVENREACH_PAGE
__asm__(".section .rodata\n"
        ".hidden er_viewer_page\n"
        ".globl er_viewer_page\n"
        ".hidden er_viewer_page_size\n"
        ".globl er_viewer_page_size\n"
        "er_viewer_page:\n"
        ".incbin \"" EVENREACH_PAGE "\"\n"
        "er_viewer_page_end:\n"
        ".balign 8\n"
        "er_viewer_page_size:\n"
        ".quad er_viewer_page_end - er_viewer_page\n"
        ".previous\n");
extern const char er_viewer_page[];
extern const uint64_t er_viewer_page_size;
#else
static const char er_viewer_page[1];
static const uint64_t er_viewer_page_size;
#endif

const char er_report_mark[] = "<script id=\"evenreach-data\" type=\"application/gzip;base64\">";
static const char mark_end[] = "</script>", place[] = "<!--evenreach-data-->",
                  title_begin[] = "<title>", title_end[] = "</title>";

bool er_report_is_built(void) {
    return er_viewer_page_size > 0;
}

er_status er_report_check_built(er_context *ctx) {
    if (er_report_is_built()) return ER_OK;
    return er_fail(ctx, ER_ERR_UNSUPPORTED,
                   "this evenreach was built without the page of reports; build it with "
                   "-DEVENREACH_VIEWER=ON, which takes node and npm");
}

/** Bytes of the page from a place in it on. */
static size_t left_from(const char *from) {
    return (size_t)er_viewer_page_size - (size_t)(from - er_viewer_page);
}

/* ---- packing --------------------------------------------------------------------------------- */

/** gzip of memory: a header without time, name or system, so that the bytes say nothing else. */
static er_status pack(er_context *ctx, char *text, uint8_t **out, size_t *size) {
    enum { WINDOW_BITS = 15, AS_GZIP = 16, MEMORY = 9, NO_SYSTEM = 255 };
    z_stream z = {0};
    gz_header header = {.os = NO_SYSTEM};
    size_t length = strlen(text);
    if (length > UINT32_MAX)
        return er_fail(ctx, ER_ERR_MEMORY, "the data of the report are larger than 4 GB");
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW_BITS + AS_GZIP, MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    deflateSetHeader(&z, &header);
    size_t room = deflateBound(&z, length);
    er_status status = er_alloc(ctx, room, 1, out);
    if (status == ER_OK) {
        z.next_in = (Bytef *)text;
        z.avail_in = (uInt)length;
        z.next_out = *out;
        z.avail_out = (uInt)room;
        if (deflate(&z, Z_FINISH) != Z_STREAM_END)
            status = er_fail(ctx, ER_ERR_INTERNAL, "the data of the report can't be packed");
        *size = z.total_out;
    }
    deflateEnd(&z);
    if (status != ER_OK) {
        er_free(*out);
        *out = NULL;
    }
    return status;
}

/* ---- putting together ------------------------------------------------------------------------ */

struct writer {
    char *at; /**< null while sizes are summed up */
    size_t size;
};

static void put(struct writer *w, const char *text, size_t size) {
    if (w->at && text) memcpy(w->at + w->size, text, size);
    w->size += size;
}

/** Text between tags. */
static void put_escaped(struct writer *w, const char *text) {
    for (; *text; text++) {
        const char *name = *text == '&'   ? "&amp;"
                           : *text == '<' ? "&lt;"
                           : *text == '>' ? "&gt;"
                                          : NULL;
        if (name)
            put(w, name, strlen(name));
        else
            put(w, text, 1);
    }
}

static void put_base64(struct writer *w, const uint8_t *bytes, size_t size) {
    if (w->at) base64_encode_raw(w->at + w->size, size, bytes);
    w->size += BASE64_ENCODE_RAW_LENGTH(size);
}

/** What the page is made of, piece by piece. */
struct pieces {
    const char *title; /**< null: the page's own */
    const uint8_t *packed;
    size_t packed_size;
    const char *title_from; /**< in the page: behind <title> */
    const char *title_to;
    const char *data_at; /**< of the placeholder */
};

static void put_page(struct writer *w, const struct pieces *p) {
    const char *from = er_viewer_page;
    if (p->title) {
        put(w, from, (size_t)(p->title_from - from));
        put_escaped(w, p->title);
        from = p->title_to;
    }
    put(w, from, (size_t)(p->data_at - from));
    put(w, er_report_mark, strlen(er_report_mark));
    put_base64(w, p->packed, p->packed_size);
    put(w, mark_end, strlen(mark_end));
    from = p->data_at + strlen(place);
    put(w, from, left_from(from));
}

static const char *find(const char *from, const char *text) {
    return memmem(from, left_from(from), text, strlen(text));
}

/** The page has its title first and one place for the data. */
static er_status find_places(er_context *ctx, struct pieces *p) {
    const char *title = find(er_viewer_page, title_begin);
    p->title_from = title ? title + strlen(title_begin) : NULL;
    p->title_to = title ? find(p->title_from, title_end) : NULL;
    p->data_at = p->title_to ? find(p->title_to, place) : NULL;
    if (!p->data_at || find(p->data_at + 1, place))
        return er_fail(ctx, ER_ERR_INTERNAL, "the page of this build has no place for the data");
    return ER_OK;
}

er_status er_report_page(er_context *ctx, const char *title, char *document, char **out,
                         size_t *size) {
    struct pieces p = {.title = title};
    struct writer w = {0};
    uint8_t *packed = NULL;
    ER_TRY(er_report_check_built(ctx));
    ER_TRY(find_places(ctx, &p));
    ER_TRY(pack(ctx, document, &packed, &p.packed_size));
    p.packed = packed;
    put_page(&w, &p);
    er_status status = er_alloc(ctx, w.size + 1, 1, out);
    if (status == ER_OK) {
        *size = w.size;
        w = (struct writer){.at = *out};
        put_page(&w, &p);
    }
    er_free(packed);
    return status;
}
