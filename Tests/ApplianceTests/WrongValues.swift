import Foundation
import Testing

/// A configuration with one problem, and how it is reported.
struct Wrong: Sendable, CustomTestStringConvertible {
    var text: String
    var message: String
    var testDescription: String { message }

    /// Adds lines behind the shortest good file, which ends with line 13.
    static func added(_ lines: String, _ message: String) -> Wrong {
        Wrong(text: shortest + "\n" + lines, message: message)
    }

    static func replaced(_ old: String, _ new: String, _ message: String) -> Wrong {
        Wrong(text: shortest.replacingOccurrences(of: old, with: new), message: message)
    }
}

private let span = "a time with its unit (ms, s, min, h) such as 40 s"
private let session = "a session such as 07:00-11:30, ending after it begins"
private let order = "sessions in order, none beginning before the last one ends"

let wrongValues: [Wrong] = [
    .replaced(
        "dispenser-1", "Máy 1",
        "line 1: kiosk: found \"Máy 1\", expected a name of 1 to 40 letters a-z, digits and hyphens, such as "
            + "dispenser-1"),
    .replaced(
        "role: dispenser", "role: printer",
        "line 2: role: found \"printer\", expected one of dispenser, hall-clock, lookup"),
    .replaced(
        "role: dispenser", "role:",
        "line 2: role: found nothing, expected one of dispenser, hall-clock, lookup"),
    .replaced(
        "MC99", "mc99",
        "line 4: site.code: found \"mc99\", expected 1 to 12 capital letters and digits, such as MC99"),
    .replaced(
        "  unit: Phường Mẫu\n", "",
        "line 3: site.unit: found nothing, expected a text of 1 to 200 characters on one line"),
    .replaced(
        "H08.99", "h08",
        "line 12: site.agencyPrefix: found \"h08\", expected an agency identifier such as H08.99"),
    .replaced(
        "phone: 0123 456", "phone: \"1\\u202E2\"",
        "line 9: site.phone: found \"1?2\", expected a text of 1 to 40 characters on one line"),
    .added(
        "times:\n  idle: 40",
        "line 15: times.idle: found \"40\", expected \(span), from 10 s to 10 min"),
    .added(
        "times:\n  warning: 5 s",
        "line 15: times.warning: found \"5 s\", expected \(span), from 20 s to 2 min"),
    .added(
        "times:\n  warnning: 20 s",
        "line 15: times.warnning: found an unknown key, expected times.warning (the nearest known key)"),
    .added(
        "printers:\n  queue: receipt",
        "line 14: printers: found an unknown key, expected printer (the nearest known key)"),
    .added("times: 40 s", "line 14: times: found \"40 s\", expected a group of keys"),
    .added("times: [40 s]", "line 14: times: found a list, expected a group of keys"),
    .added(
        "constants:\n  cutOff: 25:00",
        "line 15: constants.cutOff: found \"25:00\", expected a time of day such as 07:30"),
    .added(
        "constants:\n  acceptanceWorkingHours: eight",
        "line 15: constants.acceptanceWorkingHours: found \"eight\", expected a whole number from 1 to 80"),
    .added(
        "calendar:\n  sessions: [07:00-11:30, 11:00-17:00]",
        "line 15: calendar.sessions: found overlapping sessions, expected \(order)"),
    .added(
        "calendar:\n  days:\n    monday: [09:00-10:00, 08:00-09:00]",
        "line 16: calendar.days.monday: found overlapping sessions, expected \(order)"),
    .added(
        "calendar:\n  sessions: [11:30-07:00]",
        "line 15: calendar.sessions[0]: found \"11:30-07:00\", expected \(session)"),
    .added(
        "calendar:\n  sessions: 07:00-11:30",
        "line 15: calendar.sessions: found \"07:00-11:30\", expected a list in [ ], each \(session)"),
    .added(
        "calendar:\n  weekend: [samstag]",
        "line 15: calendar.weekend[0]: found \"samstag\", expected a day: monday, tuesday, wednesday, "
            + "thursday, "
            + "friday, saturday, sunday"),
    .added(
        "calendar:\n  holidays: [2026-02-30]",
        "line 15: calendar.holidays[0]: found \"2026-02-30\", expected a date such as 2026-09-02"),
    .added(
        "calendar:\n  holidays: [2026-09-02]\n  makeUpDays: [2026-09-02]",
        "line 16: calendar.makeUpDays: found 2026-09-02, a holiday too, expected days that are not in "
            + "holidays"
    ),
    .added(
        "screen:\n  size: 10x10",
        "line 15: screen.size: found \"10x10\", expected a size in pixels such as 1080x1920, 320 to 7680 "
            + "each way"
    ),
    .added(
        "screen:\n  display: kms",
        "line 15: screen.display: found \"kms\", expected one of auto, drm, fbdev, memory"),
    .added(
        "screen:\n  pixelsPerMillimetre: nan",
        "line 15: screen.pixelsPerMillimetre: found \"nan\", expected a number from 1.0 to 20.0"),
    .added(
        "control:\n  enabled: yes", "line 15: control.enabled: found \"yes\", expected true or false"),
    .added(
        "control:\n  socket: run.sock",
        "line 15: control.socket: found \"run.sock\", expected an absolute path of at most 107 bytes"),
    .added(
        "printer:\n  server: ipp://x/y",
        "line 15: printer.server: found \"ipp://x/y\", expected a server such as 127.0.0.1:631, or the "
            + "path of "
            + "CUPS's socket"),
    .added(
        "printer:\n  profile: laser",
        "line 15: printer.profile: found \"laser\", which no file of the folder printer.profiles has, "
            + "expected a known name, such as generic-58, generic-80"),
    .added(
        "printer:\n  profiles: /nowhere",
        "line 15: printer.profiles: found no folder at /nowhere, expected a folder of .yaml files"),
    .added(
        "scanner:\n  profile: x",
        "line 15: scanner.profile: found an unknown key, expected scanner.profiles (the nearest known key)"),
    .added(
        "link:\n  url: http://a.vn\n  authority: tls/authority.pem\n  certificate: tls/kiosk.pem\n"
            + "  key: tls/kiosk.key",
        "line 15: link.url: found \"http://a.vn\", expected an address such as "
            + "https://mot-cua.example.vn:8443, "
            + "without a path"),
    .added(
        "link:\n  url: https://a.vn\n  authority: tls/authority.pem\n  certificate: tls/kiosk.pem",
        "line 14: link.key: found nothing, expected a path of a file or folder"),
    .added(
        "technician:\n  pin: 123456",
        "line 15: technician.pin: found something else (not shown), expected a line written by kioskctl "
            + "hash-pin"
    ),
    .replaced(
        "keyFile: site.key", "keyFile: site.key\n  allowedHosts: [\"https://a.vn\"]",
        "line 14: site.allowedHosts[0]: found \"https://a.vn\", expected a host name such as "
            + "tracuu.example.vn, "
            + "without https:// or /"),
]
