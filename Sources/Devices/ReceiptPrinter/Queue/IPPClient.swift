internal import CCups
package import KioskCore

/// How a printer's own job is (RFC 8011 5.3.7).
package enum IPPJobState: Hashable, Sendable {
    /// The printer keeps no such job.
    case unknown
    /// It may still print.
    case active
    /// "All of the Job Media Sheets have been successfully stacked in the appropriate output bin(s)."
    case completed
    /// Cancelled or aborted.
    case ended
}

/// Asks IPP printers themselves, on a thread of its own; every call ends within some seconds.
///
/// CUPS knows less than the printer: a queue's reasons are only refreshed while a job prints, and its IPP
/// backend ends well when the printer aborted the job, held it, or stopped answering (`backend/ipp.c`).
package actor IPPClient {
    private let thread = BlockingThread("ipp-printer")
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    private let limit: Duration

    /// - Parameter limit: How long a question and its answer may take.
    package init(limit: Duration = PrintJobDelays.call) { self.limit = limit }

    /// What the printer accepts.
    package func capabilities(of printer: IPPPrinterURI) throws(CUPSFault) -> PrintCapabilities {
        PrintCapabilities(try attributes(PrintCapabilities.keywords, of: printer))
    }

    package func condition(of printer: IPPPrinterURI) throws(CUPSFault) -> PrinterCondition {
        let answer = try attributes(
            ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs"], of: printer)
        let condition = PrinterStateReason.condition(of: answer.strings("printer-state-reasons"))
        guard condition.canPrint else { return condition }
        // It says that it cannot print and not why.
        if answer.integer("printer-state") == Int(IPP_PSTATE_STOPPED.rawValue) { return .offline }
        return answer.flag("printer-is-accepting-jobs") ? condition : .unavailable
    }

    /// How the newest of our jobs with this name is at the printer.
    package func job(named name: String, at printer: IPPPrinterURI) throws(CUPSFault) -> IPPJobState {
        if try !jobs(named: name, "not-completed", at: printer).isEmpty { return .active }
        let ended = try jobs(named: name, "completed", at: printer)
        guard let newest = ended.max(by: { $0.id < $1.id }) else { return .unknown }
        return newest.state == Int(IPP_JSTATE_COMPLETED.rawValue) ? .completed : .ended
    }

    /// Cancels our jobs with this name that the printer has not done.
    package func cancel(jobsNamed name: String, at printer: IPPPrinterURI) throws(CUPSFault) {
        for job in try jobs(named: name, "not-completed", at: printer) {
            var request = try IPPMessage(IPP_OP_CANCEL_JOB, printer: printer.text)
            request.add(.operation, integer: job.id, as: "job-id")
            do throws(CUPSFault) { _ = try exchange(request, with: printer) } catch {
                // It has ended by now.
                guard case .refused = error else { throw error }
            }
        }
    }

    private func attributes(
        _ names: [String], of printer: IPPPrinterURI
    ) throws(CUPSFault) -> IPPMessage {
        var request = try IPPMessage(IPP_OP_GET_PRINTER_ATTRIBUTES, printer: printer.text)
        request.add(.operation, keywords: names, as: "requested-attributes")
        return try exchange(request, with: printer)
    }

    private func jobs(
        named name: String, _ which: String, at printer: IPPPrinterURI
    ) throws(CUPSFault) -> [(id: Int, state: Int)] {
        var request = try IPPMessage(IPP_OP_GET_JOBS, printer: printer.text)
        request.add(.operation, flag: true, as: "my-jobs")
        request.add(.operation, IPP_TAG_KEYWORD, "which-jobs", which)
        request.add(.operation, keywords: ["job-id", "job-name", "job-state"], as: "requested-attributes")
        return try exchange(request, with: printer).jobs().filter { $0.name == name }.map {
            ($0.id, $0.state)
        }
    }

    private func exchange(
        _ request: consuming IPPMessage, with printer: IPPPrinterURI
    ) throws(CUPSFault) -> IPPMessage {
        let connection = try CUPSConnection(
            to: printer.address, isEncrypted: printer.isEncrypted, limit: limit)
        return try connection.exchange(request, resource: printer.resource)
    }
}

extension IPPMessage {
    /// The jobs of an answer to Get-Jobs: a group of attributes each.
    fileprivate func jobs() -> [(id: Int, name: String, state: Int)] {
        var found: [(id: Int, name: String, state: Int)] = []
        var job = (id: 0, name: "", state: 0)
        var attribute = unsafe ippFirstAttribute(pointer)
        while let current = unsafe attribute {
            // Groups are parted by an attribute without a name.
            switch unsafe ippGetName(current).map({ unsafe String(cString: $0) }) {
            case nil:
                if job.id > 0 { found.append(job) }
                job = (0, "", 0)
            case "job-id": job.id = Int(unsafe ippGetInteger(current, 0))
            case "job-name":
                job.name = unsafe ippGetString(current, 0, nil).map { unsafe String(cString: $0) } ?? ""
            case "job-state": job.state = Int(unsafe ippGetInteger(current, 0))
            default: break
            }
            unsafe attribute = ippNextAttribute(pointer)
        }
        if job.id > 0 { found.append(job) }
        return found
    }
}

/// Where an IPP printer is, read from a queue's device URI such as `ipp://192.168.1.40/ipp/print`.
package struct IPPPrinterURI: Hashable, Sendable {
    private static let maxByteCount = 1024
    private static let defaultPort: UInt16 = 631

    package let address: NetworkAddress
    package let resource: String
    package let isEncrypted: Bool

    /// Reads a device URI.
    ///
    /// - Returns: `nil` if CUPS reaches the device in another way than by its own IPP backend.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.maxByteCount else { return nil }
        // What comes after a question mark is for CUPS's backend.
        let parts = text.prefix { $0 != "?" }.split(
            separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty, parts[0] == "ipp:" || parts[0] == "ipps:" else {
            return nil
        }
        isEncrypted = parts[0] == "ipps:"
        let authority = parts[2].split(separator: "@").last ?? ""
        // A service's name is looked up by CUPS's `dnssd` backend, not by us.
        guard let address = NetworkAddress(authority, defaultPort: Self.defaultPort),
            !address.host.contains("._tcp")
        else { return nil }
        self.address = address
        resource = parts.count == 4 ? "/" + parts[3] : "/"
    }

    /// The printer's own name for itself, without what only CUPS understands.
    var text: String { "\(isEncrypted ? "ipps" : "ipp")://\(address)\(resource)" }
}
