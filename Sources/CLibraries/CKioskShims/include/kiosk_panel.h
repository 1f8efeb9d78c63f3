#pragma once
// The panel beside libdrm: fbdev panning, the keyboard of a console, and the kernel's own hotplug messages.
#include <linux/fb.h>
#include <linux/kd.h>
#include <sys/ioctl.h>

/// Shows another part of a frame buffer's memory; the mode stays.
static inline int kiosk_fb_pan(int descriptor, struct fb_var_screeninfo *mode) {
    return ioctl(descriptor, FBIOPAN_DISPLAY, mode);
}

/// What the console makes of its keyboard; `K_OFF` is nothing.
static inline int kiosk_console_set_keyboard(int descriptor, int mode) {
    return ioctl(descriptor, KDSKBMODE, mode);
}

// In a file of their own: headers of the C library that Glibc exports must not be included here, or their
// words would belong to this module and be missed in files that import only Glibc.

/// A counter that can be waited for (eventfd), closed on exec and never blocking; -1 and errno when there is none.
int kiosk_wake_up(void);

/// A socket that hears what the kernel says of devices; -1 and errno when there is none.
int kiosk_uevent_socket(void);

/// One message of the kernel; 0 for what another process made up, -1 and errno when there is none.
int kiosk_uevent_receive(int descriptor, void *buffer, int length);
