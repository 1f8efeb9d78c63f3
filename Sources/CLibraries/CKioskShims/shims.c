#define _GNU_SOURCE
#include "kiosk_shims.h"

#include <pthread.h>

int kiosk_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int kiosk_name_thread(const char *name) {
    return pthread_setname_np(pthread_self(), name);
}
