import KioskCore

extension PrintJobMachine {
    struct Submission: Stage {
        enum Step: Sendable {
            case queueCapabilities
            case printerCapabilities(queue: PrintCapabilities)
            case queue(PrintDocument)
            /// Reasons that stay in the queue if they cannot be taken out.
            case clearReasons(PrintDocument, [String])
            case submit(PrintDocument, reasons: [String], isRetry: Bool)
            case resume(PrintDocument, reasons: [String], CUPSFault)
        }

        var request: PrintRequest
        var step = Step.queueCapabilities

        var state: State { .submit(self) }
    }

    mutating func submit(_ request: PrintRequest) -> [Action] {
        let submission = Submission(request: request)
        if let format { return submit(as: format, submission) }
        return ask(.readQueueCapabilities, awaiting: .queueCapabilities, in: submission)
    }

    mutating func handle(_ reply: Reply, in submission: Submission, now: Instant) -> [Action] {
        if isStopping {
            // Nothing was handed over yet, but for the call that has just returned.
            guard case .submit = submission.step else { return report(.failed(.tooSlow)) }
        }
        switch submission.step {
        case .queueCapabilities:
            guard case .capabilities(let result) = reply else { unexpected(reply) }
            switch result {
            case .failure(let fault): return fail(fault, submission.request, now: now)
            case .success(let queue):
                guard let ippPrinter else { return choose(queue, nil, submission) }
                return ask(
                    .readPrinterCapabilities(ippPrinter), awaiting: .printerCapabilities(queue: queue),
                    in: submission)
            }
        case .printerCapabilities(let queue):
            guard case .capabilities(let result) = reply else { unexpected(reply) }
            return choose(queue, try? result.get(), submission)
        case .queue(let document):
            guard case .queue(let result) = reply else { unexpected(reply) }
            guard case .success(let queue) = result,
                !PrinterStateReason.condition(of: queue.reasons).canPrint
            else { return hand(over: document, reasons: [], submission) }
            leftReasons = nil
            return ask(.setReasons([]), awaiting: .clearReasons(document, queue.reasons), in: submission)
        case .clearReasons(let document, let reasons):
            guard case .done(let fault) = reply else { unexpected(reply) }
            return hand(over: document, reasons: fault == nil ? [] : reasons, submission)
        case .submit(let document, let reasons, let isRetry):
            guard case .submitted(let result) = reply else { unexpected(reply) }
            switch result {
            case .success(let job):
                return follow(job, document.name, since: reasons, submission.request, now: now)
            case .failure(let fault):
                // What was refused was not taken, so that a second try makes no second slip.
                guard case .refused = fault, !isRetry else {
                    return fail(fault, submission.request, name: document.name, now: now)
                }
                return ask(.resumeQueue, awaiting: .resume(document, reasons: reasons, fault), in: submission)
            }
        case .resume(let document, let reasons, let refusal):
            guard case .done(let fault) = reply else { unexpected(reply) }
            guard fault == nil else { return fail(refusal, submission.request, now: now) }
            return hand(over: document, reasons: reasons, isRetry: true, submission)
        }
    }

    mutating func choose(
        _ queue: PrintCapabilities, _ printer: PrintCapabilities?, _ submission: Submission
    ) -> [Action] {
        let format = SlipFormat(
            isOurs: backendURI != nil, queue: queue, printer: printer, profile: profile)
        // An IPP printer that is off is asked again.
        guard ippPrinter == nil || printer != nil else { return submit(as: format, submission) }
        self.format = format
        return [.log(.format(format))] + submit(as: format, submission)
    }

    mutating func submit(as format: SlipFormat, _ submission: Submission) -> [Action] {
        let request = submission.request
        // An IPP printer is asked for the job by its name.
        let name = ippPrinter == nil ? request.title : "\(request.title) \(request.suffix)"
        let document = format.document(
            for: request.slip, profile: profile, name: name, printBefore: request.printBefore,
            cancelAfter: request.cancelAfter)
        guard let document else { return [.log(.noPaperFits)] + report(.failed(.unavailable)) }
        if backendURI != nil { return hand(over: document, reasons: [], submission) }
        // What another backend left in the queue's reasons goes, so that what stands there later is of this
        // job.
        return ask(.readQueue, awaiting: .queue(document), in: submission)
    }

    mutating func hand(
        over document: PrintDocument, reasons: [String], isRetry: Bool = false, _ submission: Submission
    ) -> [Action] {
        ask(
            .submit(document), awaiting: .submit(document, reasons: reasons, isRetry: isRetry), in: submission
        )
    }
}

// MARK: - Follow
