// Plays USB devices under umockdev, on command: usbfs as libusb sees it, at the level of its ioctls.
//
//   umockdev-wrapper usb_bus SPECIFICATION [PROGRAM [ARGUMENT…]]
//
// Runs PROGRAM with the preload library; other programs see the same bus with the UMOCKDEV_DIR that it says and the
// preload library in their environment. Obeys lines on standard input:
//   plug D, unplug D, silent-unplug D, change D     D is a device's name in the specification
//   in D ENDPOINT HEX                               bytes for the next transfer of an endpoint (hexadecimal)
//   fail D ENDPOINT ERRNO                           the next transfer of an endpoint fails
//   hang D, answer D                                requests on endpoint 0 get no answer, get one again
//   forbid D, permit D                              who may open the node
//   hold D, free D                                  another program has the interface, has it no more
//   for printers: see usb_printer.c
//   tell TEXT                                       a line for the program
// Says on standard output what the program asked of the devices.
#include "usb_bus.h"
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static UMockdevTestbed *testbed;
static GMainLoop *loop;
static GPtrArray *devices;
static int program_input = -1;
GRecMutex lock;

struct usbdevfs_urb *content(Urb *urb) { return (struct usbdevfs_urb *)urb->urb->data; }

void say(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *line = g_strconcat("emulator: ", text, "\n", NULL);
    if (write(1, line, strlen(line)) < 0) exit(1);
}

// usbfs becomes writable when a transfer is done. A device node that is a FIFO does the same: full while there is
// nothing to fetch, empty while there is. Without it poll() returns at once for ever.
static void close_gate(Device *device) {
    char zeros[4096] = {0};
    while (device->gate >= 0 && write(device->gate, zeros, sizeof zeros) > 0) {}
}
static void open_gate(Device *device) {
    char zeros[65536];
    while (device->gate >= 0 && read(device->gate, zeros, sizeof zeros) > 0) {}
}

void finish(Device *device, Urb *urb, int status, const guint8 *bytes, int count) {
    struct usbdevfs_urb *it = content(urb);
    if (bytes && count > 0) {
        UMockdevIoctlData *buffer = umockdev_ioctl_data_resolve(
            urb->urb, offsetof(struct usbdevfs_urb, buffer), it->buffer_length, NULL);
        int start = it->type == USBDEVFS_URB_TYPE_CONTROL ? 8 : 0;
        if (count > it->buffer_length - start) count = it->buffer_length - start;
        umockdev_ioctl_data_update(buffer, start, (guint8 *)bytes, count);
    }
    it->status = status;
    it->actual_length = count;
    g_queue_push_tail(&device->done, urb);
    open_gate(device);
}

// Brings waiting input and waiting transfers together.
void pump(Device *device) {
    for (GList *link = device->pending.head; link;) {
        GList *next = link->next;
        Urb *urb = link->data;
        int endpoint = content(urb)->endpoint;
        if (device->gone) {
            g_queue_delete_link(&device->pending, link);
            finish(device, urb, -ESHUTDOWN, NULL, urb->taken);
        } else if (endpoint != 0 && device->printer && !(endpoint & 0x80)) {
            if (printer_take(device, urb)) g_queue_delete_link(&device->pending, link);
            if (device->gone) return pump(device);
        } else if (endpoint != 0) {
            for (GList *other = device->input.head; other; other = other->next) {
                Input *input = other->data;
                if (input->endpoint != endpoint) continue;
                g_queue_delete_link(&device->pending, link);
                g_queue_delete_link(&device->input, other);
                gsize count = 0;
                const guint8 *bytes = input->bytes ? g_bytes_get_data(input->bytes, &count) : NULL;
                finish(device, urb, input->status, bytes, (int)count);
                if (input->bytes) g_bytes_unref(input->bytes);
                g_free(input);
                urb = NULL;
                break;
            }
            if (urb && device->printer && printer_give(device, urb)) g_queue_delete_link(&device->pending, link);
        }
        link = next;
    }
}

