internal import CCups
internal import KioskCore

/// The state of a queue as CUPS reports it.
package struct CUPSQueue: Hashable, Sendable {
    package var isStopped: Bool
    package var isProcessing: Bool
    package var isAccepting: Bool
    package var reasons: [String]
    package var deviceURI: String

    package init(
        isStopped: Bool, isProcessing: Bool, isAccepting: Bool, reasons: [String], deviceURI: String
    ) {
        self.isStopped = isStopped
        self.isProcessing = isProcessing
        self.isAccepting = isAccepting
        self.reasons = reasons
        self.deviceURI = deviceURI
    }
}

/// How far a job is (RFC 8011 5.3.7), as far as we care.
package enum CUPSJobState: Hashable, Sendable {
    case waiting
    case processing
    case completed
    /// Cancelled or aborted.
    case ended
}

/// A client of one CUPS server: one connection, on a thread of its own because libcups blocks.
package actor CUPSClient {
    private let thread = BlockingThread("cups")
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    private let server: CUPSServer
    private var connection: CUPSConnection?

    package init(_ server: CUPSServer) { self.server = server }

    /// Hands over a job.
    ///
    /// - Returns: The job's number.
    package func submit(_ document: PrintDocument, to queue: String) throws(CUPSFault) -> Int {
        var request = try IPPMessage(IPP_OP_PRINT_JOB, queue: queue)
        request.add(.operation, IPP_TAG_NAME, "job-name", document.name)
        request.add(.operation, IPP_TAG_MIMETYPE, "document-format", document.format)
        switch document.content {
        // As text: an IPP integer ends in 2038.
        case .escpos(let printBefore):
            request.add(.job, IPP_TAG_KEYWORD, BackendCall.printBefore, String(printBefore))
        case .page(let page, let cancelAfter):
            request.add(page: page, cancelAfter: cancelAfter)
        }
        // A connection that CUPS closed while we were idle must not cost a slip, nor a doubtful second try.
        connection = nil
        let response = try exchange(request, resource: "/printers/\(queue)", document: document.bytes)
        guard let id = response.integer("job-id") else { throw .refused("CUPS gave the job no number.") }
        return id
    }

    /// What a queue accepts: facts that change only when somebody sets the queue up anew.
    package func capabilities(of queue: String) throws(CUPSFault) -> PrintCapabilities {
        var request = try IPPMessage(IPP_OP_GET_PRINTER_ATTRIBUTES, queue: queue)
        request.add(
            .operation, keywords: PrintCapabilities.keywords,
            as: "requested-attributes")
        return PrintCapabilities(try exchange(request, resource: "/printers/\(queue)"))
    }

    /// How far a job is; `nil` if CUPS does not know it any more.
    package func job(_ id: Int, of queue: String) throws(CUPSFault) -> CUPSJobState? {
        var request = try IPPMessage(IPP_OP_GET_JOB_ATTRIBUTES, queue: queue)
        request.add(.operation, integer: id, as: "job-id")
        request.add(.operation, keywords: ["job-state"], as: "requested-attributes")
        do throws(CUPSFault) {
            let response = try exchange(request, resource: "/jobs/\(id)")
            switch UInt32(response.integer("job-state") ?? 0) {
            case IPP_JSTATE_PROCESSING.rawValue: return .processing
            case IPP_JSTATE_COMPLETED.rawValue: return .completed
            case IPP_JSTATE_CANCELED.rawValue, IPP_JSTATE_ABORTED.rawValue: return .ended
            default: return .waiting
            }
        } catch {
            guard case .refused = error else { throw error }
            return nil
        }
    }

    package func queue(_ name: String) throws(CUPSFault) -> CUPSQueue {
        var request = try IPPMessage(IPP_OP_GET_PRINTER_ATTRIBUTES, queue: name)
        request.add(
            .operation,
            keywords: ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "device-uri"],
            as: "requested-attributes")
        let response = try exchange(request, resource: "/printers/\(name)")
        let state = response.integer("printer-state") ?? 0
        return CUPSQueue(
            isStopped: state == Int(IPP_PSTATE_STOPPED.rawValue),
            isProcessing: state == Int(IPP_PSTATE_PROCESSING.rawValue),
            isAccepting: response.flag("printer-is-accepting-jobs"),
            reasons: response.strings("printer-state-reasons"),
            deviceURI: response.strings("device-uri").first ?? "")
    }

    /// The jobs that may still print.
    package func activeJobs(of queue: String) throws(CUPSFault) -> [Int] {
        var request = try IPPMessage(IPP_OP_GET_JOBS, queue: queue)
        request.add(.operation, IPP_TAG_KEYWORD, "which-jobs", "not-completed")
        request.add(.operation, keywords: ["job-id"], as: "requested-attributes")
        return try exchange(request, resource: "/printers/\(queue)").integers(ofEach: "job-id")
    }

    /// Cancels a job and removes its data; one that has ended already is no fault.
    package func cancel(_ id: Int, of queue: String) throws(CUPSFault) {
        var request = try IPPMessage(IPP_OP_CANCEL_JOB, queue: queue)
        request.add(.operation, integer: id, as: "job-id")
        do throws(CUPSFault) {
            _ = try exchange(request, resource: "/jobs/")
        } catch {
            guard case .refused = error else { throw error }
        }
    }

    /// Lets a stopped queue go on and take jobs.
    package func resume(_ queue: String) throws(CUPSFault) {
        for operation in [IPP_OP_RESUME_PRINTER, IPP_OP_CUPS_ACCEPT_JOBS] {
            _ = try exchange(try IPPMessage(operation, queue: queue), resource: "/admin/")
        }
    }

    /// Sets the queue's `printer-state-reasons`, which only a backend could set while a job runs.
    package func setReasons(_ reasons: [String], of queue: String) throws(CUPSFault) {
        var request = try IPPMessage(IPP_OP_CUPS_ADD_MODIFY_PRINTER, queue: queue)
        request.add(.printer, keywords: reasons.isEmpty ? ["none"] : reasons, as: "printer-state-reasons")
        _ = try exchange(request, resource: "/admin/")
    }

    /// Makes or changes a raw queue that takes jobs at once.
    package func addQueue(_ name: String, deviceURI: String) throws(CUPSFault) {
        var request = try IPPMessage(IPP_OP_CUPS_ADD_MODIFY_PRINTER, queue: name)
        request.add(.printer, IPP_TAG_URI, "device-uri", deviceURI)
        request.add(.printer, IPP_TAG_NAME, "printer-error-policy", "abort-job")
        request.add(.printer, flag: true, as: "printer-is-accepting-jobs")
        request.add(.printer, enum: Int(IPP_PSTATE_IDLE.rawValue), as: "printer-state")
        _ = try exchange(request, resource: "/admin/")
    }

    private func exchange(
        _ request: consuming IPPMessage, resource: String, document: [UInt8] = []
    ) throws(CUPSFault) -> IPPMessage {
        let current =
            if let connection = connection.take() { connection } else { try CUPSConnection(to: server) }
        // After a refusal the connection is sound; after anything else the next call makes a new one.
        do throws(CUPSFault) {
            let response = try current.exchange(request, resource: resource, document: document)
            connection = consume current
            return response
        } catch {
            if case .refused = error { connection = consume current }
            throw error
        }
    }
}

