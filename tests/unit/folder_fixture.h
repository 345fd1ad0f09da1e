/** A folder of a test's own. */
#ifndef EVENREACH_TEST_FOLDER_FIXTURE_H
#define EVENREACH_TEST_FOLDER_FIXTURE_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** Make one that bears a name; false if it can't be made. */
static inline bool test_folder_make(char folder[64], const char *name) {
    snprintf(folder, 64, "/tmp/evenreach-%s-XXXXXX", name);
    return mkdtemp(folder) != NULL;
}

/** Remove it with all that is in it; not 0 if something is left. */
static inline int test_folder_remove(const char *folder) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/** Everything in a folder, hidden files too; 0 if it is not there. */
static inline size_t files_in(const char *folder) {
    size_t count = 0;
    DIR *handle = opendir(folder);
    if (!handle) return 0;
    for (struct dirent *entry; (entry = readdir(handle));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(handle);
    return count;
}

#endif