// A request on endpoint 0: eight bytes of set-up, then data.
static void answer(Device *device, Urb *urb, const guint8 *setup, int length) {
    if (device->printer && printer_answer(device, urb, setup)) return;
    int value = setup[2] | setup[3] << 8, index = setup[4] | setup[5] << 8;
    if (setup[0] & 0x80) {
        GBytes *report = g_hash_table_lookup(device->reports, GINT_TO_POINTER(index));
        if (setup[1] == 0x06 && value == 0x2200 && report) {
            gsize count;
            const guint8 *bytes = g_bytes_get_data(report, &count);
            finish(device, urb, 0, bytes, (int)count);
        } else {
            finish(device, urb, -EPIPE, NULL, 0);
        }
        return;
    }
    GString *hex = g_string_new("");
    for (int at = 8; at < length; at++) g_string_append_printf(hex, "%02x", setup[at]);
    say("%s set %02x %02x %04x %04x %s", device->name, setup[0], setup[1], value, index, hex->str);
    g_string_free(hex, TRUE);
    finish(device, urb, 0, NULL, 0);
    content(urb)->actual_length = length - 8;
}

static void submit(Device *device, UMockdevIoctlClient *client, UMockdevIoctlData *argument) {
    Urb *urb = g_new0(Urb, 1);
    urb->argument = umockdev_ioctl_data_ref(argument);
    urb->address = *(gulong *)argument->data;
    urb->urb = umockdev_ioctl_data_resolve(argument, 0, sizeof(struct usbdevfs_urb), NULL);
    struct usbdevfs_urb *it = content(urb);
    UMockdevIoctlData *buffer = umockdev_ioctl_data_resolve(
        urb->urb, offsetof(struct usbdevfs_urb, buffer), it->buffer_length, NULL);
    g_autofree guint8 *setup = g_memdup2(buffer->data, it->buffer_length);
    int length = it->buffer_length;
    gboolean is_request = it->type == USBDEVFS_URB_TYPE_CONTROL;
    umockdev_ioctl_client_complete(client, 0, 0);
    if (is_request && !device->hangs) {
        answer(device, urb, setup, length);
    } else {
        if (!is_request) urb->output = g_steal_pointer(&setup);
        g_queue_push_tail(&device->pending, urb);
        pump(device);
    }
}

static void reap(Device *device, UMockdevIoctlClient *client, UMockdevIoctlData *argument) {
    Urb *urb = g_queue_pop_head(&device->done);
    if (!urb) {
        umockdev_ioctl_client_complete(client, -1, device->gone ? ENODEV : EAGAIN);
        return;
    }
    if (g_queue_is_empty(&device->done) && !device->gone) close_gate(device);
    UMockdevIoctlData *place = umockdev_ioctl_data_resolve(argument, 0, sizeof(gulong), NULL);
    umockdev_ioctl_data_set_ptr(place, 0, urb->urb);
    umockdev_ioctl_client_complete(client, 0, 0);
}

static void discard(Device *device, UMockdevIoctlClient *client, UMockdevIoctlData *argument) {
    gulong address = *(gulong *)argument->data;
    for (GList *link = device->pending.head; link; link = link->next) {
        Urb *urb = link->data;
        if (urb->address != address) continue;
        g_queue_delete_link(&device->pending, link);
        finish(device, urb, -ENOENT, NULL, urb->taken);
        umockdev_ioctl_client_complete(client, 0, 0);
        return;
    }
    umockdev_ioctl_client_complete(client, -1, EINVAL);
}

// The kernel takes an interface back from a program that closes the node.
static void on_close(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer data) {
    G_GNUC_UNUSED g_autoptr(GRecMutexLocker) locker = g_rec_mutex_locker_new(&lock);
    Device *device = data;
    if (device->owner == client) device->owner = NULL;
}

// One program at a time has the interface.
static void claim(Device *device, UMockdevIoctlClient *client) {
    gboolean is_taken = device->held || (device->owner && device->owner != client);
    if (!is_taken) device->owner = client;
    umockdev_ioctl_client_complete(client, is_taken ? -1 : 0, is_taken ? EBUSY : 0);
}

