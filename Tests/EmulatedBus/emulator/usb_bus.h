// What the emulated bus and its printers share; see usb_bus.c.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <linux/usbdevice_fs.h>
#include <umockdev.h>
#include <unistd.h>

// A printer's side of the cable; see usb_printer.c.
typedef struct {
    GBytes *identity;           // the answer to GET_DEVICE_ID
    int port_status;            // the answer to GET_PORT_STATUS; negative for a stall
    int far_end;                // TCP port of the virtual printer that the bytes go to
    int socket, record;
    guint watch, ticks;
    GByteArray *answers;        // what the printer said and nobody fetched
    gboolean naks, halted;
    int stalls, allowance, pace, left;  // see usb_printer.c's commands
    GByteArray *pattern, *tail; // what is waited for, and the last bytes that could begin it
    char *deed;                 // what then happens
} Printer;

typedef struct {
    char *name, *node, *sys;
    GString *record;
    GHashTable *reports;        // interface -> GBytes, its report descriptor
    UMockdevIoctlBase *handler;
    UMockdevIoctlClient *owner; // who has claimed the interface
    GQueue pending, done;       // Urb
    GQueue input;               // Input
    gboolean gone, hangs, forbidden, held;
    int gate;                   // see close_gate
    Printer *printer;
} Device;

typedef struct {
    UMockdevIoctlData *argument, *urb;
    gulong address;
    guint8 *output;
    int taken;
} Urb;
typedef struct { int endpoint, status; GBytes *bytes; } Input;

// umockdev answers ioctls on a thread of its own; commands come on the main one.
extern GRecMutex lock;

struct usbdevfs_urb *content(Urb *urb);
void say(const char *format, ...);
void finish(Device *device, Urb *urb, int status, const guint8 *bytes, int count);
void pump(Device *device);
void vanish(Device *device);
GBytes *from_hex(const char *hex);

Printer *printer_new(void);
// True when the transfer has ended.
gboolean printer_take(Device *device, Urb *urb);
gboolean printer_give(Device *device, Urb *urb);
gboolean printer_answer(Device *device, Urb *urb, const guint8 *setup);
void printer_plug(Device *device);
void printer_unplug(Device *device);
gboolean printer_obey(Device *device, char **words);
