import KioskCore
import Testing

@Suite struct HostileScanTests {
    /// What hostile payloads are made of: bytes that mean something to one of the readers.
    private static let fragments: [[UInt8]] = [
        "https://", "http://a.gov.vn/?", "MHS=", "SGT=", "%", "%2", "%00", "+", "&", "=", "#", "|", "||||||",
        "KT1:", ":",
        "H08.99-251120-0001", "-KQ(", "001090123456", "000201", "/2026/", "\u{202E}", "đ", "－", "\u{301}",
        "😀", "\r\n",
    ].map { Array($0.utf8) }

    @Test func `a hundred thousand random scans are all classified`() {
        var generator = SeededGenerator(seed: 100_000)
        let classifier = PayloadClassifier(hosts: ["motcua.example.vn"])
        var known = 0
        for _ in 0..<100_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...8, using: &generator) {
                if Int.random(in: 0...9, using: &generator) == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &generator))
                } else {
                    bytes += Self.fragments.randomElement(using: &generator) ?? []
                }
            }
            if case .unknown = classifier.classify(bytes, today: today) { continue }
            known += 1
        }
        #expect(known > 100, "the fragments reach the readers of codes")
    }

    @Test func `every length is classified, and only short ones are read`() {
        let classifier = PayloadClassifier()
        for length in [1, 1024, 2048, 2049, 3000, 4096, 100_000] {
            let payload = classifier.classify([UInt8](repeating: 0x7C, count: length), today: today)
            #expect(payload == .unknown(length <= PayloadClassifier.maxByteCount ? .unrecognised : .tooLong))
        }
    }

    @Test(arguments: ["&", "%", "=", "|", "-", ".", "/", "a:", "\u{301}", "https://", "+", "?", "(", "1"])
    func `the longest payload of one repeated piece is classified`(piece: String) {
        let count = 2000 / piece.utf8.count
        let tail = String(repeating: piece, count: count)
        for head in ["", "https://a.gov.vn/?", "https://", "KT1:", "H08.99-"] {
            guard case .unknown = classified(head + tail) else {
                Issue.record("a repetition was taken for something")
                continue
            }
        }
    }
}