static gboolean on_ioctl(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer data) {
    G_GNUC_UNUSED g_autoptr(GRecMutexLocker) locker = g_rec_mutex_locker_new(&lock);
    Device *device = data;
    gulong request = umockdev_ioctl_client_get_request(client);
    UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
    gboolean needs_device = request != USBDEVFS_REAPURB && request != USBDEVFS_REAPURBNDELAY
        && request != USBDEVFS_DISCARDURB && request != USBDEVFS_GET_CAPABILITIES;
    if (device->gone && needs_device) {
        umockdev_ioctl_client_complete(client, -1, ENODEV);
        return TRUE;
    }
    switch (request) {
    case USBDEVFS_GET_CAPABILITIES: {
        guint32 capabilities = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM
            | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
        UMockdevIoctlData *place = umockdev_ioctl_data_resolve(argument, 0, 4, NULL);
        umockdev_ioctl_data_update(place, 0, (guint8 *)&capabilities, 4);
        umockdev_ioctl_client_complete(client, 0, 0);
        return TRUE;
    }
    case USBDEVFS_DISCONNECT_CLAIM: {
        UMockdevIoctlData *wish =
            umockdev_ioctl_data_resolve(argument, 0, sizeof(struct usbdevfs_disconnect_claim), NULL);
        say("%s detach %u", device->name, wish ? ((struct usbdevfs_disconnect_claim *)wish->data)->interface : 999);
        claim(device, client);
        return TRUE;
    }
    case USBDEVFS_CLAIMINTERFACE: claim(device, client); return TRUE;
    case USBDEVFS_RELEASEINTERFACE:
        if (device->owner == client) device->owner = NULL;
        say("%s release", device->name);
        umockdev_ioctl_client_complete(client, 0, 0);
        return TRUE;
    case USBDEVFS_CLEAR_HALT:
        if (device->printer) device->printer->halted = FALSE;
        say("%s clear-halt", device->name);
        umockdev_ioctl_client_complete(client, 0, 0);
        return TRUE;
    case USBDEVFS_SETINTERFACE: {
        UMockdevIoctlData *choice =
            umockdev_ioctl_data_resolve(argument, 0, sizeof(struct usbdevfs_setinterface), NULL);
        struct usbdevfs_setinterface *it = choice ? (struct usbdevfs_setinterface *)choice->data : NULL;
        say("%s select %u %u", device->name, it ? it->interface : 999, it ? it->altsetting : 999);
        umockdev_ioctl_client_complete(client, 0, 0);
        return TRUE;
    }
    case USBDEVFS_IOCTL:
        say("%s attach", device->name);
        umockdev_ioctl_client_complete(client, 0, 0);
        return TRUE;
    case USBDEVFS_GETDRIVER: umockdev_ioctl_client_complete(client, -1, ENODATA); return TRUE;
    case USBDEVFS_SUBMITURB: submit(device, client, argument); return TRUE;
    case USBDEVFS_REAPURB: case USBDEVFS_REAPURBNDELAY: reap(device, client, argument); return TRUE;
    case USBDEVFS_DISCARDURB: discard(device, client, argument); return TRUE;
    }
    say("%s unknown ioctl %lx", device->name, request);
    umockdev_ioctl_client_complete(client, -1, ENOTTY);
    return TRUE;
}

static char *path(Device *device, const char *folder) {
    return g_strconcat(umockdev_testbed_get_root_dir(testbed), folder, device->node, NULL);
}

// The sticky bit marks a device node for umockdev.
static void set_mode(Device *device) {
    g_autofree char *node = path(device, "");
    chmod(node, device->forbidden ? 01000 : 01666);
}

static void plug(Device *device) {
    GError *error = NULL;
    if (!umockdev_testbed_add_from_string(testbed, device->record->str, &error)) g_error("%s", error->message);
    g_autofree char *node = path(device, "");
    unlink(node);
    if (mkfifo(node, 0666)) g_error("mkfifo: %s", g_strerror(errno));
    if (device->gate >= 0) close(device->gate);
    device->gate = open(node, O_RDWR | O_NONBLOCK);
    close_gate(device);
    set_mode(device);
    device->gone = FALSE;
    if (device->printer) printer_plug(device);
    umockdev_testbed_uevent(testbed, device->sys, "add");
}

