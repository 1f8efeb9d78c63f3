import Drawing
import Glibc
import KioskCore
import ScreenKit

/// What a kiosk's start is measured against: a program that opens the fonts, paints one page, and says so.
///
/// It is linked as `kioskd` is, and says `READY=1` to the same socket (sd_notify(3)), then waits to be ended.
@main
struct BareStart {
    static func main() throws {
        // Whoever started it may have done so from a thread that takes no signals.
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        let renderer = ScreenRenderer<Int>(
            profile: Profile(size: PixelSize(width: 1080, height: 1920), pixelsPerMillimetre: 4),
            fonts: try FontLibrary())
        renderer.show(page)
        sayReady()
        while true { pause() }
    }

    /// A home screen of eight groups.
    private static var page: Page<Int> {
        let groups = [
            "Tư pháp – Hộ tịch", "Công an", "Đất đai – Nông nghiệp", "Kinh tế – Hạ tầng – Đô thị",
            "Văn hóa – Xã hội", "Lao động – Bảo hiểm xã hội", "Giáo dục – Đào tạo", "Trả kết quả – Hướng dẫn",
        ]
        return Page(
            name: "home", language: .vietnamese,
            header: Header(
                name: "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", detail: "Phường Mẫu · 0000 000 000",
                clock: "08:15",
                date: "Thứ Hai 05/01/2026"),
            help: HelpBar(
                isFull: true,
                items: [
                    .init("English", .globe, intent: 100), .init("Chữ to", .largeText, intent: 101),
                    .init("Tương phản", .contrast, intent: 102),
                    .init("Màn hình thấp", .lowScreen, intent: 103),
                    .init("Gọi cán bộ", .callStaff, intent: 104),
                ])
        ) {
            View.heading("Mời chọn lĩnh vực")
        } choices: {
            View.grid(columns: 2) {
                for (index, group) in groups.enumerated() {
                    View.tile(
                        group, detail: "\(index) người chờ · khoảng 10–20 phút", picture: .document,
                        intent: index)
                }
            }
        }
    }

    private static func sayReady() {
        guard let path = getenv("NOTIFY_SOCKET").map({ String(cString: $0) }) else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
        let message = Array("READY=1".utf8)
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(
                    descriptor, message, message.count, 0, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        close(descriptor)
    }
}
