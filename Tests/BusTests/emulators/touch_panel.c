// A touch panel under umockdev: the program given sees /dev/input/event5 and may ask it all that evdev answers.
//
// Standard input, a line each: `down SLOT X Y`, `move SLOT X Y`, `up SLOT`, each of them `silently …` (the report is
// lost and the kernel says so), `garbage` (a report of what no panel may say), `read` (says so when all was read),
// `unplug`, `plug`, `forbid` and `permit` (who may open it); `probe …` is handed on to the program.
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <linux/input.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <umockdev.h>
#include <unistd.h>

enum { SLOTS = 10, X_MOST = 1919, Y_MOST = 1079 };

static UMockdevTestbed *bed;
static UMockdevIoctlBase *answers;
static GMainLoop *loop;
static char *node;
static int panel = -1, probe = -1;
static struct { int finger, x, y; } slots[SLOTS];
static int slot, fingers;
static bool is_silent, is_forbidden;

static void answer(
    UMockdevIoctlClient *client, UMockdevIoctlData *argument, size_t size, const void *bytes, long result) {
    UMockdevIoctlData *buffer = umockdev_ioctl_data_resolve(argument, 0, size, NULL);
    umockdev_ioctl_data_update(buffer, 0, (guint8 *)bytes, size);
    umockdev_ioctl_client_complete(client, result, 0);
}

static void set(guint8 *bits, int number) { bits[number / 8] |= 1 << (number % 8); }

static void axis(int number, struct input_absinfo *info) {
    if (number == ABS_MT_SLOT) *info = (struct input_absinfo){.value = slot, .maximum = SLOTS - 1};
    else if (number == ABS_X || number == ABS_MT_POSITION_X) info->maximum = X_MOST, info->resolution = 4;
    else if (number == ABS_Y || number == ABS_MT_POSITION_Y) info->maximum = Y_MOST, info->resolution = 4;
    else if (number == ABS_MT_TRACKING_ID) info->maximum = 65535;
}

static void abilities(int type, guint8 *bits) {
    static const int axes[] = {ABS_X, ABS_Y, ABS_MT_SLOT, ABS_MT_TRACKING_ID, ABS_MT_POSITION_X, ABS_MT_POSITION_Y};
    if (type == 0) set(bits, EV_SYN), set(bits, EV_KEY), set(bits, EV_ABS);
    if (type == EV_KEY) set(bits, BTN_TOUCH);
    if (type == EV_ABS)
        for (int index = 0; index < 6; index++) set(bits, axes[index]);
}

static gboolean asked(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer data) {
    gulong request = (guint32)umockdev_ioctl_client_get_request(client);
    UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
    int number = _IOC_NR(request);
    size_t size = _IOC_SIZE(request);
    union { guint8 bytes[4096]; int words[1024]; struct input_absinfo axis; struct input_id id; } reply = {{0}};
    if (number == 0x02) reply.id = (struct input_id){BUS_USB, 0x0eef, 0x0001, 1};
    else if (number == 0x06) strcpy((char *)reply.bytes, "Emulated Panel");
    else if (number == 0x09) set(reply.bytes, INPUT_PROP_DIRECT);
    else if (number == 0x0a) {
        int code = *(int *)umockdev_ioctl_data_resolve(argument, 0, size, NULL)->data;
        reply.words[0] = code;
        for (size_t index = 0; index < SLOTS && index + 1 < size / 4; index++)
            reply.words[index + 1] = code == ABS_MT_TRACKING_ID ? slots[index].finger
                : code == ABS_MT_POSITION_X ? slots[index].x : code == ABS_MT_POSITION_Y ? slots[index].y : 0;
    } else if (number >= 0x20 && number < 0x40) abilities(number - 0x20, reply.bytes);
    else if (number >= 0x40 && number < 0x80) axis(number - 0x40, &reply.axis);
    else if (number == 0x90) {
        puts("grabbed");
        umockdev_ioctl_client_complete(client, 0, 0);
        return TRUE;
    } else if (number == 0xa0) {
        umockdev_ioctl_client_complete(client, 0, 0);
        return TRUE;
    } else if (number != 0x18) {
        umockdev_ioctl_client_complete(client, -1, EINVAL);
        return TRUE;
    }
    bool isLength = number < 0x40 && number != 0x02 && number != 0x0a;
    answer(client, argument, size, reply.bytes, isLength ? size : 0);
    return TRUE;
}

static void send(int type, int code, int value) {
    if (is_silent) return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct input_event event = {.type = type, .code = code, .value = value};
    event.input_event_sec = now.tv_sec;
    event.input_event_usec = now.tv_nsec / 1000;
    if (write(panel, &event, sizeof event) < 0) perror("event");
}

static void choose(int number) {
    if (slot != number) send(EV_ABS, ABS_MT_SLOT, number);
    slot = number;
}

