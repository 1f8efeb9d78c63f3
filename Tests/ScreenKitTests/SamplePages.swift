import KioskCore
import ScreenKit

/// Screens as the features write them, with invented people and numbers.
enum SamplePages {
    enum Touch: Hashable, Sendable {
        case take, context, choose(Int), help(Int), back, next, priority, key(String), turn(Int), other
    }

    static let header = Header(
        name: "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", detail: "Phường Mẫu · 0256 000 0000", clock: "08:42",
        date: "Thứ Sáu 20/11/2026")

    static let homeHelp = HelpBar<Touch>(
        isFull: true,
        items: [
            .init("English", .globe, intent: .help(0)), .init("Chữ to", .largeText, intent: .help(1)),
            .init("Tương phản", .contrast, intent: .help(2)),
            .init("Màn hình thấp", .lowScreen, intent: .help(3)),
            .init("Gọi cán bộ", .callStaff, intent: .help(4)),
        ])

    static let help = HelpBar<Touch>(
        isFull: false,
        items: [.init("English", .globe, intent: .help(0)), .init("Trợ giúp", .help, intent: .help(5))])

    static func turning(_ index: Int) -> PageTurning<Touch> {
        PageTurning(
            index: index, previous: .turn(index - 1), next: .turn(index + 1), previousLabel: "Trước",
            nextLabel: "Tiếp", position: "Trang {page}/{pages}")
    }

    static func home(turn index: Int = 0) -> Page<Touch> {
        Page(
            name: "home", language: .vietnamese, header: header, help: homeHelp, turning: turning(index)
        ) {
            View.heading("Kính chào quý khách")
            View.panel {
                View.text("Đang phục vụ", .title)
                View.text("A012 quầy 3  ·  C004 quầy 5  ·  D021 quầy 1")
            }
        } choices: {
            View.tile(
                "Lấy số thứ tự", detail: "Chọn lĩnh vực, nhận phiếu · đang chờ 12 người", picture: .ticket,
                .primary, intent: .take
            )
            .grow(2, maxHeight: 320)
            View.tile(
                "Tra cứu hồ sơ", detail: "Quét mã trên giấy hẹn hoặc nhập mã số hồ sơ", picture: .scan,
                .large, intent: .context
            )
            .grow(2, maxHeight: 320)
            View.grid {
                View.tile(
                    "Thủ tục hành chính", detail: "Giấy tờ cần có, thời hạn, phí, lệ phí",
                    intent: .choose(1)
                ).grow(maxHeight: 232)
                View.tile("Đánh giá", detail: "Mức độ hài lòng của quý khách", intent: .choose(2))
                View.tile("Công khai số liệu", detail: "Tiếp nhận, đúng hạn, hài lòng", intent: .choose(3))
                    .grow(maxHeight: 232)
                View.tile(
                    "Hướng dẫn, hỏi đáp", detail: "Cách sử dụng, bưu chính công ích", intent: .choose(4))
            }
        }
    }

    static func field(titles: [String] = fieldTitles, selected: Int? = 0) -> Page<Touch> {
        Page(
            name: "field", language: .vietnamese, header: header, help: help,
            back: .button("Quay lại", picture: .back, intent: .back),
            next: .button("Trang chủ", picture: .home, intent: .next), turning: turning(0)
        ) {
            View.heading("Chọn lĩnh vực cần giải quyết")
            View.text("Nhóm: Tư pháp – Hộ tịch. Quầy 1, 2, 3", .lead, color: .quietInk)
        } choices: {
            View.grid {
                for (index, title) in titles.enumerated() {
                    View.tile(
                        title, detail: "Chờ \(index + 2) người · 10–18 phút",
                        isSelected: index == selected,
                        reason: index == 5 ? "Hết nhận số hôm nay, mở lại 07:30 thứ Hai" : nil,
                        intent: .choose(index)
                    ).grow(maxHeight: 216)
                }
            }
            View.checkbox(
                "Tôi thuộc diện ưu tiên", detail: "Người cao tuổi, khuyết tật, mang thai, người có công",
                isOn: false, value: "chưa chọn", intent: .priority)
        }
    }

    static let fieldTitles = [
        "Hộ tịch", "Chứng thực", "Cư trú", "Căn cước, định danh điện tử", "Nuôi con nuôi", "Đất đai",
    ]

    static func taken(seconds: Int = 8) -> Page<Touch> {
        Page(
            name: "ticket-taken", language: .vietnamese, header: header, help: help,
            back: .button("In lại", picture: .printer, intent: .back),
            next: .button("Kết thúc (\(seconds))", .primary, intent: .next), turning: turning(0)
        ) {
            View.heading("Mời quý khách nhận phiếu", align: .centre)
            View.text("A018", .number, color: .blue, align: .centre)
            View.runs([.init("Hộ tịch", isStrong: true), .init(" · Quầy 1, 2")], .button, align: .centre)
            View.facts([
                Fact("Trước quý khách", "5 người"), Fact("Thời gian chờ dự kiến", "10–18 phút"),
                Fact("Đang phục vụ", "A012 · quầy 3"),
            ])
            View.text(
                "Hồ sơ tiếp nhận sau 15 giờ được chuyển xử lý vào đầu giờ ngày làm việc tiếp theo.", .lead,
                color: .quietInk, align: .centre)
        }
    }

