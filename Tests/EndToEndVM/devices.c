// The other ends of the kiosk's cables: what hangs on the machine's USB gadgets, and who asks its control socket.
#define _GNU_SOURCE
#include "guest.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

long long microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static int all_written(int file, const void *bytes, size_t count) {
    for (size_t done = 0; done < count;) {
        ssize_t now = write(file, (const char *)bytes + done, count - done);
        if (now < 0 && errno == EAGAIN) {
            struct pollfd wait = {.fd = file, .events = POLLOUT};
            poll(&wait, 1, 1000);
            continue;
        }
        if (now <= 0) return 0;
        done += now;
    }
    return 1;
}

/// Joins a printer gadget to a printer on loopback TCP.
///
/// Writes down everything that came from the kiosk, and when: `microseconds bytes`, a line a read.
int printer_cable(const char *gadget, int port, const char *record, const char *times) {
    int usb = open(gadget, O_RDWR | O_NONBLOCK), kept = open(record, O_CREAT | O_APPEND | O_WRONLY, 0600);
    FILE *log = fopen(times, "a");
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(port)};
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int tcp = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    if (usb < 0 || kept < 0 || !log || connect(tcp, (struct sockaddr *)&place, sizeof place)) return perror("cable"), 1;
    setsockopt(tcp, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    char bytes[8192], answer[512];
    ssize_t waiting = 0;
    for (;;) {
        // A printer that takes no more holds up the kiosk's side of the cable, and only that.
        struct pollfd waits[] = {
            {.fd = waiting ? -1 : usb, .events = POLLIN},
            {.fd = tcp, .events = waiting ? POLLIN | POLLOUT : POLLIN},
        };
        poll(waits, 2, -1);
        if (waits[0].revents) {
            waiting = read(usb, bytes, sizeof bytes);
            // Nobody is at the other end (yet).
            if (waiting < 0) waiting = 0, usleep(errno == EAGAIN ? 0 : 20000);
            if (waiting > 0) {
                fprintf(log, "%lld %zd\n", microseconds(), waiting);
                fflush(log);
                if (write(kept, bytes, waiting) != waiting) return perror("record"), 1;
            }
        }
        if (waits[1].revents & POLLIN) {
            ssize_t count = read(tcp, answer, sizeof answer);
            if (count <= 0) return 1;
            // Answers that nobody fetches are lost.
            if (write(usb, answer, count) < 0 && errno != EAGAIN) perror("answer");
        }
        if (waits[1].revents & POLLOUT && waiting) {
            ssize_t count = send(tcp, bytes, waiting, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (count < 0 && errno != EAGAIN) return 1;
            if (count > 0) memmove(bytes, bytes + count, waiting -= count);
        }
    }
}

/// Turns hexadecimal into bytes, in place.
static size_t bytes_of(char *text) {
    size_t count = strlen(text) / 2;
    for (size_t index = 0; index < count; index++) {
        unsigned byte = 0;
        sscanf(text + 2 * index, "%2x", &byte);
        text[index] = byte;
    }
    return count;
}

/// Reads a code as a scanner does, and says when its first byte left, in microseconds.
///
/// In reports of Honeywell's layout (1 length, 2…4 AIM identifier, 5…60 data, 63 bit 0 continued), or as it is.
int scan(const char *gadget, int in_reports, char *code) {
    int device = open(gadget, O_RDWR | O_NOCTTY);
    if (device < 0) return perror(gadget), 1;
    size_t count = bytes_of(code);
    long long begun = microseconds();
    for (size_t at = 0; in_reports && at < count; at += 56) {
        size_t part = count - at < 56 ? count - at : 56;
        uint8_t report[64] = {2, part, ']', 'Q', '1'};
        memcpy(report + 5, code + at, part);
        report[63] = at + 56 < count;
        if (!all_written(device, report, sizeof report)) return perror("report"), 1;
    }
    if (!in_reports && !all_written(device, code, count)) return perror("line"), 1;
    printf("%lld\n", begun);
    return 0;
}

/// Sends a line to a Unix socket and prints the line that comes back.
int ask(const char *path, const char *line) {
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    strncpy(place.sun_path, path, sizeof place.sun_path - 1);
    int link = socket(AF_UNIX, SOCK_STREAM, 0);
    struct timeval patience = {.tv_sec = 10};
    setsockopt(link, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(link, (struct sockaddr *)&place, sizeof place) || dprintf(link, "%s\n", line) < 0) return 1;
    char byte;
    while (read(link, &byte, 1) == 1 && byte != '\n') putchar(byte);
    putchar('\n');
    return 0;
}
