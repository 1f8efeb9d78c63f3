import Foundation
import KioskCore

/// Renders a national procedure package as the eleven items of TT 32/2017/TT-BTTTT Đ5(1).
///
/// The legal text stays Vietnamese and stays whole; only headings and connecting words are ours.
struct ProcedureText {
    let source: NationalCatalogue.Procedure

    /// Items 2 to 11; one without text in the source is left out, so that the gap can be reported (I-01).
    var items: [ProcedureItem] {
        let texts = [
            2: steps, 3: manner, 4: components, 5: timeLimit, 6: list(source.DOITUONGTHUCHIEN),
            7: list(source.COQUANTHUCHIEN), 8: list(source.KETQUATHUCHIEN), 9: ifAny, 10: channels,
            11: legalBasis,
        ]
        return texts.filter { !$0.value.isEmpty }.map { ProcedureItem(number: $0.key, text: $0.value) }
            .sorted { $0.number < $1.number }
    }

    private var steps: String {
        lines(
            (source.TRINHTUTHUCHIEN ?? []).flatMap { part in
                [heading(part.TRUONGHOP)] + part.TRINHTU.map(\.text)
            })
    }

    private var manner: String {
        lines(
            (source.CACHTHUCTHUCHIEN ?? []).map { channel in
                let text = trimmed(channel.MOTA)
                return text.isEmpty ? "" : "\(name(of: channel)): \(text)"
            })
    }

    private var components: String {
        let papers = (source.THANHPHANHOSO ?? []).flatMap { part in
            [heading(part.TRUONGHOP)] + part.GIAYTO.map { "– \(trimmed($0.TENGIAYTO))\(copies($0))" }
        }
        let sets = source.SOBOHOSO.map { "Số lượng: \(padded($0)) bộ hồ sơ" }
        return papers.isEmpty ? "" : lines(papers + [sets ?? ""])
    }

    private func copies(_ paper: NationalCatalogue.Paper) -> String {
        let counts = [(paper.SOBANCHINH, "bản chính"), (paper.SOBANSAO, "bản sao")]
            .compactMap { count, what in count.flatMap { $0 > 0 ? "\(padded($0)) \(what)" : nil } }
        return counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
    }

    /// One line for all channels when they take equally long.
    private var timeLimit: String {
        let limits = (source.CACHTHUCTHUCHIEN ?? []).flatMap { channel in
            (channel.THOIGIAN ?? []).map { (channel: name(of: channel), text: limit($0)) }
        }.filter { !$0.text.isEmpty }
        guard Set(limits.map(\.text)).count > 1 else { return limits.first?.text ?? "" }
        return lines(limits.map { "\($0.channel): \($0.text)" })
    }

    private func limit(_ time: NationalCatalogue.Time) -> String {
        let note = trimmed(time.MOTA)
        guard let amount = time.THOIGIANGIAIQUYET, amount > 0 else { return note }
        let length = "\(Self.decimal(amount)) \(trimmed(time.DONVITINH).lowercased())"
        return note.isEmpty ? length : "\(length). \(note)"
    }

    /// Item 9 is "if any": a part that the source lacks is given as none.
    private var ifAny: String {
        let forms = (source.THANHPHANHOSO ?? []).flatMap { $0.GIAYTO }.map { trimmed($0.TENMAUDON) }
        return lines([
            part("Mẫu đơn, tờ khai", forms), part("Yêu cầu, điều kiện", [trimmed(source.YEUCAU)]),
            part("Phí, lệ phí", fees),
        ])
    }

    private var fees: [String] {
        let fees = (source.CACHTHUCTHUCHIEN ?? []).flatMap { channel in
            (channel.THOIGIAN ?? []).flatMap { $0.PHILEPHI ?? [] }
                .map { (channel: name(of: channel), text: Self.fee($0)) }
        }.filter { !$0.text.isEmpty }
        guard Set(fees.map(\.text)).count > 1 else { return fees.prefix(1).map(\.text) }
        return fees.map { "\($0.channel): \($0.text)" }
    }

    /// An amount of 0 is the portal's placeholder, not a price: only its note is shown (domain.md 8.2).
    private static func fee(_ fee: NationalCatalogue.Fee) -> String {
        let note = fee.MOTA?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard let amount = fee.SOTIEN, amount > 0 else { return note }
        let unit = fee.DONVI.flatMap { $0.isEmpty ? nil : $0.lowercased() } ?? "đồng"
        let price = "\(decimal(amount)) \(unit)"
        return note.isEmpty ? price : "\(price) (\(note))"
    }

    private var channels: String {
        let channels = (source.CACHTHUCTHUCHIEN ?? []).map(name(of:))
        let unique = channels.enumerated().filter { channels.firstIndex(of: $0.element) == $0.offset }.map(
            \.element)
        return unique.joined(separator: "; ")
    }

    private var legalBasis: String { lines([list(source.CANCUPHAPLY), trimmed(source.QUYETDINHCONGBO)]) }

    // MARK: -

    private func name(of channel: NationalCatalogue.Channel) -> String {
        switch channel.KENH.number {
        case 1: "Trực tiếp"
        case 2: "Trực tuyến"
        case 3: "Dịch vụ bưu chính công ích"
        default: "Hình thức khác"
        }
    }

    private func part(_ heading: String, _ texts: [String]) -> String {
        let texts = texts.filter { !$0.isEmpty }
        return "\(heading): " + (texts.isEmpty ? "Không có" : texts.joined(separator: "; "))
    }

    private func heading(_ text: String?) -> String {
        let text = trimmed(text)
        return text.isEmpty ? "" : "\(text):"
    }

    private func list(_ names: [NationalCatalogue.Named]?) -> String {
        lines((names ?? []).map { trimmed($0.text) })
    }
    private func lines(_ lines: [String]) -> String { lines.filter { !$0.isEmpty }.joined(separator: "\n") }
    private func trimmed(_ text: String?) -> String {
        text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }
    private func padded(_ count: Int) -> String { count < 10 ? "0\(count)" : "\(count)" }

    /// Vietnamese: a comma before decimals, points between thousands; whole numbers have no decimals.
    static func decimal(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "?" }
        let tenths = Int((value * 10).rounded())
        var digits = String(tenths / 10)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        let whole = ([digits[...]] + groups).joined(separator: ".")
        return tenths % 10 == 0 ? whole : "\(whole),\(tenths % 10)"
    }
}