    static func dossier(percent: Int = 60, turn index: Int = 0) -> Page<Touch> {
        Page(
            name: "dossier", language: .vietnamese, header: header, help: help,
            back: .button("Tra cứu mã khác", intent: .back),
            next: .button("Kết thúc", .primary, intent: .next), turning: turning(index)
        ) {
            View.column(spacing: 0) {
                View.text("Mã số hồ sơ", .lead, color: .quietInk)
                View.heading("H08.99-261105-0031")
            }
            View.panel(.state(.blue)) {
                View.text("Hồ sơ đang được giải quyết", .display)
                View.text("Bước 3 trên 5", .lead)
            }
            View.steps(done: 3, of: 5, label: "Bước xử lý")
            View.facts([
                Fact("Tình trạng", "Đang xử lý"), Fact("Mức độ hoàn thành", "\(percent)%"),
                Fact("Đúng hạn", "Chưa quá hạn", color: .green),
            ])
            View.panel(.state(.amber)) {
                View.text(
                    "Để xem ngày hẹn trả và nơi đang xử lý, vui lòng quét thẻ căn cước của chủ hồ sơ.", .lead)
            }
            View.text(
                "Cập nhật lúc 08:41 ngày 20/11/2026. Thông tin quét chỉ dùng để tra cứu và được"
                    + " xóa ngay sau khi kết thúc.",
                .small, color: .quietInk)
        }
    }

    static func keypad(typed: String = "H08.99-2611") -> Page<Touch> {
        Page(
            name: "keypad", language: .vietnamese, header: header, help: help,
            back: .button("Quay lại", picture: .back, intent: .back),
            next: .button("Tra cứu", .primary, picture: .search, intent: .next)
        ) {
            View.heading("Nhập mã số hồ sơ")
            View.text("Mã in ở góc trên giấy tiếp nhận hồ sơ và hẹn trả kết quả", .lead, color: .quietInk)
            View.input(label: "Mã số hồ sơ", text: typed, placeholder: "Ví dụ: H08.99-261105-0031")
        } choices: {
            View.grid(columns: 3, minCellWidth: 96, spacing: 16) {
                for key in ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0", "-"] {
                    View.key(key, intent: .key(key)).grow(maxHeight: 144)
                }
            }
            View.row(spacing: 16) {
                View.key("H", intent: .key("H"))
                View.key("Xóa", picture: .backspace, intent: .key("<"))
            }
        }
    }

    static func procedures(turn index: Int = 0, count: Int = 23) -> Page<Touch> {
        Page(
            name: "procedures", language: .vietnamese, header: header, help: help,
            back: .button("Quay lại", picture: .back, intent: .back)
        ) {
            View.heading("Thủ tục hành chính")
            View.row(spacing: 16) {
                View.chip("Cập nhật 08:40", .green, picture: .check)
                View.chip("Tạm thời chưa có mạng", .amber, picture: .offline)
                View.spacer()
            }
        } choices: {
            View.pages(turning(index)) {
                for number in 0..<count {
                    View.listItem(
                        "\(number + 1). Đăng ký khai sinh có yếu tố nước ngoài",
                        detail: "Thời hạn 1 ngày làm việc · không thu lệ phí", picture: .document,
                        intent: .choose(number))
                }
            }
        }
    }

    static func timeOut() -> Page<Touch> {
        var page = dossier()
        page.name = "time-out"
        page.overlay = .column {
            View.picture(.clock, size: 128)
            View.heading("Quý khách còn ở đây không?", align: .centre)
            View.text("Màn hình sẽ được xóa sau 15 giây.", .body, align: .centre)
            View.row {
                View.button("Kết thúc", intent: .back).minHeight(128)
                View.button("Tiếp tục", .primary, intent: .next).minHeight(128)
            }
        }
        return page
    }

    static var all: [Page<Touch>] {
        [home(), field(), taken(), dossier(), keypad(), procedures(), timeOut()]
    }

    static let portrait = PixelSize(width: 1080, height: 1920)
    static let landscape = PixelSize(width: 1920, height: 1080)

    /// Every way a screen may be seen.
    static var profiles: [Profile] {
        [portrait, landscape].flatMap { size in
            ThemeName.allCases.flatMap { theme in
                TextScale.allCases.flatMap { scale in
                    [false, true].map { low in
                        Profile(
                            size: size, pixelsPerMillimetre: 4, theme: theme, textScale: scale,
                            lowScreen: low)
                    }
                }
            }
        }
    }
}
