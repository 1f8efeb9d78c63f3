import KioskCore

extension PrintJobMachine {
    /// CUPS failed before the slip came to an end.
    ///
    /// - Parameter name: The job's, if it was handed over.
    mutating func fail(
        _ fault: CUPSFault, _ request: PrintRequest, name: String? = nil, now: Instant
    ) -> [Action] {
        let entry = [Action.log(.failed(fault))]
        guard case .lost = fault else { return entry + report(.failed(.unavailable)) }
        mayHoldStaleJobs = true
        guard now < request.deadline else { return entry + report(.failed(.unavailable)) }
        return entry + cleanUp(before: .lostSlip(request, name: name), now: now)
    }

    mutating func report(_ outcome: PrintOutcome) -> [Action] {
        switch outcome {
        case .failed(let condition):
            // Somebody may have set the queue up anew.
            format = nil
            return end() + publish(condition) + [.finish(outcome)]
        case .confirmed, .sent:
            state = .report(outcome)
            return [.call(.readQueue)]
        }
    }

    mutating func handle(_ reply: Reply, reporting outcome: PrintOutcome) -> [Action] {
        guard case .queue(let result) = reply else { unexpected(reply) }
        let actions = end()
        guard case .success(let queue) = result else { return actions + [.finish(outcome)] }
        return actions + publish(PrinterStateReason.condition(of: queue.reasons)) + [.finish(outcome)]
    }

    mutating func end() -> [Action] {
        state = .idle
        return []
    }

    mutating func publish(_ condition: PrinterCondition) -> [Action] {
        guard condition != self.condition else { return [] }
        self.condition = condition
        return [.publish(condition)]
    }

    /// A CUPS server elsewhere may reach printers that we do not; one that refuses to tell is there.
    func meansOffline(_ fault: CUPSFault) -> Bool {
        switch fault {
        case .refused: false
        case .unreachable, .lost: isServerLocal
        }
    }

    func isSilent(_ result: Result<PrinterCondition, CUPSFault>) -> Bool {
        switch result {
        case .success: false
        case .failure(let fault): meansOffline(fault)
        }
    }

    /// The condition of an IPP printer; `nil` if it cannot be asked from here.
    func condition(_ result: Result<PrinterCondition, CUPSFault>) -> PrinterCondition? {
        switch result {
        case .success(let condition): condition
        case .failure(let fault): meansOffline(fault) ? .offline : nil
        }
    }
}

// MARK: - Look
