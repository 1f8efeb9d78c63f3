#define _GNU_SOURCE
#include "kiosk_panel.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

int kiosk_wake_up(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int kiosk_uevent_socket(void) {
    int descriptor = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
    if (descriptor < 0) return -1;
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = 1};
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) {
        int code = errno;
        close(descriptor);
        errno = code;
        return -1;
    }
    return descriptor;
}

int kiosk_uevent_receive(int descriptor, void *buffer, int length) {
    struct sockaddr_nl from = {0};
    socklen_t size = sizeof from;
    ssize_t got = recvfrom(descriptor, buffer, length, 0, (struct sockaddr *)&from, &size);
    // The kernel's own number is 0; anybody may send to the group in its own name.
    return got > 0 && from.nl_pid != 0 ? 0 : (int)got;
}
