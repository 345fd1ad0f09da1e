/* The stream stderr is a variable that may be assigned (GNU C library manual, section 12.2). While
 * some thread is hushed it is a stream without a buffer, whose writes happen in the thread that
 * prints: those of hushed threads go nowhere, all others to the stream that was there before. It is
 * made once and never closed, since a thread may have taken it up just before it is put back. */
#include "outputs/hush.h"

#include <pthread.h>
#include <stdio.h>

#ifdef __GLIBC__

static _Thread_local int hushed;

static struct {
    pthread_mutex_t lock;
    FILE *before; /**< what stderr was before it was replaced */
    FILE *filter;
    int threads; /**< calls of er_hush_begin that have not ended */
} stream = {.lock = PTHREAD_MUTEX_INITIALIZER};

static ssize_t pass_on(void *owner, const char *text, size_t size) {
    (void)owner;
    if (!hushed) fwrite(text, 1, size, stream.before);
    return (ssize_t)size;
}

static void replace(void) {
    if (!stream.filter) {
        const cookie_io_functions_t calls = {.write = pass_on};
        stream.filter = fopencookie(NULL, "w", calls);
        if (stream.filter) setvbuf(stream.filter, NULL, _IONBF, 0);
    }
    if (!stream.filter) return;
    fflush(stderr);
    stream.before = stderr;
    stderr = stream.filter;
}

void er_hush_begin(void) {
    hushed++;
    pthread_mutex_lock(&stream.lock);
    if (stream.threads++ == 0) replace();
    pthread_mutex_unlock(&stream.lock);
}

void er_hush_end(void) {
    pthread_mutex_lock(&stream.lock);
    if (--stream.threads == 0 && stderr == stream.filter) stderr = stream.before;
    pthread_mutex_unlock(&stream.lock);
    hushed--;
}

#else

void er_hush_begin(void) {
}
void er_hush_end(void) {
}

#endif
