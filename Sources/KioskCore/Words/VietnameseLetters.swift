/// The letters that Vietnamese adds to the Latin alphabet.
public enum VietnameseLetters {
    /// 67 small ones, then their capitals; in Unicode's composed form.
    public static let all: [String] = {
        let small =
            "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ "
            + "ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ"
        let letters = small.split(separator: " ").map(String.init)
        return letters + letters.map { $0.uppercased() }
    }()
}
