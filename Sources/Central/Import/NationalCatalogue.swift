import Foundation

/// A catalogue in the format of the national procedure packages (domain.md 3.3), with our fields of the
/// centre.
///
/// Keys that this centre does not use are ignored.
struct NationalCatalogue: Decodable {
    var LinhVuc: [Field]
    var ThuTuc: [Entry]

    /// A field (*lĩnh vực*) and the counters that serve it here.
    struct Field: Decodable {
        var MaLinhVuc: String
        var TenLinhVuc: String
        var TenTiengAnh: String?
        var KyHieu: String
        var Nhom: String
        var NhomTiengAnh: String?
        var Quay: [String]
        var ThuTu: Int
        var PhutPhucVu: [Int]?
    }

    /// A procedure, or why it cannot be read: one bad procedure does not prevent the others.
    enum Entry: Decodable {
        case procedure(Procedure)
        case invalid(code: String?, reason: String)

        init(from decoder: any Decoder) throws {
            do {
                self = .procedure(try Procedure(from: decoder))
            } catch let error as DecodingError {
                let fault = ImportFault(error, below: decoder.codingPath.count)
                let code = try? decoder.container(keyedBy: CodeKey.self).decode(String.self, forKey: .MATTHC)
                self = .invalid(code: code, reason: fault.description)
            }
        }

        private enum CodeKey: CodingKey { case MATTHC }
    }

    struct Procedure: Decodable {
        var MATTHC: String
        var TENTTHC: String
        var LINHVUCTHUCHIEN: [FieldName]
        var TRINHTUTHUCHIEN: [Steps]?
        var CACHTHUCTHUCHIEN: [Channel]?
        var THANHPHANHOSO: [Components]?
        var SOBOHOSO: Int?
        var DOITUONGTHUCHIEN: [Named]?
        var COQUANTHUCHIEN: [Named]?
        var KETQUATHUCHIEN: [Named]?
        var YEUCAU: String?
        var CANCUPHAPLY: [Named]?
        var QUYETDINHCONGBO: String?
        var TUKHOA: String?
        var MATTHCTHAYTHE: String?
    }

    struct FieldName: Decodable { var MALINHVUC: String }

    struct Steps: Decodable {
        var TRUONGHOP: String?
        var TRINHTU: [Named]
    }

    struct Channel: Decodable {
        var KENH: NumberOrText
        var MOTA: String?
        var THOIGIAN: [Time]?
    }

    struct Time: Decodable {
        var THOIGIANGIAIQUYET: Double?
        var DONVITINH: String?
        var MOTA: String?
        var PHILEPHI: [Fee]?
    }

    struct Fee: Decodable {
        var MOTA: String?
        var SOTIEN: Double?
        var DONVI: String?
    }

    struct Components: Decodable {
        var TRUONGHOP: String?
        var GIAYTO: [Paper]
    }

    struct Paper: Decodable {
        var TENGIAYTO: String
        var TENMAUDON: String?
        var SOBANCHINH: Int?
        var SOBANSAO: Int?
    }

    /// A name that is a text in some sources, in others an object with one key: TENKETQUA, TENTRINHTU and
    /// others.
    struct Named: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                self.text = text
                return
            }
            let container = try decoder.container(keyedBy: NameKey.self)
            guard let key = container.allKeys.min(by: { $0.stringValue < $1.stringValue }) else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no name"))
            }
            text = try container.decode(String.self, forKey: key)
        }

        private struct NameKey: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) {
                guard stringValue.hasPrefix("TEN") else { return nil }
                self.stringValue = stringValue
            }
            init?(intValue: Int) { nil }
        }
    }
}
