// The printers on the emulated bus: bulk out goes over a socket to the virtual printer, its answers to bulk in.
//
// Commands, for a device D:
//   cable D PORT               the virtual printer on 127.0.0.1 that is behind it
//   record D FILE              what goes out is also appended to a file
//   identity D HEX             the answer to GET_DEVICE_ID; nothing for a stall
//   port D HEX                 the answer to GET_PORT_STATUS; nothing for a stall
//   nak D, flow D              it takes nothing, takes bytes again
//   pace D BYTES               it takes at most so many bytes in 5 ms
//   stall D N                  the next N transfers out are refused until the halt is cleared
//   short D N                  the next transfer out ends after N bytes
//   when D HEX nak|unplug|stall|short   does so as soon as these bytes have gone out
#include "usb_bus.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

Printer *printer_new(void) {
    Printer *printer = g_new0(Printer, 1);
    printer->socket = printer->record = -1;
    printer->port_status = 0x18;
    printer->allowance = -1;
    printer->answers = g_byte_array_new();
    printer->pattern = g_byte_array_new();
    printer->tail = g_byte_array_new();
    return printer;
}

static void perform(Device *device, const char *deed) {
    Printer *printer = device->printer;
    if (!strcmp(deed, "nak")) printer->naks = TRUE;
    else if (!strcmp(deed, "unplug")) vanish(device);
    else if (!strcmp(deed, "stall")) printer->stalls = 1;
    else if (!strcmp(deed, "short")) printer->allowance = 0;
    say("%s %s", device->name, deed);
}

// How many of these bytes go out before something happens: up to the end of the pattern, which may have begun earlier.
static int until_deed(Printer *printer, const guint8 *bytes, int count, gboolean *happens) {
    *happens = FALSE;
    if (!printer->deed) return count;
    int before = printer->tail->len, length = printer->pattern->len;
    g_autoptr(GByteArray) all = g_byte_array_new();
    g_byte_array_append(all, printer->tail->data, before);
    g_byte_array_append(all, bytes, count);
    for (int start = 0; start + length <= (int)all->len; start++) {
        if (memcmp(all->data + start, printer->pattern->data, length)) continue;
        *happens = TRUE;
        return start + length - before;
    }
    return count;
}

static void remember(Printer *printer, const guint8 *bytes, int count) {
    g_byte_array_append(printer->tail, bytes, count);
    int surplus = (int)printer->tail->len - MAX(0, (int)printer->pattern->len - 1);
    if (surplus > 0) g_byte_array_remove_range(printer->tail, 0, surplus);
}

gboolean printer_take(Device *device, Urb *urb) {
    Printer *printer = device->printer;
    int length = content(urb)->buffer_length;
    while (urb->taken < length) {
        if (printer->halted || printer->stalls > 0) {
            if (!printer->halted) printer->stalls--;
            printer->halted = TRUE;
            finish(device, urb, -EPIPE, NULL, urb->taken);
            return TRUE;
        }
        if (printer->allowance == 0) {
            printer->allowance = -1;
            finish(device, urb, 0, NULL, urb->taken);
            return TRUE;
        }
        int count = length - urb->taken;
        if (printer->allowance > 0) count = MIN(count, printer->allowance);
        if (printer->pace > 0) count = MIN(count, printer->left);
        if (printer->naks || count == 0 || printer->socket < 0) return FALSE;
        gboolean happens;
        count = until_deed(printer, urb->output + urb->taken, count, &happens);
        int went = send(printer->socket, urb->output + urb->taken, count, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (went <= 0) return FALSE;
        happens = happens && went == count;
        remember(printer, urb->output + urb->taken, went);
        if (printer->record >= 0 && write(printer->record, urb->output + urb->taken, went) != went) exit(1);
        urb->taken += went;
        if (printer->pace > 0) printer->left -= went;
        if (printer->allowance > 0) printer->allowance -= went;
        if (happens) {
            g_autofree char *deed = g_steal_pointer(&printer->deed);
            perform(device, deed);
            if (device->gone) return FALSE;
        }
    }
    finish(device, urb, 0, NULL, length);
    return TRUE;
}

gboolean printer_give(Device *device, Urb *urb) {
    GByteArray *answers = device->printer->answers;
    if (answers->len == 0) return FALSE;
    int count = MIN((int)answers->len, content(urb)->buffer_length);
    finish(device, urb, 0, answers->data, count);
    g_byte_array_remove_range(answers, 0, count);
    return TRUE;
}

// The requests of the printer class.
gboolean printer_answer(Device *device, Urb *urb, const guint8 *setup) {
    Printer *printer = device->printer;
    if (setup[0] != 0xA1 || setup[1] > 1) return FALSE;
    guint8 status = printer->port_status;
    gsize count = 1;
    const guint8 *bytes = setup[1] == 1 ? &status : NULL;
    if (setup[1] == 0 && printer->identity) bytes = g_bytes_get_data(printer->identity, &count);
    if (!bytes || (setup[1] == 1 && printer->port_status < 0)) finish(device, urb, -EPIPE, NULL, 0);
    else finish(device, urb, 0, bytes, (int)count);
    return TRUE;
}

static gboolean on_answer(gint descriptor, GIOCondition condition, gpointer data) {
    G_GNUC_UNUSED g_autoptr(GRecMutexLocker) locker = g_rec_mutex_locker_new(&lock);
    Device *device = data;
    guint8 bytes[4096];
    ssize_t count = recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
        device->printer->watch = 0;
        return FALSE;
    }
    // What nobody fetches is lost in the end, as in a real one.
    if (count > 0 && device->printer->answers->len < 4096) g_byte_array_append(device->printer->answers, bytes, count);
    pump(device);
    return TRUE;
}

