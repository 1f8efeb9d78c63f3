#pragma once
// evdev: requests whose number holds the length of the answer.
#include <linux/input.h>
#include <sys/ioctl.h>

static inline int kiosk_input_name(int descriptor, char *text, int length) {
    return ioctl(descriptor, EVIOCGNAME(length), text);
}

static inline int kiosk_input_id(int descriptor, struct input_id *id) {
    return ioctl(descriptor, EVIOCGID, id);
}

/// Which events of a type the device can send, a bit each; type 0 is the types themselves.
static inline int kiosk_input_bits(int descriptor, int type, void *bits, int length) {
    return ioctl(descriptor, EVIOCGBIT(type, length), bits);
}

static inline int kiosk_input_properties(int descriptor, void *bits, int length) {
    return ioctl(descriptor, EVIOCGPROP(length), bits);
}

/// Which keys and buttons are down now, a bit each.
static inline int kiosk_input_keys(int descriptor, void *bits, int length) {
    return ioctl(descriptor, EVIOCGKEY(length), bits);
}

static inline int kiosk_input_axis(int descriptor, int axis, struct input_absinfo *info) {
    return ioctl(descriptor, EVIOCGABS(axis), info);
}

/// One value a slot; the first word asks for a code, the others are the answer.
static inline int kiosk_input_slots(int descriptor, int *values, int length) {
    return ioctl(descriptor, EVIOCGMTSLOTS(length), values);
}

/// From now on nobody else hears the device: no console, no other program.
static inline int kiosk_input_grab(int descriptor) {
    return ioctl(descriptor, EVIOCGRAB, 1);
}

static inline int kiosk_input_set_clock(int descriptor, int clock) {
    return ioctl(descriptor, EVIOCSCLOCKID, &clock);
}

/// When an event happened, in microseconds; `struct timeval` belongs to whichever module brings it in first.
static inline long long kiosk_input_time(struct input_event event) {
    return event.input_event_sec * 1000000LL + event.input_event_usec;
}
