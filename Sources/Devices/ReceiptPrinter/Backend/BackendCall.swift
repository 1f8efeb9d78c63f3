/// How CUPS calls a backend: its arguments and environment (`man 7 backend`).
package enum BackendCall: Hashable, Sendable {
    /// Without arguments: name the devices.
    case discovery
    /// `--status URI`, for a technician: say how the printer is.
    case status(PrinterURI)
    case job(BackendJob)
    /// The text says what was wrong.
    case misused(String)
    /// The queue's URI is not one of ours.
    case badURI

    package init(arguments: [String], deviceURI: String?) {
        switch arguments.count {
        case 1: self = .discovery
        case 3 where arguments[1] == "--status":
            self = PrinterURI(arguments[2]).map(BackendCall.status) ?? .badURI
        case 6, 7:
            guard let uri = PrinterURI(deviceURI ?? arguments[0]) else {
                self = .badURI
                return
            }
            let file = arguments.count == 7 ? arguments[6] : nil
            self = .job(
                BackendJob(
                    uri: uri, file: file, copies: file == nil ? 1 : min(max(Int(arguments[4]) ?? 1, 1), 10),
                    printBefore: Self.option(Self.printBefore, in: arguments[5])
                        ?? Self.option("time-at-creation", in: arguments[5]).map {
                            $0 + Int(PrinterDelays.oldestJob.components.seconds)
                        }))
        default: self = .misused("Usage: kiosk-receipt job-id user title copies options [file]")
        }
    }

    /// The job attribute in which our driver says until when a slip is wanted; CUPS hands it on as an option.
    static let printBefore = "kiosk-print-before"

    private static func option(_ name: String, in options: String) -> Int? {
        let key = name + "="
        return options.split(separator: " ").first { $0.hasPrefix(key) }.flatMap {
            Int($0.dropFirst(key.count))
        }
    }
}

/// One job, as CUPS hands it over.
package struct BackendJob: Hashable, Sendable {
    package var uri: PrinterURI
    /// The job's data; standard input when there is none.
    package var file: String?
    package var copies: Int
    /// Seconds since 1970 after which nobody waits for it; unknown for a job made by hand without CUPS.
    package var printBefore: Int?
}
