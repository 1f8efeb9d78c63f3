import KioskCore
import Testing

@Suite struct `A network address` {
    @Test(
        arguments: [
            ("127.0.0.1:8443", "127.0.0.1", 8443), ("[::1]:631", "::1", 631), ("localhost:0", "localhost", 0),
            ("[fe80::1%eth0]:65535", "fe80::1%eth0", 65535), ("printer.local:9100", "printer.local", 9100),
        ] as [(String, String, UInt16)])
    func `is read and written back`(text: String, host: String, port: UInt16) {
        let address = NetworkAddress(text)
        #expect(address == NetworkAddress(host: host, port: port))
        #expect(address?.description == text)
    }

    @Test(arguments: [("192.168.1.40", "192.168.1.40:9100"), ("[::1]", "[::1]:9100"), ("a:1", "a:1")])
    func `without a port has the default port`(text: String, written: String) {
        #expect(NetworkAddress(text, defaultPort: 9100)?.description == written)
    }

    @Test(arguments: [
        "", ":", ":80", "host", "host:", "host:65536", "host:-1", "host:+1", "host:80x", "host:80:81",
        "::1:80",
        "[::1", "[::1]80", "[]:80", "a b:80", "a\n:80", "user@host:80", "a/b:80", "a[b]:80",
        String(repeating: "a", count: 254) + ":80",
    ])
    func `is refused if it is malformed`(text: String) { #expect(NetworkAddress(text) == nil) }
}

@Suite struct `Percent-encoding` {
    @Test(arguments: [
        ("", ""), ("TM-T20III_a.b~", "TM-T20III_a.b~"), ("a b/c?&=%", "a%20b%2Fc%3F%26%3D%25"),
        ("máy in", "m%C3%A1y%20in"), ("\u{0}", "%00"),
    ])
    func `is undone by decoding`(plain: String, encoded: String) {
        #expect(PercentEncoding.encoded(plain) == encoded)
        #expect(PercentEncoding.decoded(encoded) == plain)
    }

    @Test func `reads a plus as a space only in forms`() {
        #expect(PercentEncoding.decoded("a+b%2b") == "a+b+")
        #expect(PercentEncoding.decoded("a+b%2B", plusIsSpace: true) == "a b+")
    }

    @Test(arguments: ["%", "%4", "%zz", "%+1", "%ff", "%C3"])
    func `is refused if it is cut off or no text`(text: String) {
        #expect(PercentEncoding.decoded(text) == nil)
    }
}
