package import KioskCore
package import SystemPackage

/// Our CUPS backend: it has the connection to the printer, asks for its state, and reports it to CUPS.
///
/// It ends with 0 only when the printer has answered after the last byte. Everything else ends the job for
/// good: a slip that could not be printed when it was wanted must not come out by itself later.
package struct PrinterBackend {
    private let report = BackendReport()
    private let interrupt: TransportInterrupt
    private let now: Int
    private let catalogue: PrinterCatalogue

    /// - Parameters:
    ///   - interrupt: How a job is cancelled, and how the death of CUPS shows.
    ///   - now: Seconds since 1970.
    ///   - catalogue: The printers that a queue's URI may name.
    package init(interrupt: TransportInterrupt, now: Int, catalogue: PrinterCatalogue) {
        self.interrupt = interrupt
        self.now = now
        self.catalogue = catalogue
    }

    package func run(_ call: BackendCall) -> BackendExit {
        switch call {
        case .discovery:
            for line in PrinterDiscovery.lines(catalogue) { print(line) }
            return .done
        case .status(let uri):
            guard let profile = catalogue.profile(named: uri.profile) else { return unknownProfile(uri) }
            return printStatus(of: uri, profile)
        case .job(let job):
            return run(job)
        case .misused(let usage):
            report.error(usage)
            return .failed
        case .badURI:
            report.error(
                "The device URI must read \(PrinterURI.scheme)://ADDRESS:PORT/?profile=NAME or "
                    + "\(PrinterURI.scheme)://usb/MAKER/MODEL?serial=SN&profile=NAME.")
            return .stopQueue
        }
    }

    private func run(_ job: BackendJob) -> BackendExit {
        guard let profile = catalogue.profile(named: job.uri.profile) else {
            return unknownProfile(job.uri)
        }
        if let end = job.printBefore, now > end {
            report.error("The job came too late; nobody waits for it.")
            return .withdrawn
        }
        let input: FileDescriptor
        do {
            input =
                try job.file.map { try FileDescriptor.open(FilePath($0), .readOnly, options: .closeOnExec) }
                ?? .standardInput
        } catch {
            report.error("The job's data cannot be read: \(error).")
            return .withdrawn
        }
        defer { if job.file != nil { try? input.close() } }
        do throws(TransportFault) {
            let transport = try connect(to: job.uri.location, profile)
            var delivery = SlipDelivery(over: transport, profile: profile)
            let condition = delivery.deliver(copies: job.copies) { copy in
                if copy > 0 { _ = try? input.seek(offset: 0, from: .start) }
                return JobData(descriptor: input, interrupt: interrupt)
            }
            return end(condition)
        } catch {
            report.connecting(false)
            guard error != .interrupted else { return end(.cancelled) }
            report.error(error.advice)
            switch error {
            case .busy, .forbidden, .ambiguous, .oneWay: return end(.failed(.unavailable))
            case .notAnAddress, .unreachable, .closed, .timedOut, .interrupted: return end(.failed(.offline))
            }
        }
    }

    /// For a technician.
    private func printStatus(of uri: PrinterURI, _ profile: PrinterProfile) -> BackendExit {
        do throws(TransportFault) {
            print(try PrinterProbe.read(uri.location, profile: profile).rawValue)
            return .done
        } catch {
            report.error(error.advice)
            return .failed
        }
    }

    private func end(_ result: SlipDelivery.Result) -> BackendExit {
        switch result {
        case .done(let condition):
            report.condition(condition)
            return .done
        case .failed(let condition):
            report.condition(condition)
            report.error("The slip was withdrawn: \(condition.rawValue).")
            return .withdrawn
        case .cancelled:
            report.info("Cancelled.")
            return .withdrawn
        }
    }

    /// A printer that is being switched on or plugged in, or busy with a look at its state, gets a little
    /// time.
    private func connect(
        to printer: PrinterLocation, _ profile: PrinterProfile
    ) throws(TransportFault) -> any PrinterTransport {
        report.connecting(true)
        let deadline = ContinuousClock.now + PrinterDelays.connect
        while true {
            do throws(TransportFault) {
                let transport = try printer.open(
                    by: deadline, needsAnswers: profile.confirmation != .none, interrupt: interrupt)
                report.connecting(false)
                return transport
            } catch {
                switch error {
                case .unreachable, .closed, .busy, .forbidden: break
                case .notAnAddress, .ambiguous, .oneWay, .timedOut, .interrupted: throw error
                }
                guard ContinuousClock.now + PrinterDelays.connectPause < deadline else { throw error }
                try interrupt.pause(until: .now + PrinterDelays.connectPause)
            }
        }
    }

    private func unknownProfile(_ uri: PrinterURI) -> BackendExit {
        let near = catalogue.names(like: uri.profile).joined(separator: ", ")
        report.error("There is no printer profile '\(uri.profile)'; the nearest are \(near).")
        return .stopQueue
    }
}

/// How a CUPS backend ends (`cups/backend.h`).
package enum BackendExit: Int32, Sendable {
    /// The printer did it, or took it all where it cannot tell more.
    case done = 0
    /// It was not called as CUPS calls a backend.
    case failed = 1
    /// The queue's URI cannot be used; stop the queue, so that somebody mends it.
    case stopQueue = 4
    /// The job is over and must not come again, whatever the queue's error policy says.
    case withdrawn = 5
}

/// The lines by which a backend reports to CUPS on its standard error (`man 7 backend`).
package struct BackendReport: Sendable {
    private let descriptor: FileDescriptor

    package init(descriptor: FileDescriptor = .standardError) { self.descriptor = descriptor }

    /// Sets the queue's reasons to exactly what this condition means.
    package func condition(_ condition: PrinterCondition) {
        let current = PrinterStateReason.keyword(for: condition)
        let others = PrinterStateReason.all.map(\.keyword).filter { $0 != current }
        line("STATE: -" + others.joined(separator: ","))
        if let current { line("STATE: +" + current) }
    }

    package func connecting(_ now: Bool) { line("STATE: \(now ? "+" : "-")connecting-to-device") }
    package func info(_ text: String) { line("INFO: " + text) }
    package func warning(_ text: String) { line("WARNING: " + text) }
    package func error(_ text: String) { line("ERROR: " + text) }

    private func line(_ text: String) {
        // A failure to write the message cannot be reported.
        _ = try? descriptor.writeAll((text + "\n").utf8)
    }
}
