#define _GNU_SOURCE
#include "kiosk_shims.h"

int kiosk_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
