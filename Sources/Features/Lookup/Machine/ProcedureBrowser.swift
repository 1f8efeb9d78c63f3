public import KioskCore

/// Finding a procedure: by field, by typing, and reading its eleven items; at most three touches (I-05).
public struct ProcedureBrowser: Hashable, Sendable {
    public enum Intent: Hashable, Sendable {
        case open
        case field(ServiceField)
        case search
        case key(Character)
        case delete
        case clear
        /// Leaves the keys for the list of what was found.
        case show
        case read(String)
    }

    public enum Event: Hashable, Sendable {
        /// What a search or a field holds.
        case found([ProcedureHeading], for: Query)
        case procedure(Procedure)
    }

    public enum Action: Hashable, Sendable {
        case find(Query)
        case read(String)
    }

    public enum Query: Hashable, Sendable {
        case field(String)
        case words(String)
    }

    public enum Place: Hashable, Sendable {
        case fields
        case list(ServiceField)
        case search(String)
        case results(String)
        case procedure(Procedure)
    }

    public private(set) var place: Place = .fields
    public private(set) var found: [ProcedureHeading] = []
    private var cameFrom: Place = .fields

    public init() {}

    mutating func choose(_ intent: Intent) -> [Action] {
        switch (intent, place) {
        case (.open, _):
            place = .fields
        case (.field(let field), _):
            found = []
            place = .list(field)
            return [.find(.field(field.id))]
        case (.search, _):
            found = []
            place = .search("")
        case (.key(let key), .search(let text)) where text.count < 40:
            return type(text + String(key))
        case (.delete, .search(let text)): return type(String(text.dropLast()))
        case (.clear, .search): return type("")
        case (.show, .search(let text)) where !found.isEmpty: place = .results(text)
        case (.read(let id), .list), (.read(let id), .results):
            cameFrom = place
            return [.read(id)]
        // A touch on what is no longer on the screen does nothing.
        case (.key, _), (.delete, _), (.clear, _), (.show, _), (.read, _): break
        }
        return []
    }

    mutating func handle(_ event: Event) {
        switch (event, place) {
        case (.found(let procedures, .field(let id)), .list(let field)) where field.id == id:
            found = procedures
        case (.found(let procedures, .words(let words)), .search(let text)) where text == words:
            found = procedures
        case (.procedure(let procedure), .list), (.procedure(let procedure), .results):
            place = .procedure(procedure)
        // An answer to an older question.
        case (.found, _), (.procedure, _): break
        }
    }

    /// One step back; false when there is none left.
    mutating func goBack() -> Bool {
        switch place {
        case .procedure: place = cameFrom
        case .results(let text): place = .search(text)
        case .list, .search: place = .fields
        case .fields: return false
        }
        return true
    }

    private mutating func type(_ text: String) -> [Action] {
        place = .search(text)
        guard !text.allSatisfy({ $0 == " " }) else {
            found = []
            return []
        }
        return [.find(.words(text))]
    }
}

/// A procedure as a list shows it.
public struct ProcedureHeading: Hashable, Sendable {
    public var id: String
    public var name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}
