#pragma once
// What Linux offers and Swift cannot see by itself: ioctl requests built by macros, the variadic ioctl(), and what
// glibc keeps behind _GNU_SOURCE.
#include <linux/fb.h>
#include <linux/kd.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/ioctl.h>

/// The geometry that never changes while a mode is set: memory length and bytes a row.
static inline int kiosk_fb_fixed(int descriptor, struct fb_fix_screeninfo *info) {
    return ioctl(descriptor, FBIOGET_FSCREENINFO, info);
}

/// The mode: resolution, bits a pixel, and where the colours lie.
static inline int kiosk_fb_variable(int descriptor, struct fb_var_screeninfo *info) {
    return ioctl(descriptor, FBIOGET_VSCREENINFO, info);
}

static inline int kiosk_console_mode(int descriptor, int *mode) {
    return ioctl(descriptor, KDGETMODE, mode);
}

static inline int kiosk_console_set_mode(int descriptor, int mode) {
    return ioctl(descriptor, KDSETMODE, mode);
}

/// The child to be started has no descriptor from this one on.
int kiosk_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

/// Names the calling thread for `ps -L` and debuggers; 15 bytes at most.
int kiosk_name_thread(const char *name);

/// Whether the calling thread is the process's first.
bool kiosk_is_main_thread(void);

/// Keeps SIGTERM and SIGINT from ending the process; threads that are started from now on inherit that.
///
/// Returns a descriptor that becomes readable when one of them comes, or -1. Here because `sigset_t` would have two
/// homes in Swift.
int kiosk_shutdown_signals(void);

/// One heap for all threads, which grows in large steps (mallopt(3)).
void kiosk_use_one_heap(void);

/// Returns free heap memory, and unmaps the pages of code and constants until they are used again.
void kiosk_trim_memory(void);
