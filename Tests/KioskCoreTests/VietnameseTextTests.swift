import Foundation
import KioskCore
import Testing

@Suite struct VietnameseTextTests {
    @Test(
        arguments: [
            ("Đăng ký khai sinh", "dang ky khai sinh"),
            ("CHỨNG THỰC  bản sao, từ bản chính!", "chung thuc ban sao tu ban chinh"),
            ("Sổ đỏ", "so do"), ("1.001193", "1 001193"), ("Ðất đai", "dat dai"),
            ("Ê-đê, Ba-na: ŏ ŭ ƀ č ñ â̆", "e de ba na o u b c n a"),
            ("Ａ１２", "a12"), ("", ""), ("–…!", ""), ("K' Ví Dụ", "k vi du"),
            ("zero\u{200B}width", "zerowidth"),
            ("ĂÂĐÊÔƠƯ ăâđêôơư", "aadeoou aadeoou"),
        ])
    func `a text is folded for search`(text: String, folded: String) {
        #expect(VietnameseText.folded(text) == folded)
    }

    @Test func `every Vietnamese letter folds to its base, composed or not`() {
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
        let letters = [
            ("aăâ", "a"), ("eê", "e"), ("i", "i"), ("oôơ", "o"), ("uư", "u"), ("y", "y"), ("AĂÂ", "a"),
            ("EÊ", "e"),
            ("I", "i"), ("OÔƠ", "o"), ("UƯ", "u"), ("Y", "y"),
        ]
        for (forms, base) in letters {
            for form in forms {
                for tone in tones {
                    let letter = String(form) + tone
                    #expect(VietnameseText.folded(letter.precomposedStringWithCanonicalMapping) == base)
                    #expect(VietnameseText.folded(letter.decomposedStringWithCanonicalMapping) == base)
                }
            }
        }
    }

    @Test func `folding a folded text changes nothing`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<5000 {
            let scalars = (0..<12).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &generator))
            }
            let folded = VietnameseText.folded(String(String.UnicodeScalarView(scalars)))
            #expect(VietnameseText.folded(folded) == folded)
        }
    }

    @Test(
        arguments: [
            ("Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu"), ("a\u{1B}[2Jb", "a\u{FFFD}[2Jb"),
            ("ab\u{202E}cd", "ab\u{FFFD}cd"),
            ("a\r\nb\tc", "a  b c"), ("a\u{200B}b\u{FEFF}c", "abc"),
            ("\u{2066}x\u{2069}", "\u{FFFD}x\u{FFFD}"),
            ("tie\u{302}\u{301}ng", "tie\u{302}\u{301}ng"), ("a\u{E0041}", "a\u{FFFD}"),
            ("<b>&amp;", "<b>&amp;"),
        ])
    func `a text to be drawn holds nothing that acts`(text: String, visible: String) {
        #expect(VietnameseText.visible(text) == visible)
    }

    @Test func `piles of marks and endless texts are cut`() {
        let pile = "a" + String(repeating: "\u{301}", count: 500)
        #expect(VietnameseText.visible(pile).unicodeScalars.count == 4)
        #expect(VietnameseText.visible("abcdef", limit: 3) == "abc…")
        #expect(VietnameseText.visible("abc", limit: 3) == "abc")
    }
}
