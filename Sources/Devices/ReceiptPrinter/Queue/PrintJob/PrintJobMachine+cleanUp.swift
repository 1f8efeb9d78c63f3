import KioskCore

extension PrintJobMachine {
    struct CleanUp: Stage {
        enum Purpose: Sendable {
            case slip(PrintRequest)
            case look
            /// CUPS may have taken a slip before it fell silent; it must be gone before anybody hears
            /// "failed". After its deadline our backend refuses it, should CUPS come back with it. The job's
            /// name, if it was handed over.
            case lostSlip(PrintRequest, name: String?)
        }

        enum Step: Sendable {
            case queue, jobs, cancel(then: ArraySlice<Int>), poll, reconnect
        }

        var purpose: Purpose
        /// When jobs that do not go are a fault.
        var deadline: Instant
        var step = Step.queue

        var state: State { .cleanUp(self) }

        var isForLook: Bool {
            switch purpose {
            case .look: true
            case .slip, .lostSlip: false
            }
        }
    }

    mutating func cleanUp(before purpose: CleanUp.Purpose, now: Instant) -> [Action] {
        let cleanUp = CleanUp(purpose: purpose, deadline: now + PrintJobDelays.withdrawal)
        return ask(.readQueue, awaiting: .queue, in: cleanUp)
    }

    mutating func handle(_ reply: Reply, in cleanUp: CleanUp, now: Instant) -> [Action] {
        if isStopping {
            switch cleanUp.purpose {
            case .slip: return report(.failed(.tooSlow))
            case .look: return end()
            case .lostSlip: break
            }
        }
        switch cleanUp.step {
        case .queue:
            guard case .queue(let result) = reply else { unexpected(reply) }
            if case .failure(let fault) = result { return fail(fault, in: cleanUp, now: now) }
            return ask(.readJobs, awaiting: .jobs, in: cleanUp)
        case .jobs:
            guard case .jobs(let result) = reply else { unexpected(reply) }
            switch result {
            case .failure(let fault): return fail(fault, in: cleanUp, now: now)
            case .success(let jobs): return cancel(jobs[...], in: cleanUp, now: now)
            }
        case .cancel(let rest):
            guard case .done(let fault) = reply else { unexpected(reply) }
            if let fault { return fail(fault, in: cleanUp, now: now) }
            guard rest.isEmpty else { return cancel(rest, in: cleanUp, now: now) }
            guard now < cleanUp.deadline else {
                return fail(.refused("Old jobs stay in the queue."), in: cleanUp, now: now)
            }
            return ask(.wait(PrintJobDelays.poll), awaiting: .poll, in: cleanUp)
        case .poll:
            guard case .waited = reply else { unexpected(reply) }
            return ask(.readJobs, awaiting: .jobs, in: cleanUp)
        case .reconnect:
            guard case .waited = reply else { unexpected(reply) }
            return self.cleanUp(before: cleanUp.purpose, now: now)
        }
    }

    mutating func cancel(_ jobs: ArraySlice<Int>, in cleanUp: CleanUp, now: Instant) -> [Action] {
        if let job = jobs.first {
            return ask(.cancelJob(job), awaiting: .cancel(then: jobs.dropFirst()), in: cleanUp)
        }
        mayHoldStaleJobs = false
        switch cleanUp.purpose {
        case .slip(let request): return submit(request)
        case .look: return look()
        case .lostSlip(let request, let name):
            guard let name, ippPrinter != nil else { return report(.failed(.unavailable)) }
            // The printer may have it as well.
            let following = Following(
                request: request, job: Following.unknownJob, name: name, reasons: [],
                nextLook: request.deadline)
            return leaveQueue(Withdrawal(following: following, condition: .unavailable))
        }
    }

    mutating func fail(_ fault: CUPSFault, in cleanUp: CleanUp, now: Instant) -> [Action] {
        switch cleanUp.purpose {
        case .slip(let request): return fail(fault, request, now: now)
        case .look: return failLook()
        case .lostSlip(let request, let name):
            guard now < request.deadline else {
                if let name, ippPrinter != nil { abandoned.insert(name) }
                return report(.failed(.unavailable))
            }
            return ask(.wait(PrintJobDelays.reconnect), awaiting: .reconnect, in: cleanUp)
        }
    }
}

// MARK: - Submit
