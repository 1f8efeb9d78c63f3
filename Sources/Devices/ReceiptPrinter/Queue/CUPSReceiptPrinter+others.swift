internal import Glibc
internal import KioskCore
internal import Logging

/// What is different with queues whose backend is not ours.
extension CUPSReceiptPrinter {
    /// A slip as a job; nil when no paper of the queue holds it.
    func job(for slip: DotBitmap, title: String) async throws(CUPSFault) -> PrintDocument? {
        let patience = Int(settings.deadline.components.seconds)
        // The printer is asked for the job by its name, and others may print there too.
        let name = ippPrinter == nil ? title : "\(title) \(String(UInt32.random(in: 0 ... .max), radix: 36))"
        return try await readFeed().job(
            for: slip, profile: settings.profile, name: name, printBefore: time(nil) + patience,
            patience: patience)
    }

    private func readFeed() async throws(CUPSFault) -> SlipFormat {
        if let feed { return feed }
        let queue = try await cups.abilities(of: settings.queue)
        var printer: PrintCapabilities?
        if let ippPrinter { printer = try? await printers.abilities(of: ippPrinter) }
        let found = SlipFormat(
            isOurs: link != nil, queue: queue, printer: printer, profile: settings.profile)
        // An IPP printer that is off is asked again.
        if ippPrinter == nil || printer != nil {
            logger.info("The queue is fed", metadata: ["feed": "\(found.summary)"])
            feed = found
        }
        return found
    }

    /// Takes what another backend left out of the queue's reasons, so that what stands there later is of this
    /// job.
    ///
    /// Answers what stays there: a policy may forbid it.
    func clearReasons() async -> [String] {
        guard link == nil, let queue = try? await readQueue() else { return [] }
        guard !PrinterStateReason.condition(of: queue.reasons).canPrint else { return [] }
        leftReasons = nil
        return (try? await cups.setReasons([], of: settings.queue)) == nil ? queue.reasons : []
    }

    /// The condition of an idle printer that is not behind our backend.
    func idleCondition(reasons: [String]) async -> PrinterCondition {
        if let ippPrinter, let condition = await condition(of: ippPrinter) {
            if condition != .offline { await withdrawAbandoned(from: ippPrinter) }
            return condition
        }
        let told = PrinterStateReason.condition(of: reasons)
        guard !told.canPrint else {
            leftReasons = nil
            return told
        }
        // Nobody takes these reasons back before the next job; so after a while the next job may try.
        guard let left = leftReasons, left.reasons == reasons else {
            leftReasons = (reasons, .now)
            return told
        }
        return ContinuousClock.now - left.since < PrintJobDelays.leftReasons ? told : .ready
    }

    /// The condition now, of the printer where it can be asked, else of the queue.
    func currentCondition() async throws(CUPSFault) -> PrinterCondition {
        if let ippPrinter, let condition = await condition(of: ippPrinter) { return condition }
        return PrinterStateReason.condition(of: try await cups.queue(settings.queue).reasons)
    }

    /// Whether the IPP printer does not answer although it should.
    func isSilent() async -> Bool {
        guard let ippPrinter else { return false }
        do throws(CUPSFault) { _ = try await printers.condition(of: ippPrinter) } catch {
            return meansOffline(error)
        }
        return false
    }

    /// What an IPP printer says; nil when it cannot be asked from here.
    private func condition(of printer: IPPPrinterURI) async -> PrinterCondition? {
        do throws(CUPSFault) { return try await printers.condition(of: printer) } catch {
            return meansOffline(error) ? .offline : nil
        }
    }

    /// A CUPS server elsewhere may reach printers that we do not; one that refuses to tell is there.
    private func meansOffline(_ fault: CUPSFault) -> Bool {
        if case .refused = fault { return false }
        return settings.server.isLocal
    }

    /// What became of a job that CUPS's IPP backend has let go; nil while the printer is at it, or says
    /// nothing.
    func outcome(of name: String, at printer: IPPPrinterURI) async -> PrintOutcome? {
        do throws(CUPSFault) {
            switch try await printers.job(named: name, at: printer) {
            case .completed: return .confirmed
            case .active: return nil
            case .unknown: return .sent
            case .ended:
                let condition = await condition(of: printer) ?? .unavailable
                return .failed(condition.canPrint ? .unavailable : condition)
            }
        } catch {
            return meansOffline(error) ? nil : .sent
        }
    }

    /// Whether an IPP printer has a job, done or not.
    ///
    /// When CUPS is started again it prints the job again; a printer that has it needs no second one.
    func isAtPrinter(_ name: String) async -> Bool {
        guard let ippPrinter, let job = try? await printers.job(named: name, at: ippPrinter) else {
            return false
        }
        return job == .active || job == .completed
    }

    /// Takes a job back from the printer too: CUPS's backend may not have reached it.
    func withdraw(
        _ name: String, from printer: IPPPrinterURI, because condition: PrinterCondition
    ) async -> PrintOutcome {
        do throws(CUPSFault) {
            try await printers.cancel(jobsNamed: name, at: printer)
            if try await printers.job(named: name, at: printer) == .completed { return .confirmed }
        } catch {
            guard meansOffline(error) else { return .failed(condition) }
            abandoned.insert(name)
            return .failed(.offline)
        }
        guard condition == .tooSlow, let found = await self.condition(of: printer) else {
            return .failed(condition)
        }
        return .failed(found.canPrint ? .tooSlow : found)
    }

    /// A printer that is back may have jobs that nobody waits for.
    private func withdrawAbandoned(from printer: IPPPrinterURI) async {
        for name in abandoned where (try? await printers.cancel(jobsNamed: name, at: printer)) != nil {
            abandoned.remove(name)
        }
    }
}
