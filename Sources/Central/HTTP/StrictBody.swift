import CentralContract
import Foundation
import HTTPTypes
import Hummingbird

/// A body that has exactly the keys of its contract; a misspelt key is an error, never ignored.
protocol StrictBody: Decodable {
    associatedtype Keys: CodingKey & CaseIterable
    init(fields: KeyedDecodingContainer<Keys>) throws
}

extension StrictBody {
    init(from decoder: any Decoder) throws {
        let known = Set(Keys.allCases.map(\.stringValue))
        let found = try decoder.container(keyedBy: AnyKey.self)
        guard found.allKeys.allSatisfy({ known.contains($0.stringValue) }) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "unknown key"))
        }
        try self.init(fields: decoder.container(keyedBy: Keys.self))
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Request {
    /// The JSON body, which must be declared as JSON: a page of another site cannot send that without a CORS
    /// request.
    func body<Body: StrictBody>(_ type: Body.Type, upTo limit: Int) async throws -> Body {
        let media = headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard media?.trimmingCharacters(in: .whitespaces) == "application/json" else {
            throw Problem(title: "The body must be application/json", status: 415)
        }
        let bytes = try await body.collect(upTo: limit)
        return try JSONDecoder().decode(type, from: Data(bytes.readableBytesView))
    }
}
