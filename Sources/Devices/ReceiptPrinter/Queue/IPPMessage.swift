internal import CCups

/// One IPP request or response; owns the C object.
@safe struct IPPMessage: ~Copyable {
    let pointer: OpaquePointer

    /// Takes over a message that somebody made.
    init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// A request about a queue.
    init(_ operation: ipp_op_t, queue: String) throws(CUPSFault) {
        try self.init(operation, printer: "ipp://localhost/printers/\(queue)")
    }

    /// A request about the printer of this URI.
    init(_ operation: ipp_op_t, printer: String) throws(CUPSFault) {
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

extension IPPMessage {
    /// Asks for one sheet of this size, printed as it is on one side (RFC 8011 5.2, PWG 5100.7 for
    /// `media-col`, PWG 5100.11 for `job-cancel-after`, PWG 5100.13 for `print-scaling`).
    mutating func add(page: SlipPage, cancelAfter seconds: Int) {
        add(.job, integer: 1, as: "copies")
        add(.job, IPP_TAG_KEYWORD, "sides", "one-sided")
        add(.job, IPP_TAG_KEYWORD, "print-scaling", "none")
        add(.job, integer: seconds, as: "job-cancel-after")
        let margins = page.margins
        let values = [
            ("media-top-margin", margins.top), ("media-bottom-margin", margins.bottom),
            ("media-left-margin", margins.left), ("media-right-margin", margins.right),
        ]
        unsafe withPointer { request in
            let media = unsafe ippNew()
            let size = unsafe ippNew()
            unsafe Self.add(("x-dimension", page.width), to: size)
            unsafe Self.add(("y-dimension", page.length), to: size)
            // Collections are counted by reference: the request keeps what it was given.
            _ = unsafe ippAddCollection(media, IPP_TAG_JOB, "media-size", size)
            for value in values { unsafe Self.add(value, to: media) }
            _ = unsafe ippAddCollection(request, IPP_TAG_JOB, "media-col", media)
            unsafe ippDelete(size)
            unsafe ippDelete(media)
        }
    }

    private static func add(_ value: (name: String, number: Int), to collection: OpaquePointer?) {
        _ = unsafe ippAddInteger(
            collection, IPP_TAG_JOB, IPP_TAG_INTEGER, value.name, CInt(clamping: value.number))
    }

    /// The papers of `media-size-supported`, with the narrowest edges that the printer can do.
    func mediaOffer() -> MediaOffer {
        let edges = ["top", "bottom", "left", "right"].map { edge in
            let known = integers("media-\(edge)-margin-supported")
            return known.contains(0) ? 0 : max(known.max() ?? 0, 0)
        }
        return MediaOffer(
            sizes: mediaSizes(),
            margins: .init(top: edges[0], bottom: edges[1], left: edges[2], right: edges[3]))
    }

    private func mediaSizes() -> [MediaOffer.Size] {
        guard
            let attribute = unsafe ippFindAttribute(pointer, "media-size-supported", IPP_TAG_BEGIN_COLLECTION)
        else { return [] }
        return (0..<(unsafe ippGetCount(attribute))).compactMap { index in
            let size = unsafe ippGetCollection(attribute, index)
            guard let width = unsafe Self.range("x-dimension", in: size),
                let length = unsafe Self.range("y-dimension", in: size)
            else { return nil }
            return MediaOffer.Size(width: width, length: length)
        }
    }

    private static func range(_ name: String, in collection: OpaquePointer?) -> ClosedRange<Int>? {
        guard let attribute = unsafe ippFindAttribute(collection, name, IPP_TAG_ZERO) else { return nil }
        var upper: CInt = 0
        let isRange = unsafe ippGetValueTag(attribute) == IPP_TAG_RANGE
        let lower = unsafe isRange ? ippGetRange(attribute, 0, &upper) : ippGetInteger(attribute, 0)
        if !isRange { upper = lower }
        // A printer may say anything; more than 300 metres is no paper.
        guard lower > 0, upper >= lower, upper <= 30_000_000 else { return nil }
        return Int(lower)...Int(upper)
    }

    /// Every number of an attribute.
    func integers(_ name: String) -> [Int] {
        guard let attribute = unsafe ippFindAttribute(pointer, name, IPP_TAG_INTEGER) else { return [] }
        return (0..<(unsafe ippGetCount(attribute))).map { Int(unsafe ippGetInteger(attribute, $0)) }
    }

    /// The resolutions of an attribute in dots per inch, where they are the same both ways.
    func resolutions(_ name: String) -> [Int] {
        guard let attribute = unsafe ippFindAttribute(pointer, name, IPP_TAG_RESOLUTION) else { return [] }
        return (0..<(unsafe ippGetCount(attribute))).compactMap { index in
            var down: CInt = 0
            var units = IPP_RES_PER_INCH
            let across = unsafe ippGetResolution(attribute, index, &down, &units)
            guard across == down, across > 0 else { return nil }
            return units == IPP_RES_PER_CM ? (Int(across) * 254 + 50) / 100 : Int(across)
        }
    }
}
