#define _GNU_SOURCE
#include "kiosk_shims.h"

#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

int kiosk_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int kiosk_name_thread(const char *name) {
    return pthread_setname_np(pthread_self(), name);
}

bool kiosk_is_main_thread(void) { return gettid() == getpid(); }

int kiosk_shutdown_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

void kiosk_use_one_heap(void) {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TOP_PAD, 512 * 1024);
}

static int unmap_constants(struct dl_phdr_info *object, size_t size, void *page) {
    (void)size;
    const uintptr_t mask = *(const uintptr_t *)page - 1;
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        // What cannot be written is in the file as it is in memory.
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
        const uintptr_t first = (object->dlpi_addr + segment->p_vaddr) & ~mask;
        const uintptr_t last = object->dlpi_addr + segment->p_vaddr + segment->p_memsz;
        madvise((void *)first, last - first, MADV_DONTNEED);
    }
    return 0;
}

void kiosk_trim_memory(void) {
    malloc_trim(0);
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    dl_iterate_phdr(unmap_constants, &page);
}