static void cut_off(Device *device) {
    device->gone = TRUE;
    // Its program cannot give it back any more.
    device->owner = NULL;
    g_queue_clear(&device->input);
    if (device->printer) printer_unplug(device);
}

static void unplug(Device *device, gboolean is_heard) {
    cut_off(device);
    pump(device);
    open_gate(device);
    if (is_heard) umockdev_testbed_uevent(testbed, device->sys, "remove");
    umockdev_testbed_remove_device(testbed, device->sys);
}

static gboolean on_vanish(gpointer data) {
    G_GNUC_UNUSED g_autoptr(GRecMutexLocker) locker = g_rec_mutex_locker_new(&lock);
    unplug(data, TRUE);
    return FALSE;
}

// Gone at once; the kernel says so a moment later.
void vanish(Device *device) {
    cut_off(device);
    // Before any further order, which may be to plug it in again.
    g_idle_add_full(G_PRIORITY_HIGH, on_vanish, device, NULL);
}

GBytes *from_hex(const char *hex) {
    gsize count = strlen(hex) / 2;
    guint8 *bytes = g_malloc(count + 1);
    for (gsize at = 0; at < count; at++) {
        bytes[at] = g_ascii_xdigit_value(hex[2 * at]) << 4 | g_ascii_xdigit_value(hex[2 * at + 1]);
    }
    return g_bytes_new_take(bytes, count);
}

static void add_input(Device *device, int endpoint, int status, const char *hex) {
    Input *input = g_new0(Input, 1);
    input->endpoint = endpoint;
    input->status = status;
    if (hex) input->bytes = from_hex(hex);
    g_queue_push_tail(&device->input, input);
    pump(device);
}

static Device *named(const char *name) {
    for (guint at = 0; name && at < devices->len; at++) {
        Device *device = devices->pdata[at];
        if (!strcmp(device->name, name)) return device;
    }
    g_error("no device %s", name ? name : "(none)");
}

static void obey(char *line) {
    if (g_str_has_prefix(line, "tell ")) {
        g_autofree char *text = g_strconcat(line + 5, "\n", NULL);
        if (write(program_input, text, strlen(text)) < 0) say("the program does not listen");
        return;
    }
    g_auto(GStrv) words = g_strsplit(line, " ", 4);
    if (!words[0] || !*words[0]) return;
    Device *device = named(words[1]);
    if (!strcmp(words[0], "plug")) plug(device);
    else if (!strcmp(words[0], "unplug")) unplug(device, TRUE);
    else if (!strcmp(words[0], "silent-unplug")) unplug(device, FALSE);
    else if (!strcmp(words[0], "change")) umockdev_testbed_uevent(testbed, device->sys, "change");
    else if (!strcmp(words[0], "in")) add_input(device, strtol(words[2], NULL, 16), 0, words[3]);
    else if (!strcmp(words[0], "fail")) add_input(device, strtol(words[2], NULL, 16), -atoi(words[3]), NULL);
    else if (!strcmp(words[0], "hang")) device->hangs = TRUE;
    else if (!strcmp(words[0], "answer")) device->hangs = FALSE;
    else if (!strcmp(words[0], "hold")) device->held = TRUE;
    else if (!strcmp(words[0], "free")) device->held = FALSE;
    else if (!strcmp(words[0], "forbid")) { device->forbidden = TRUE; if (!device->gone) set_mode(device); }
    else if (!strcmp(words[0], "permit")) { device->forbidden = FALSE; if (!device->gone) set_mode(device); }
    else if (device->printer && printer_obey(device, words)) return;
    else g_error("unknown command %s", words[0]);
}

