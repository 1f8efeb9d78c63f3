import EmulatedBus
import Foundation
import KioskCore
import Testing

@testable import Devices

/// The real hub in a process of its own, on an emulated bus: libusb, netlink and all.
@Suite(
    .enabled(if: Emulator.whatIsMissing == nil, "\(Emulator.whatIsMissing ?? "")"), .timeLimit(.minutes(3)))
struct ScannerBusTests {
    static let text = "Nguyễn Thị Ánh Tuyết — phiếu A-042"
    static let terminated = ["--profile", "vendor=0c2e,framing=terminator,suffix=cr"]

    @Test(arguments: EmulatedScanner.Kind.allCases)
    func `each mode reads Vietnamese byte for byte, taken from its driver`(_ kind: EmulatedScanner.Kind)
        async throws
    {
        let bench = try EmulatedBusRun([EmulatedScanner("a", kind)], Self.terminated)
        try await bench.plug("a")
        try await bench.expect { $0.hasPrefix("emulator: a detach") }
        bench.scan("a", Self.text)
        try await bench.expect { $0 == "scan \(kind.symbology) \(Array(Self.text.utf8).hexadecimal)" }
        try await bench.end()
    }

    @Test func `ten thousand scans in a row come without loss or duplicate`() async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", .hidPOS)])
        try await bench.plug("a")
        for batch in 0..<400 {
            let texts = (0..<25).map { "\(Self.text) \(batch * 25 + $0)" }
            for text in texts { bench.scan("a", text) }
            for text in texts {
                let line = try await bench.next { $0.hasPrefix("scan ") }
                try #require(line == "scan ]Q1 \(Array(text.utf8).hexadecimal)")
            }
        }
        try await bench.end()
        #expect(!bench.rest.contains { $0.hasPrefix("scan ]") })
    }

    @Test func `nothing wakes the thread while nothing happens`() async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", .hidPOS)])
        try await bench.plug("a")
        bench.scan("a", Self.text)
        try await bench.expect { $0.hasPrefix("scan ") }
        // Let the second transfer settle, then watch a while: a poll of any interval would show.
        try await Task.sleep(for: .milliseconds(500))
        bench.tell("tell wake-ups")
        let before = try await bench.next { $0.hasPrefix("wake-ups ") }
        try await Task.sleep(for: .seconds(3))
        bench.tell("tell wake-ups")
        #expect(try await bench.next { $0.hasPrefix("wake-ups ") } == before)
        try await bench.end()
    }

    @Test(arguments: EmulatedScanner.Kind.allCases)
    func `unplugged in the middle of a scan and plugged in again, it reads the next one`(
        _ kind: EmulatedScanner.Kind
    ) async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", kind)], Self.terminated)
        try await bench.plug("a")
        for _ in 0..<3 {
            bench.send("a", kind.packets(String(repeating: Self.text, count: 3)).prefix(2))
            bench.tell("unplug a")
            try await bench.expect { $0 == "condition disconnected" }
            try await bench.plug("a")
            bench.scan("a", Self.text)
            #expect(
                try await bench.next { $0.hasPrefix("scan ") }
                    == "scan \(kind.symbology) \(Array(Self.text.utf8).hexadecimal)")
        }
        try await bench.end()
    }

    @Test func `a device that vanishes without a word is noticed by its transfers`() async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", .hidPOS)])
        try await bench.plug("a")
        bench.tell("silent-unplug a")
        try await bench.expect { $0 == "condition disconnected" }
        try await bench.plug("a")
        try await bench.end()
    }

    @Test func `permissions that come late are waited for`() async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", .hidPOS)], ["--user", "65534"])
        bench.tell("forbid a")
        bench.tell("plug a")
        try await bench.listed { $0.contains("may not be opened") }
        bench.tell("permit a")
        bench.tell("change a")
        try await bench.expect { $0 == "condition connected" }
        bench.scan("a", Self.text)
        try await bench.expect { $0 == "scan ]Q1 \(Array(Self.text.utf8).hexadecimal)" }
        try await bench.end()
    }

    @Test func `a scanner that does not answer is tried again until it does`() async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", .hidPOS)])
        bench.tell("hang a")
        bench.tell("plug a")
        try await bench.listed { $0.contains("does not answer") }
        bench.tell("answer a")
        try await bench.expect { $0 == "condition connected" }
        try await bench.end()
    }

    @Test(arguments: [EPIPE, EPROTO, EOVERFLOW])
    func `after a failed transfer the scanner is opened anew`(_ code: Int32) async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", .hidPOS)])
        try await bench.plug("a")
        bench.tell("fail a 81 \(code)")
        // On a busy machine it may be open again before anybody notices that it was gone.
        for _ in 0..<2 { try await bench.expect { $0 == "emulator: a detach 0" } }
        bench.scan("a", Self.text)
        try await bench.expect { $0 == "scan ]Q1 \(Array(Self.text.utf8).hexadecimal)" }
        try await bench.end()
    }

    @Test func `garbage is dropped, and the next scan read`() async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", .hidPOS)])
        try await bench.plug("a")
        bench.send("a", [[2, 255] + Array(repeating: 0xEE, count: 62), [9], [2]])
        bench.scan("a", Self.text)
        #expect(
            try await bench.next { $0.hasPrefix("scan ") } == "scan ]Q1 \(Array(Self.text.utf8).hexadecimal)")
        try await bench.end()
    }

    @Test func `a device whose reports hold no data of codes is refused with the reason`() async throws {
        let bench = try EmulatedBusRun([
            EmulatedScanner("a", .hidPOS, report: [0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0xC0])
        ])
        bench.tell("plug a")
        try await bench.listed { $0.contains("no report holds decoded data") }
        try await bench.end()
    }

    @Test func `several scanners are read, and one that leaves takes nothing along`() async throws {
        let bench = try EmulatedBusRun(
            [EmulatedScanner("a", .hidPOS), EmulatedScanner("b", .serial, device: 12)], Self.terminated)
        try await bench.plug("a")
        bench.tell("plug b")
        try await bench.listed { $0.contains("serial") && $0.contains("reading") }
        bench.scan("a", "một")
        try await bench.expect { $0 == "scan ]Q1 \(Array("một".utf8).hexadecimal)" }
        bench.scan("b", "hai")
        try await bench.expect { $0 == "scan - \(Array("hai".utf8).hexadecimal)" }
        bench.tell("unplug a")
        bench.scan("b", "ba")
        try await bench.expect { $0 == "scan - \(Array("ba".utf8).hexadecimal)" }
        bench.tell("unplug b")
        try await bench.expect { $0 == "condition disconnected" }
        try await bench.end()
    }

    @Test func `a scanner that is also a keyboard is read both ways`() async throws {
        let bench = try EmulatedBusRun([EmulatedScanner("a", .both)])
        try await bench.plug("a")
        bench.scan("a", Self.text)
        try await bench.expect { $0 == "scan ]Q1 \(Array(Self.text.utf8).hexadecimal)" }
        bench.send("a", EmulatedScanner.Kind.keyboard.packets("a-042"), endpoint: 0x82)
        try await bench.expect { $0 == "scan - \(Array("a-042".utf8).hexadecimal)" }
        try await bench.end()
    }

    @Test
    func `Honeywell's output redirection is sent, a serial line opened, a keyboard set to boot reports`()
        async throws
    {
        let quirk = ["--profile", "vendor=0c2e,quirk=output-redirection"]
        let bench = try EmulatedBusRun(
            [EmulatedScanner("a", .hidPOS), EmulatedScanner("b", .serial, device: 12)], quirk)
        try await bench.plug("a")
        try await bench.expect { $0 == "emulator: a set 21 09 03fe 0000 fe01" }
        bench.tell("plug b")
        try await bench.expect { $0 == "emulator: b set 21 20 0000 0000 80250000000008" }
        try await bench.expect { $0 == "emulator: b set 21 22 0003 0000 " }
        try await bench.end()
        let typing = try EmulatedBusRun([EmulatedScanner("a", .keyboard)])
        try await typing.plug("a")
        try await typing.expect { $0 == "emulator: a set 21 0b 0000 0000 " }
        try await typing.end()
    }
}
