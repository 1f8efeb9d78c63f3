internal import CCups

/// One IPP request or response; owns the C object.
@safe struct IPPMessage: ~Copyable {
    let pointer: OpaquePointer

    /// Takes over a message that somebody made.
    init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// A request about a queue.
    init(_ operation: ipp_op_t, queue: String) throws(CupsFault) {
        try self.init(operation, printer: "ipp://localhost/printers/\(queue)")
    }

    /// A request about the printer of this URI.
    init(_ operation: ipp_op_t, printer: String) throws(CupsFault) {
        guard let request = unsafe ippNewRequest(operation) else {
            throw .unreachable("There is no memory for a request.")
        }
        unsafe pointer = request
        add(.operation, IPP_TAG_URI, "printer-uri", printer)
        add(.operation, IPP_TAG_NAME, "requesting-user-name", "kiosk")
    }

    deinit { unsafe ippDelete(pointer) }

    enum Group { case operation, job, printer }

    private static func tag(_ group: Group) -> ipp_tag_t {
        switch group {
        case .operation: IPP_TAG_OPERATION
        case .job: IPP_TAG_JOB
        case .printer: IPP_TAG_PRINTER
        }
    }

    mutating func add(_ group: Group, _ type: ipp_tag_t, _ name: String, _ value: String) {
        _ = unsafe ippAddString(pointer, Self.tag(group), type, name, nil, value)
    }

    mutating func add(_ group: Group, keywords values: [String], as name: String) {
        guard let first = values.first else { return }
        add(group, IPP_TAG_KEYWORD, name, first)
        var attribute = unsafe ippFindAttribute(pointer, name, IPP_TAG_KEYWORD)
        for (index, value) in values.enumerated().dropFirst() {
            _ = unsafe ippSetString(pointer, &attribute, CInt(index), value)
        }
    }

    mutating func add(_ group: Group, integer value: Int, as name: String) {
        _ = unsafe ippAddInteger(pointer, Self.tag(group), IPP_TAG_INTEGER, name, CInt(clamping: value))
    }

    mutating func add(_ group: Group, enum value: Int, as name: String) {
        _ = unsafe ippAddInteger(pointer, Self.tag(group), IPP_TAG_ENUM, name, CInt(clamping: value))
    }

    mutating func add(_ group: Group, flag value: Bool, as name: String) {
        _ = unsafe ippAddBoolean(pointer, Self.tag(group), name, value ? 1 : 0)
    }

    /// The strings of an attribute; none when it is missing.
    func strings(_ name: String) -> [String] {
        guard let attribute = unsafe ippFindAttribute(pointer, name, IPP_TAG_ZERO) else { return [] }
        return (0..<(unsafe ippGetCount(attribute))).compactMap { index in
            unsafe ippGetString(attribute, index, nil).map { unsafe String(cString: $0) }
        }
    }

    /// The first number or enumeration value of an attribute.
    func integer(_ name: String) -> Int? {
        guard let attribute = unsafe ippFindAttribute(pointer, name, IPP_TAG_ZERO) else { return nil }
        return unsafe Int(ippGetInteger(attribute, 0))
    }

    func flag(_ name: String) -> Bool {
        guard let attribute = unsafe ippFindAttribute(pointer, name, IPP_TAG_BOOLEAN) else { return false }
        return unsafe ippGetBoolean(attribute, 0) != 0
    }

    /// The numbers of an attribute that comes once for every object of a list.
    func integers(ofEach name: String) -> [Int] {
        var found: [Int] = []
        var attribute = unsafe ippFirstAttribute(pointer)
        while let current = unsafe attribute {
            let text = unsafe ippGetName(current).map { unsafe String(cString: $0) }
            if text == name {
                unsafe found.append(Int(ippGetInteger(current, 0)))
            }
            unsafe attribute = ippNextAttribute(pointer)
        }
        return found
    }

    var length: Int { unsafe ippLength(pointer) }
    var status: ipp_status_t { unsafe ippGetStatusCode(pointer) }

    /// Lets a C function use the message, which stays ours.
    borrowing func withPointer<Result>(_ body: (OpaquePointer) -> Result) -> Result { unsafe body(pointer) }
}
