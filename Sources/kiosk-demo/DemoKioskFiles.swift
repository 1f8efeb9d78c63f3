import Crypto
import Foundation
import KioskCore

/// The files of one kiosk of the demo: what a technician writes, `docs/kiosk.example.yaml`.
struct DemoKioskFiles {
    let directory: URL
    let role: KioskRole
    /// The hash of the PIN of the maintenance menu, as `kioskctl hash-pin` writes it.
    let pinHash: String
    var configuration: URL { directory.appending(path: "kiosk.yaml") }

    /// - Parameters:
    ///   - linkPort: The port of its network proxy.
    ///   - printPort: The print server's port; `nil` for a kiosk without a printer.
    func write(
        authority: String, identity: DemoAuthority.Identity, siteKey: String, linkPort: Int,
        printPort: UInt16?,
        screen: PixelSize
    ) throws {
        let printer =
            printPort.map { "printer:\n  server: 127.0.0.1:\($0)\n  queue: receipt\n  profile: generic-80\n" }
            ?? ""
        let text = """
            # Written by kiosk-demo. Invented data, for illustration.
            kiosk: \(role.rawValue)
            role: \(role.rawValue)
            place:
              name: Sảnh tầng 1, cạnh cửa chính
              englishName: Ground floor hall, beside the main door
            site:
              code: MC99
              name: Trung tâm Phục vụ hành chính công
              englishName: Public Administrative Service Centre
              unit: Phường Mẫu
              address: 1 đường Ví Dụ, phường Mẫu
              phone: 0000 000 000
              web: dichvucong.example.vn
              hotline: 1900 0000
              agencyPrefix: H08.99
              allowedHosts: [tracuu.example.vn]
              keyFile: \(siteKey)
            screen:
              display: memory
              size: \(screen.width)x\(screen.height)
              pixelsPerMillimetre: 4.0
            state:
              directory: \(directory.path)
            control:
              socket: \(directory.appending(path: "control.sock").path)
            link:
              url: https://127.0.0.1:\(linkPort)
              authority: \(authority)
              certificate: \(identity.certificate)
              key: \(identity.key)
            \(printer)
            # Whoever demonstrates a kiosk touches faster than a visitor.
            times:
              doubleStrike: 350 ms
            technician:
              pin: \(pinHash)
            # A demo is open at any hour of any day.
            calendar:
              sessions: [00:00-24:00]
              weekend: []

            """
        try text.write(to: configuration, atomically: true, encoding: .utf8)
    }

    /// The key that signs slips; the same for all kiosks of the site, and for every run on a kept directory.
    static func writeSiteKey(in directory: URL) throws -> String {
        let file = directory.appending(path: "site.key").path
        if FileManager.default.fileExists(atPath: file) { return file }
        let key = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            unsafe bytes.map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined()
        }
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data((key + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        return file
    }
}
