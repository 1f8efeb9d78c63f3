import KioskCore

/// Procedures with names like the real ones, and bodies as long; all invented.
enum InventedProcedures {
    private static let verbs = [
        "Đăng ký", "Cấp", "Cấp lại", "Xác nhận", "Điều chỉnh", "Gia hạn", "Thu hồi", "Chuyển đổi",
        "Thẩm định",
        "Giải quyết", "Công nhận", "Bổ sung thông tin",
    ]
    private static let things = [
        "khai sinh", "khai tử", "kết hôn có yếu tố nước ngoài", "giấy phép xây dựng nhà ở riêng lẻ",
        "quyền sử dụng đất", "thẻ bảo hiểm y tế", "hộ kinh doanh", "trợ cấp xã hội hàng tháng",
        "giấy chứng nhận đủ điều kiện an toàn thực phẩm", "phương tiện thủy nội địa", "biện pháp bảo đảm",
        "tình trạng hôn nhân", "bản sao trích lục hộ tịch", "chế độ thai sản", "phiếu lý lịch tư pháp",
        "nơi cư trú",
    ]
    private static let cases = [
        "", "tại khu vực biên giới", "cho người chưa thành niên", "đối với tổ chức", "theo ủy quyền",
        "trường hợp hồ sơ bị mất", "lưu động", "qua dịch vụ bưu chính công ích", "cho người cao tuổi",
        "đối với hộ nghèo", "lần thứ hai",
    ]
    private static let synonyms = [
        "giấy tờ nhà", "sổ đỏ", "làm mới", "mất giấy", "độc thân", "mới sinh", "nghỉ đẻ", "mở tiệm",
        "sửa tên",
    ]

    static func procedure(_ index: Int) -> Procedure {
        Procedure(
            id: "1.\(String(1_000_000 + index).dropFirst())",
            field: "F\(index % 24)", name: name(index),
            items: (2...11).map { ProcedureItem(number: $0, text: String(repeating: paragraph, count: 3)) },
            synonyms: [synonyms[index % synonyms.count], synonyms[index * 7 % synonyms.count]])
    }

    static func name(_ index: Int) -> String {
        let verb = verbs[index % verbs.count]
        let thing = things[index / verbs.count % things.count]
        let ending = cases[index / (verbs.count * things.count) % cases.count]
        return ending.isEmpty ? "\(verb) \(thing)" : "\(verb) \(thing) \(ending)"
    }

    private static let paragraph = """
        Người yêu cầu nộp hồ sơ trực tiếp, trực tuyến hoặc qua bưu chính; cán bộ kiểm tra và hẹn ngày trả. \

        """

    /// What people type, letter by letter: with marks and without, whole names and everyday words.
    static let typed = [
        "khai sinh", "dang ky khai sinh luu dong", "giấy phép xây dựng", "so do", "sổ đỏ", "bao hiem y te",
        "ket hon nuoc ngoai", "cấp lại bản sao trích lục", "ho kinh doanh", "tro cap", "xac nhan doc than",
        "thai sản người cao tuổi", "1.0001", "phuong tien", "ly lich tu phap", "c", "e", "đ",
    ]
}
