/// A field of procedures (*lĩnh vực*): one ticket series, one or more counters (K-03, Q-01).
public struct ServiceField: Hashable, Sendable, Codable, Identifiable {
    public var id: String
    /// The letter its numbers begin with.
    public var prefix: String
    public var name: String
    public var englishName: String?
    /// The counter group it is found under, such as "Tư pháp – Hộ tịch".
    public var group: String
    public var englishGroup: String?
    /// The counters that serve it, by what is written on them: "1", "2".
    public var counters: [String]
    /// Where it stands among the others, lowest first.
    public var order: Int
    /// Usual minutes at the counter, as a range; `nil` if not known yet.
    public var serviceMinutes: MinuteRange?

    public init(
        id: String, prefix: String, name: String, englishName: String? = nil, group: String,
        englishGroup: String? = nil, counters: [String], order: Int, serviceMinutes: MinuteRange? = nil
    ) {
        self.id = id
        self.prefix = prefix
        self.name = name
        self.englishName = englishName
        self.group = group
        self.englishGroup = englishGroup
        self.counters = counters
        self.order = order
        self.serviceMinutes = serviceMinutes
    }
}

/// A range of whole minutes, both ends included.
public struct MinuteRange: Hashable, Sendable, Codable {
    public var shortest: Int
    public var longest: Int

    public init(shortest: Int, longest: Int) {
        self.shortest = shortest
        self.longest = longest
    }

    /// The names on the wire and in the store.
    private enum CodingKeys: String, CodingKey {
        case shortest = "least"
        case longest = "most"
    }
}

/// An administrative procedure with the eleven items of TT 32/2017/TT-BTTTT Đ5(1).
public struct Procedure: Hashable, Sendable, Codable, Identifiable {
    /// *Mã TTHC*, such as `1.001193`.
    public var id: String
    public var field: String
    /// Item 1 (a): the legal name, never shortened (I-04).
    public var name: String
    /// Items 2 to 11 as paragraphs, by the item's number; a missing one is a gap in the source (I-01).
    public var items: [ProcedureItem]
    /// Other words people ask with: "sổ đỏ", "độc thân".
    public var synonyms: [String]
    /// The code that replaced this one, if it was re-issued.
    public var supersededBy: String?

    public init(
        id: String, field: String, name: String, items: [ProcedureItem], synonyms: [String] = [],
        supersededBy: String? = nil
    ) {
        self.id = id
        self.field = field
        self.name = name
        self.items = items
        self.synonyms = synonyms
        self.supersededBy = supersededBy
    }
}

/// One of the eleven items of a procedure.
public struct ProcedureItem: Hashable, Sendable, Codable {
    /// 2 to 11, in the order of the regulation.
    public var number: Int
    public var text: String

    public init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}
