extension DossierStatus {
    /// What Vietnam Social Security calls this status; `nil` if it does not use it.
    ///
    /// QĐ 352/QĐ-BHXH 2020 Đ12(1): five values, each after "Bảo hiểm xã hội" (requirement T-01).
    public var bhxhWording: String? {
        switch self {
        case .accepted: "Bảo hiểm xã hội đã tiếp nhận hồ sơ"
        case .processing: "Bảo hiểm xã hội đang xử lý hồ sơ"
        case .finished: "Bảo hiểm xã hội đã xử lý xong hồ sơ và đã có kết quả"
        case .returned: "Bảo hiểm xã hội đã trả kết quả"
        case .notAccepted: "Bảo hiểm xã hội đã từ chối hồ sơ"
        case .registered, .supplementRequired, .paymentRequired, .withdrawalRequested, .stopped: nil
        }
    }

    /// The status of a wording of Vietnam Social Security, with or without the agency's name before it.
    public init?(bhxhWording wording: String) {
        let agency = "bao hiem xa hoi "
        let asked = VietnameseText.folded(wording)
        let match = Self.allCases.first { status in
            guard let known = status.bhxhWording.map(VietnameseText.folded) else { return false }
            return asked == known || agency + asked == known
        }
        guard let match else { return nil }
        self = match
    }
}