static gboolean on_tick(gpointer data) {
    G_GNUC_UNUSED g_autoptr(GRecMutexLocker) locker = g_rec_mutex_locker_new(&lock);
    Device *device = data;
    device->printer->left = device->printer->pace;
    pump(device);
    return TRUE;
}

void printer_plug(Device *device) {
    Printer *printer = device->printer;
    if (!printer->ticks) printer->ticks = g_timeout_add(5, on_tick, device);
    printer->halted = FALSE;
    if (printer->far_end == 0 || printer->socket >= 0) return;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(printer->far_end) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    printer->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(printer->socket, (struct sockaddr *)&address, sizeof address)) g_error("no printer: %s", strerror(errno));
    // A cable does not wait for more bytes.
    setsockopt(printer->socket, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    printer->watch = g_unix_fd_add(printer->socket, G_IO_IN, on_answer, device);
}

void printer_unplug(Device *device) {
    Printer *printer = device->printer;
    if (printer->watch) g_source_remove(printer->watch);
    if (printer->socket >= 0) close(printer->socket);
    printer->socket = -1;
    printer->watch = 0;
    g_byte_array_set_size(printer->answers, 0);
}

gboolean printer_obey(Device *device, char **words) {
    Printer *printer = device->printer;
    const char *rest = words[2];
    if (!strcmp(words[0], "cable")) printer->far_end = atoi(rest);
    else if (!strcmp(words[0], "record")) printer->record = open(rest, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    else if (!strcmp(words[0], "identity")) printer->identity = rest ? from_hex(rest) : NULL;
    else if (!strcmp(words[0], "port")) printer->port_status = rest ? (int)strtol(rest, NULL, 16) : -1;
    else if (!strcmp(words[0], "nak")) printer->naks = TRUE;
    else if (!strcmp(words[0], "flow")) printer->naks = FALSE;
    else if (!strcmp(words[0], "pace")) printer->pace = atoi(rest);
    else if (!strcmp(words[0], "stall")) printer->stalls = atoi(rest);
    else if (!strcmp(words[0], "short")) printer->allowance = atoi(rest);
    else if (!strcmp(words[0], "when")) {
        g_autoptr(GBytes) pattern = from_hex(rest);
        gsize count;
        const guint8 *bytes = g_bytes_get_data(pattern, &count);
        g_byte_array_set_size(printer->pattern, 0);
        g_byte_array_append(printer->pattern, bytes, count);
        g_byte_array_set_size(printer->tail, 0);
        printer->deed = g_strdup(words[3]);
    } else return FALSE;
    pump(device);
    return TRUE;
}
