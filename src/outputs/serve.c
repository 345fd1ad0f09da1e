/* GET and HEAD of an output folder's files over HTTP, with libmicrohttpd. */
#include "outputs/serve.h"

#include "evenreach/outputs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough for a browser with several viewers open, little enough for a small machine. */
enum {
    CONNECTIONS = 64,
    TIMEOUT_S = 30,           /* of a connection on which nothing moves */
    CONNECTION_BYTES = 32768, /* for the head of a request */
    THREADS = 2,
    PORT_LIMIT = 65535,
};

struct server {
    er_context *ctx; /**< the caller's: not used by the threads of the daemon */
    const char *folder;
    int root;
    bool cors;
    bool loopback;
    er_language language;
};

/* ---- answers --------------------------------------------------------------------------------- */

/** What a page may do: a report runs what stands in it and may ask for tiles it was told of; the
 *  list of files runs nothing. */
static const char report_policy[] =
    "default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; img-src "
    "'self' data: blob: http: https:; connect-src 'self' data: blob: http: https:; worker-src "
    "blob:; child-src blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors "
    "'none'";
static const char plain_policy[] = "default-src 'none'; style-src 'unsafe-inline'; base-uri "
                                   "'none'; form-action 'none'; frame-ancestors 'none'";

static const char *header(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static void add(struct MHD_Response *response, const char *name, const char *value) {
    MHD_add_response_header(response, name, value);
}

/** "localhost", "127.0.0.1" or "[::1]" with or without a port. */
static bool is_loopback_name(const char *host) {
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i]);
        if (strncasecmp(host, names[i], length) != 0) continue;
        const char *port = host + length;
        if (*port == '\0') return true;
        if (*port == ':' && strspn(port + 1, "0123456789") == strlen(port + 1)) return true;
    }
    return false;
}

/** The Origin header where it is a page of this machine's own; else null. */
static const char *loopback_origin(struct MHD_Connection *connection) {
    const char *origin = header(connection, MHD_HTTP_HEADER_ORIGIN);
    const char *host = origin ? strstr(origin, "://") : NULL;
    if (!host || strncmp(origin, "http", 4) != 0) return NULL;
    return is_loopback_name(host + 3) ? origin : NULL;
}