static gboolean on_input(gint descriptor, GIOCondition condition, gpointer data) {
    static GString *rest;
    if (!rest) rest = g_string_new("");
    char buffer[65536];
    ssize_t count = read(descriptor, buffer, sizeof buffer);
    if (count <= 0) {
        // Nobody gives commands any more: the program ends with us.
        if (program_input >= 0) close(program_input);
        else g_main_loop_quit(loop);
        return FALSE;
    }
    g_string_append_len(rest, buffer, count);
    char *end;
    while ((end = memchr(rest->str, '\n', rest->len))) {
        *end = 0;
        g_rec_mutex_lock(&lock);
        obey(rest->str);
        g_rec_mutex_unlock(&lock);
        g_string_erase(rest, 0, end - rest->str + 1);
    }
    return TRUE;
}

static void on_exit_of_program(GPid pid, gint status, gpointer data) {
    say("the program ended with %d", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    g_main_loop_quit(loop);
}

// device NAME, node PATH, sys PATH, report INTERFACE HEX, printer, record, lines of umockdev's format, end
static void read_specification(const char *file) {
    g_autofree char *text = NULL;
    if (!g_file_get_contents(file, &text, NULL, NULL)) g_error("cannot read %s", file);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    Device *device = NULL;
    gboolean in_record = FALSE;
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) words = g_strsplit(*line, " ", 3);
        if (in_record) {
            in_record = strcmp(*line, "end") != 0;
            if (in_record) g_string_append_printf(device->record, "%s\n", *line);
        } else if (!words[0]) {
            continue;
        } else if (!strcmp(words[0], "device")) {
            device = g_new0(Device, 1);
            device->name = g_strdup(words[1]);
            device->record = g_string_new("");
            device->reports = g_hash_table_new(NULL, NULL);
            device->gate = -1;
            device->gone = TRUE;
            g_ptr_array_add(devices, device);
        } else if (!strcmp(words[0], "node")) {
            device->node = g_strdup(words[1]);
        } else if (!strcmp(words[0], "sys")) {
            device->sys = g_strconcat("/sys", words[1], NULL);
        } else if (!strcmp(words[0], "report")) {
            g_hash_table_insert(device->reports, GINT_TO_POINTER(atoi(words[1])), from_hex(words[2]));
        } else if (!strcmp(words[0], "printer")) {
            device->printer = printer_new();
        } else if (!strcmp(words[0], "record")) {
            in_record = TRUE;
        }
    }
}

static void start(char **command) {
    int ends[2];
    if (pipe(ends)) g_error("pipe");
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[0], 0);
        close(ends[0]);
        close(ends[1]);
        setenv("LD_PRELOAD", "libumockdev-preload.so.0", 1);
        execvp(command[0], command);
        _exit(127);
    }
    close(ends[0]);
    program_input = ends[1];
    g_child_watch_add(pid, on_exit_of_program, NULL);
}

int main(int count, char **arguments) {
    if (count < 2) g_error("usage: usb_bus SPECIFICATION [PROGRAM [ARGUMENT...]]");
    devices = g_ptr_array_new();
    read_specification(arguments[1]);
    testbed = umockdev_testbed_new();
    // The program may run as somebody else.
    chmod(umockdev_testbed_get_root_dir(testbed), 0777);
    for (guint at = 0; at < devices->len; at++) {
        Device *device = devices->pdata[at];
        device->handler = umockdev_ioctl_base_new();
        g_signal_connect(device->handler, "handle-ioctl", G_CALLBACK(on_ioctl), device);
        g_signal_connect(device->handler, "client-vanished", G_CALLBACK(on_close), device);
        GError *error = NULL;
        if (!umockdev_testbed_attach_ioctl(testbed, device->node, device->handler, &error)) {
            g_error("%s", error->message);
        }
        g_autofree char *socket = path(device, "/ioctl");
        chmod(socket, 0777);
    }
    say("root %s", umockdev_testbed_get_root_dir(testbed));
    loop = g_main_loop_new(NULL, FALSE);
    if (count > 2) start(arguments + 2);
    g_unix_fd_add(0, G_IO_IN | G_IO_HUP, on_input, NULL);
    g_main_loop_run(loop);
    g_object_unref(testbed);
    return 0;
}