/// The node appears at once as what it is: sticky is what umockdev takes for a device.
static void plug(void) {
    char *new = g_strconcat(node, ".new", NULL);
    unlink(new);
    mkfifo(new, 0666);
    chmod(new, is_forbidden ? 01000 : 01666);
    panel = open(new, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    umockdev_testbed_attach_ioctl(bed, "/dev/input/event5", answers, NULL);
    char *socket = g_strconcat(umockdev_testbed_get_root_dir(bed), "/ioctl/dev/input/event5", NULL);
    chmod(socket, 0777);
    g_free(socket);
    rename(new, node);
    g_free(new);
}

/// Kinds, keys and axes that it does not have, slots that cannot be, and places far outside.
static void garbage(void) {
    static const int impossible[] = {SLOTS, 4711, -1, G_MAXINT, G_MININT};
    for (int type = 0; type < 32; type++)
        for (int code = 0x2c0; code < 0x2d0; code++) send(type, code, G_MAXINT);
    for (int index = 0; index < 5; index++) {
        send(EV_ABS, ABS_MT_SLOT, impossible[index]);
        send(EV_ABS, ABS_MT_TRACKING_ID, 7);
        send(EV_ABS, ABS_MT_POSITION_X, 100);
    }
    send(EV_ABS, ABS_MT_SLOT, slot = 0);
    send(EV_ABS, ABS_MT_POSITION_X, G_MAXINT);
    send(EV_ABS, ABS_MT_POSITION_Y, G_MININT);
    send(EV_KEY, BTN_TOUCH, 99);
    send(EV_SYN, SYN_REPORT, 0);
}

static void obey(const char *line) {
    int number, x, y;
    if (!strncmp(line, "silently ", 9)) {
        is_silent = true;
        obey(line + 9);
        is_silent = false;
        send(EV_SYN, SYN_DROPPED, 0);
        send(EV_SYN, SYN_REPORT, 0);
    } else if (sscanf(line, "down %d %d %d", &number, &x, &y) == 3) {
        choose(number);
        send(EV_KEY, BTN_TOUCH, 1);
        send(EV_ABS, ABS_MT_TRACKING_ID, slots[number].finger = fingers++);
        send(EV_ABS, ABS_MT_POSITION_X, slots[number].x = x);
        send(EV_ABS, ABS_MT_POSITION_Y, slots[number].y = y);
        send(EV_SYN, SYN_REPORT, 0);
    } else if (sscanf(line, "move %d %d %d", &number, &x, &y) == 3) {
        choose(number);
        send(EV_ABS, ABS_MT_POSITION_X, slots[number].x = x);
        send(EV_ABS, ABS_MT_POSITION_Y, slots[number].y = y);
        send(EV_SYN, SYN_REPORT, 0);
    } else if (sscanf(line, "up %d", &number) == 1) {
        choose(number);
        send(EV_ABS, ABS_MT_TRACKING_ID, slots[number].finger = -1);
        send(EV_KEY, BTN_TOUCH, 0);
        send(EV_SYN, SYN_REPORT, 0);
    } else if (!strcmp(line, "garbage")) garbage();
    else if (!strcmp(line, "read")) {
        int left = 0;
        while (!ioctl(panel, FIONREAD, &left) && left) g_usleep(1000);
        puts("read");
    } else if (!strcmp(line, "forbid")) is_forbidden = true;
    else if (!strcmp(line, "permit")) {
        is_forbidden = false;
        chmod(node, 01666);
    } else if (!strcmp(line, "unplug")) {
        unlink(node);
        umockdev_testbed_detach_ioctl(bed, "/dev/input/event5", NULL);
        close(panel);
    } else if (!strcmp(line, "plug")) plug();
    else if (!strncmp(line, "probe ", 6)) dprintf(probe, "%s\n", line + 6);
}

static gboolean heard(gint input, GIOCondition condition, gpointer data) {
    static GString *rest;
    char bytes[512];
    if (!rest) rest = g_string_new("");
    ssize_t length = read(input, bytes, sizeof bytes);
    if (length <= 0) {
        close(probe);
        return FALSE;
    }
    g_string_append_len(rest, bytes, length);
    char *end;
    while ((end = memchr(rest->str, '\n', rest->len))) {
        *end = 0;
        obey(rest->str);
        g_string_erase(rest, 0, end - rest->str + 1);
    }
    return TRUE;
}

static void ended(GPid process, gint status, gpointer data) { g_main_loop_quit(loop); }

int main(int count, char **words) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int index = 0; index < SLOTS; index++) slots[index].finger = -1;
    bed = umockdev_testbed_new();
    GError *error = NULL;
    if (!umockdev_testbed_add_from_string(
            bed, "P: /devices/touch/input/input5/event5\nN: input/event5\nE: DEVNAME=/dev/input/event5\n"
                 "E: MAJOR=13\nE: MINOR=69\nE: SUBSYSTEM=input\nA: dev=13:69\\n\n\n", &error))
        g_error("%s", error->message);
    node = g_strconcat(umockdev_testbed_get_root_dir(bed), "/dev/input/event5", NULL);
    answers = umockdev_ioctl_base_new();
    g_signal_connect(answers, "handle-ioctl", G_CALLBACK(asked), NULL);
    // For a program that gives up its user.
    chmod(umockdev_testbed_get_root_dir(bed), 0777);
    plug();
    int ends[2];
    if (pipe(ends)) g_error("no pipe");
    GPid process = fork();
    if (!process) {
        dup2(ends[0], 0);
        close(ends[1]);
        execvp(words[1], words + 1);
        _exit(127);
    }
    close(ends[0]);
    probe = ends[1];
    loop = g_main_loop_new(NULL, FALSE);
    g_child_watch_add(process, ended, NULL);
    g_unix_fd_add(0, G_IO_IN | G_IO_HUP, heard, NULL);
    g_main_loop_run(loop);
    g_object_unref(bed);
    return count < 2;
}
