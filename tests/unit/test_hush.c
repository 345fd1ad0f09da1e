/* Lines of a thread that is hushed are dropped, those of all others are printed. */
#include "unit/test.h"

#include "outputs/hush.h"

#include <pthread.h>
#include <stdio.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

/** What is printed to file descriptor 2 meanwhile goes into a file; its place before. */
static int capture(FILE *file) {
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    assert_true(before >= 0);
    assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
    return before;
}

static void release(int before) {
    fflush(stderr);
    assert_true(dup2(before, STDERR_FILENO) >= 0);
    close(before);
}

/** Lines of the file with a word in them. */
static int lines_with(FILE *file, const char *word) {
    char line[256];
    int count = 0;
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        size_t length = strlen(line);
        assert_true(length > 0 && line[length - 1] == '\n');
        count += strstr(line, word) != NULL;
    }
    return count;
}

static void a_thread_is_silent_in_between(void **state) {
    (void)state;
    FILE *const stream = stderr;
    FILE *file = tmpfile();
    assert_non_null(file);
    int before = capture(file);
    fprintf(stderr, "first %d\n", 1);
    er_hush_begin();
    fprintf(stderr, "dropped %d\n", 2);
    er_hush_begin();
    fputs("dropped, inside\n", stderr);
    er_hush_end();
    fputs("dropped, still\n", stderr);
    er_hush_end();
    fprintf(stderr, "last\n");
    release(before);
    assert_int_equal(lines_with(file, "first"), 1);
    assert_int_equal(lines_with(file, "last"), 1);
    assert_int_equal(lines_with(file, "dropped"), 0);
    assert_ptr_equal(stderr, stream);
    fclose(file);
}

enum { LINES = 20000 };

static atomic_bool has_begun;

static void *talk(void *owner) {
    (void)owner;
    for (int i = 0; i < LINES; i++) {
        fprintf(stderr, "spoken %d\n", i);
        atomic_store(&has_begun, true);
    }
    return NULL;
}

static void *whisper(void *owner) {
    (void)owner;
    for (int i = 0; i < LINES; i++) {
        er_hush_begin();
        fprintf(stderr, "whispered %d\n", i);
        er_hush_end();
    }
    return NULL;
}

static void other_threads_lose_no_line(void **state) {
    (void)state;
    pthread_t threads[3];
    FILE *file = tmpfile();
    assert_non_null(file);
    atomic_store(&has_begun, false);
    int before = capture(file);
    assert_int_equal(pthread_create(&threads[0], NULL, talk, NULL), 0);
    while (!atomic_load(&has_begun))
        usleep(100);
    assert_int_equal(pthread_create(&threads[1], NULL, whisper, NULL), 0);
    assert_int_equal(pthread_create(&threads[2], NULL, whisper, NULL), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    release(before);
    assert_int_equal(lines_with(file, "spoken"), LINES);
    assert_int_equal(lines_with(file, "whispered"), 0);
    fclose(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_is_silent_in_between),
        cmocka_unit_test(other_threads_lose_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
