#pragma once
// The panel beside libdrm: fbdev panning, and the keyboard of a console.
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
