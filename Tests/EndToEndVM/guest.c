// What the cases need inside the machine and busybox does not have.
#define _GNU_SOURCE
#include "guest.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/fb.h>
#include <linux/kd.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DRM_SET_MASTER _IO('d', 0x1e)
#define DRM_DROP_MASTER _IO('d', 0x1f)

/// Takes a card away from the process that has it, and keeps it until killed.
static int steal(int process, const char *card) {
    int target = syscall(SYS_pidfd_open, process, 0);
    for (int number = 3; number < 64; number++) {
        char link[64], name[256] = "";
        snprintf(link, sizeof link, "/proc/%d/fd/%d", process, number);
        if (readlink(link, name, sizeof name - 1) < 0 || strcmp(name, card)) continue;
        int theirs = syscall(SYS_pidfd_getfd, target, number, 0);
        if (ioctl(theirs, DRM_DROP_MASTER, 0)) perror("drop");
        close(theirs);
    }
    int own = open(card, O_RDWR);
    if (ioctl(own, DRM_SET_MASTER, 0)) perror("set");
    puts("stolen");
    fflush(stdout);
    pause();
    return 0;
}

/// Runs a program as an ordinary user.
static int as_user(int user, char **program) {
    if (setgroups(0, NULL) || setgid(user) || setuid(user)) perror("user");
    execvp(program[0], program);
    return 127;
}

static int console_mode(const char *path) {
    int mode = -1;
    ioctl(open(path, O_RDWR | O_NOCTTY), KDGETMODE, &mode);
    puts(mode == KD_TEXT ? "text" : mode == KD_GRAPHICS ? "graphics" : "?");
    return 0;
}

/// Gives a frame buffer room for two screens, as boards have that can pan.
static int two_screens(const char *path) {
    int device = open(path, O_RDWR);
    struct fb_var_screeninfo mode;
    if (ioctl(device, FBIOGET_VSCREENINFO, &mode)) perror("get");
    mode.yres_virtual = 2 * mode.yres;
    if (ioctl(device, FBIOPUT_VSCREENINFO, &mode)) perror("put");
    return 0;
}

/// A touch panel with ten fingers and 4096 units a side, that sends the lines of standard input (type code value) and
/// says when each report was complete, in microseconds.
static int finger(void) {
    int device = open("/dev/uinput", O_WRONLY);
    ioctl(device, UI_SET_EVBIT, EV_KEY);
    ioctl(device, UI_SET_KEYBIT, BTN_TOUCH);
    ioctl(device, UI_SET_EVBIT, EV_ABS);
    ioctl(device, UI_SET_PROPBIT, INPUT_PROP_DIRECT);
    int axes[] = {ABS_X, ABS_Y, ABS_MT_SLOT, ABS_MT_TRACKING_ID, ABS_MT_POSITION_X, ABS_MT_POSITION_Y};
    int most[] = {4095, 4095, 9, 65535, 4095, 4095};
    for (int index = 0; index < 6; index++) {
        struct uinput_abs_setup axis = {.code = axes[index], .absinfo = {.maximum = most[index]}};
        ioctl(device, UI_ABS_SETUP, &axis);
    }
    struct uinput_setup setup = {.id = {BUS_USB, 0x0eef, 0x0001, 1}, .name = "Test Panel"};
    ioctl(device, UI_DEV_SETUP, &setup);
    if (ioctl(device, UI_DEV_CREATE)) perror("create");
    int type, code, value;
    while (scanf("%d %d %d", &type, &code, &value) == 3) {
        struct input_event event = {.type = type, .code = code, .value = value};
        long long now = microseconds();
        if (write(device, &event, sizeof event) < 0) perror("write");
        if (type == EV_SYN) printf("%lld\n", now);
        fflush(stdout);
    }
    return 0;
}

int main(int count, char **words) {
    if (count == 4 && !strcmp(words[1], "steal")) return steal(atoi(words[2]), words[3]);
    if (count > 3 && !strcmp(words[1], "as")) return as_user(atoi(words[2]), words + 3);
    if (count == 3 && !strcmp(words[1], "console")) return console_mode(words[2]);
    if (count == 3 && !strcmp(words[1], "two-screens")) return two_screens(words[2]);
    if (count == 2 && !strcmp(words[1], "finger")) return finger();
    if (count == 6 && !strcmp(words[1], "cable")) return printer_cable(words[2], atoi(words[3]), words[4], words[5]);
    if (count == 5 && !strcmp(words[1], "scan")) return scan(words[3], !strcmp(words[2], "reports"), words[4]);
    if (count == 4 && !strcmp(words[1], "ask")) return ask(words[2], words[3]);
    return 64;
}