static enum MHD_Result answer(const struct server *server, struct MHD_Connection *connection,
                              unsigned status, struct MHD_Response *response, const char *type) {
    bool page = type && strncmp(type, "text/html", 9) == 0;
    if (!response) return MHD_NO;
    if (type) add(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    add(response, "X-Content-Type-Options", "nosniff");
    add(response, "Referrer-Policy", "no-referrer");
    add(response, "Cross-Origin-Resource-Policy", server->cors ? "cross-origin" : "same-origin");
    if (!MHD_get_response_header(response, "Content-Security-Policy"))
        add(response, "Content-Security-Policy", page ? report_policy : plain_policy);
    const char *origin = server->cors ? loopback_origin(connection) : NULL;
    if (server->cors) add(response, MHD_HTTP_HEADER_VARY, "Origin");
    if (origin) {
        add(response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        add(response, MHD_HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADERS,
            "Content-Range, Accept-Ranges, ETag, Content-Length");
    }
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static struct MHD_Response *words(const char *text) {
    return MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text,
                                           MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result refuse(const struct server *server, struct MHD_Connection *connection,
                              unsigned status, const char *text) {
    return answer(server, connection, status, words(text), "text/plain; charset=utf-8");
}

/* ---- files ----------------------------------------------------------------------------------- */

/** A file open for an answer. */
struct opened {
    int file;
    uint64_t size;
    char tag[64];
};

static bool names_tag(const char *list, const char *tag) {
    return list && (strcmp(list, "*") == 0 || strstr(list, tag));
}

static enum MHD_Result send_file(const struct server *server, struct MHD_Connection *connection,
                                 const char *place, struct opened *opened) {
    uint64_t first = 0, length = opened->size;
    const char *same = header(connection, MHD_HTTP_HEADER_IF_RANGE);
    er_range range = ER_RANGE_WHOLE;
    char text[96];
    if (names_tag(header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH), opened->tag)) {
        close(opened->file);
        struct MHD_Response *unchanged = words("");
        if (unchanged) add(unchanged, MHD_HTTP_HEADER_ETAG, opened->tag);
        return answer(server, connection, MHD_HTTP_NOT_MODIFIED, unchanged, NULL);
    }
    if (!same || strcmp(same, opened->tag) == 0)
        range = er_serve_range(header(connection, MHD_HTTP_HEADER_RANGE), opened->size, &first,
                               &length);
    struct MHD_Response *response = NULL;
    unsigned status = MHD_HTTP_OK;
    if (range == ER_RANGE_NONE) {
        close(opened->file);
        response = words("");
        status = MHD_HTTP_RANGE_NOT_SATISFIABLE;
        snprintf(text, sizeof text, "bytes */%llu", (unsigned long long)opened->size);
    } else {
        response = MHD_create_response_from_fd_at_offset64(length, opened->file, first);
        if (!response) close(opened->file);
        snprintf(text, sizeof text, "bytes %llu-%llu/%llu", (unsigned long long)first,
                 (unsigned long long)(first + length - 1), (unsigned long long)opened->size);
        if (range == ER_RANGE_PART) status = MHD_HTTP_PARTIAL_CONTENT;
    }
    if (response) {
        add(response, MHD_HTTP_HEADER_ACCEPT_RANGES, "bytes");
        add(response, MHD_HTTP_HEADER_ETAG, opened->tag);
        add(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache"); /* ask whether it changed */
        if (range != ER_RANGE_WHOLE) add(response, MHD_HTTP_HEADER_CONTENT_RANGE, text);
    }
    return answer(server, connection, status, response, er_serve_type(place));
}

static enum MHD_Result give_file(const struct server *server, struct MHD_Connection *connection,
                                 const char *place) {
    struct opened opened;
    struct timespec changed;
    off_t size = 0;
    opened.file = er_serve_open(server->root, place, &size, &changed);
    if (opened.file < 0) return refuse(server, connection, MHD_HTTP_NOT_FOUND, "not found\n");
    opened.size = (uint64_t)size;
    snprintf(opened.tag, sizeof opened.tag, "\"%llx-%llx-%lx\"", (unsigned long long)size,
             (unsigned long long)changed.tv_sec, (unsigned long)changed.tv_nsec);
    return send_file(server, connection, place, &opened);
}

/* ---- the list and the tiles ------------------------------------------------------------------ */

static enum MHD_Result give_index(const struct server *server, struct MHD_Connection *connection) {
    er_context *ctx = NULL; /* of this thread's own */
    char *page = NULL;
    size_t size = 0;
    if (er_context_new(&ctx) != ER_OK) return MHD_NO;
    er_context_set_language(ctx, server->language);
    er_status status = er_serve_index(ctx, server->folder, server->root, &page, &size);
    er_context_free(ctx);
    if (status != ER_OK)
        return refuse(server, connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "can't be listed\n");
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, page, MHD_RESPMEM_MUST_FREE);
    if (response) add(response, "Content-Security-Policy", plain_policy);
    return answer(server, connection, MHD_HTTP_OK, response, "text/html; charset=utf-8");
}

static enum MHD_Result give_tile(const struct server *server, struct MHD_Connection *connection,
                                 const char *name) {
    void *bytes = NULL;
    size_t size = 0;
    if (!er_serve_tile(server->folder, name, &bytes, &size))
        return refuse(server, connection, MHD_HTTP_NOT_FOUND, "not found\n");
    if (!bytes) return answer(server, connection, MHD_HTTP_NO_CONTENT, words(""), NULL);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_MUST_FREE);
    if (response) add(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip"); /* as it is kept */
    return answer(server, connection, MHD_HTTP_OK, response, "application/vnd.mapbox-vector-tile");
}

/* ---- requests -------------------------------------------------------------------------------- */

static enum MHD_Result route(const struct server *server, struct MHD_Connection *connection,
                             const char *url) {
    static const char tiles[] = "tiles/";
    char place[ER_SERVE_PATH_LIMIT];
    if (!er_serve_path(url, place))
        return refuse(server, connection, MHD_HTTP_NOT_FOUND, "not found\n");
    if (!*place) return give_index(server, connection);
    if (strncmp(place, tiles, sizeof tiles - 1) == 0)
        return give_tile(server, connection, place + sizeof tiles - 1);
    return give_file(server, connection, place);
}

/** What a browser asks before it lets another page of this machine read a part of a file. */
static enum MHD_Result give_leave(const struct server *server, struct MHD_Connection *connection) {
    struct MHD_Response *response = words("");
    if (response) {
        add(response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
        add(response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS, "Range, If-Range");
    }
    return answer(server, connection, MHD_HTTP_NO_CONTENT, response, NULL);
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state) {
    static int begun;
    const struct server *server = user;
    (void)version;
    (void)upload;
    if (!*state) { /* the head is there: look at it first, so that no body is taken in vain */
        *state = &begun;
        return MHD_YES;
    }
    if (*upload_size) { /* a body that nobody asked for is read past */
        *upload_size = 0;
        return MHD_YES;
    }
    const char *host = header(connection, MHD_HTTP_HEADER_HOST);
    if (server->loopback && (!host || !is_loopback_name(host))) /* a name that was bent to here */
        return refuse(server, connection, MHD_HTTP_FORBIDDEN, "another host's name\n");
    if (server->cors && strcmp(method, MHD_HTTP_METHOD_OPTIONS) == 0 && loopback_origin(connection))
        return give_leave(server, connection);
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        struct MHD_Response *response = words("GET and HEAD only\n");
        if (response) add(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
        return answer(server, connection, MHD_HTTP_METHOD_NOT_ALLOWED, response,
                      "text/plain; charset=utf-8");
    }
    return route(server, connection, url);
}

/** Escapes stay as they came: er_serve_path takes them apart, and refuses some. */
static size_t keep_escapes(void *user, struct MHD_Connection *connection, char *text) {
    (void)user;
    (void)connection;
    return strlen(text);
}

/* ---- running --------------------------------------------------------------------------------- */

static bool is_loopback(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        return (ntohl(v4.sin_addr.s_addr) >> 24) == IN_LOOPBACKNET;
    }
    struct sockaddr_in6 v6;
    memcpy(&v6, address, sizeof v6);
    return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

static er_status find_address(er_context *ctx, const er_view_options *options,
                              struct addrinfo **out) {
    const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    char port[16];
    if (options->port < 0 || options->port > PORT_LIMIT)
        return er_fail(ctx, ER_ERR_RANGE, "%d is no port; give 0 to 65535", options->port);
    snprintf(port, sizeof port, "%d", options->port);
    int error = getaddrinfo(options->host, port, &wanted, out);
    if (error == 0) return ER_OK;
    return er_fail(ctx, ER_ERR_USAGE, "--host: '%s' is no address of this machine: %s",
                   options->host, gai_strerror(error));
}

static struct MHD_Daemon *start(struct server *server, const struct addrinfo *address) {
    unsigned flags = MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_ITC;
    if (address->ai_family == AF_INET6) flags |= MHD_USE_IPv6;
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR,
                            address->ai_addr, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
                            MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
                            MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_END);
}

static void tell(const struct addrinfo *address, struct MHD_Daemon *daemon,
                 const er_view_options *options) {
    char host[NI_MAXHOST] = "", url[NI_MAXHOST + 32];
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    bool v6 = address->ai_family == AF_INET6;
    getnameinfo(address->ai_addr, address->ai_addrlen, host, sizeof host, NULL, 0, NI_NUMERICHOST);
    snprintf(url, sizeof url, "http://%s%s%s:%u/", v6 ? "[" : "", host, v6 ? "]" : "",
             info ? (unsigned)info->port : 0);
    if (options->ready) options->ready(options->user, url);
}

static er_status serve(struct server *server, const struct addrinfo *address,
                       const er_view_options *options) {
    er_context *ctx = server->ctx;
    const struct timespec pause = {.tv_nsec = 50000000}; /* 50 ms: a signal ends it sooner */
    server->loopback = is_loopback(address->ai_addr);
    struct MHD_Daemon *daemon = start(server, address);
    if (!daemon)
        return er_fail(ctx, ER_ERR_IO,
                       "%s, port %d: can't be listened on: %s; choose another with --port, or 0 "
                       "for any that is free",
                       options->host, options->port, strerror(errno));
    if (!server->loopback)
        er_log(ctx, ER_LOG_WARNING,
               "%s is open to the network: whoever reaches it can read the folder", options->host);
    tell(address, daemon, options);
    while (er_check_cancel(ctx) == ER_OK)
        nanosleep(&pause, NULL);
    MHD_stop_daemon(daemon);
    return ER_OK;
}

er_status er_view(er_context *ctx, const char *folder, const er_view_options *options) {
    struct server server = {.ctx = ctx,
                            .cors = options->cors,
                            .language = er_context_language(ctx),
                            .root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct addrinfo *address = NULL;
    if (server.root < 0)
        return er_fail(ctx, ER_ERR_IO, "%s: is no folder that can be read: %s", folder,
                       strerror(errno));
    char *real = realpath(folder, NULL);
    server.folder = real;
    er_status status = real ? find_address(ctx, options, &address)
                            : er_fail(ctx, ER_ERR_IO, "%s: is no folder that can be read: %s",
                                      folder, strerror(errno));
    if (status == ER_OK && address) status = serve(&server, address, options);
    if (address) freeaddrinfo(address);
    free(real);
    close(server.root);
    return status;
}