/// Where a CUPS server listens.
public struct CUPSServer: Hashable, Sendable {
    /// An IP address, `localhost`, or the path of a Unix socket.
    public var host: String
    public var port: UInt16

    public init(host: String, port: UInt16 = defaultPort) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:631`, a host alone, or the path of a Unix socket.
    ///
    /// - Returns: `nil` if it is neither a path nor a ``NetworkAddress``.
    public init?(_ text: String) {
        if text.hasPrefix("/") {
            self.init(host: text)
        } else {
            guard let address = NetworkAddress(text, defaultPort: Self.defaultPort) else { return nil }
            self.init(host: address.host, port: address.port)
        }
    }

    /// The registered port of IPP (RFC 8010).
    public static let defaultPort: UInt16 = 631

    /// The socket of the machine's own CUPS.
    public static let system = CUPSServer(host: "/run/cups/cups.sock")

    /// Whether it runs on this machine: then what it reaches can be reached from here.
    var isLocal: Bool {
        host.hasPrefix("/") || host.hasPrefix("127.") || host == "::1" || host == "localhost"
    }
}

/// Why CUPS did not carry out a request.
package enum CUPSFault: Error, Hashable, Sendable {
    /// No connection: nothing was asked of it.
    case unreachable(String)
    /// It fell silent after the request: it may or may not have carried it out.
    case lost(String)
    /// It refused; the text is its own.
    case refused(String)
}
