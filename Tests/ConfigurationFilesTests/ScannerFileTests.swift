import ConfigurationFiles
import Devices
import Testing

@Suite struct `A scanner file` {
    @Test func `says what it says and leaves the rest at its default`() throws {
        let folder = try TemporaryHardwareFolder([
            "b.yaml": "scanners:\n  - { name: Plain, vendor: 05F9 }\n",
            "a.yaml": """
            scanners:
              - name: Full
                vendor: 0c2e
                product: 0901
                mode: hid-pos
                framing: terminator
                suffix: crlf
                quirks: [output-redirection, aim-prefix]
                setUpCodes: { hid-pos: PAP131, keyboard: PAP124 }
            """,
        ])
        let (profiles, faults) = ScannerProfile.load(folder: folder.path)
        #expect(faults.map(\.description) == [])
        var full = ScannerProfile(
            name: "Full", vendor: 0x0C2E, product: 0x0901, quirks: [.outputRedirection, .aimPrefix])
        full.mode = .hidPOS
        full.framing = .terminator
        full.suffix = .crlf
        full.setUpCodes = [.hidPOS: "PAP131", .keyboard: "PAP124"]
        #expect(profiles == [full, ScannerProfile(name: "Plain", vendor: 0x05F9)] + ScannerProfile.builtIn)
    }

    @Test(arguments: [
        (
            "scanners:\n  - name: X",
            "line 2: scanners[0].vendor: found nothing, expected four hexadecimal digits such as 0c2e"
        ),
        (
            "scanners:\n  - { name: X, vendor: 12345 }",
            "line 2: scanners[0].vendor: found \"12345\", expected four hexadecimal digits such as 0c2e"
        ),
        (
            "scanners:\n  - { name: X, vendor: 1234, mode: usb }",
            "line 2: scanners[0].mode: found \"usb\", expected one of automatic, hid-pos, serial, keyboard"
        ),
        (
            "scanners:\n  - { name: X, vendor: 1234, quirk: [aim-prefix] }",
            "line 2: scanners[0].quirk: found an unknown key, expected scanners[0].quirks (the nearest known key)"
        ),
        ("scanners: X", "line 1: scanners: found something else, expected a list, and no other key"),
        ("", "scanners: found something else, expected a list, and no other key"),
    ])
    func `with something wrong says where, and is left out`(_ text: String, _ message: String) throws {
        let folder = try TemporaryHardwareFolder([
            "a.yaml": text, "b.yaml": "scanners:\n  - { name: Good, vendor: 05f9 }\n",
        ])
        let (profiles, faults) = ScannerProfile.load(folder: folder.path)
        #expect(faults.flatMap { $0.problems.map(\.description) } == [message])
        #expect(profiles == [ScannerProfile(name: "Good", vendor: 0x05F9)] + ScannerProfile.builtIn)
    }
}
