import KioskCore
import KioskFrame
import ScreenKit

/// The screens that answer a code.
extension LookupScreens {
    func dossier(_ facts: DossierFacts, asOf: Timestamp?, result: Int?) -> Screen {
        Screen("dossier", in: language, back: again, next: finish, shownShare: 50) {
            Node.column(spacing: 8) {
                Node.text(say("dossier.code"), .lead, color: .quietInk)
                Node.heading("\(facts.code)")
            }
            status(facts)
            if let result { resultPanel(result, of: facts, isCurrent: asOf == nil) }
            if facts.stepCount > 0 {
                Node.steps(
                    done: facts.step, of: facts.stepCount,
                    label: say("dossier.step", ["step": "\(facts.step)", "count": "\(facts.stepCount)"]))
            }
            if !rows(facts).isEmpty { Node.facts(rows(facts)) }
            age(asOf: asOf)
            if !facts.status.isTerminal { Node.text(say("dossier.more"), .lead, color: .quietInk) }
            Node.text(say("home.privacy"), .small, color: .quietInk)
        }
    }

    func notFound(_ title: String, _ detail: String) -> Screen {
        Screen("not-found", in: language, back: again, next: finish) {
            Node.heading(say(title))
            note(.amber, say(detail))
            Node.text(
                say("notFound.hotline", ["hotline": state.site.hotline, "web": state.site.web]), .lead,
                color: .quietInk)
        } choices: {
            Node.tile(say("button.type"), picture: .keyboard, .large, intent: .typeCode)
        }
    }

    func unrecognised(_ what: Unrecognised) -> Screen {
        let isGeneric = what == .generic
        return Screen("unrecognised", in: language, back: again, next: finish) {
            Node.heading(say("unrecognised.title"))
            if isGeneric {
                note(.amber, say("unrecognised.generic"))
            } else {
                panel(.amber, say("unrecognised.\(what.rawValue)"), say("unrecognised.\(what.rawValue).do"))
            }
        } choices: {
            Node.tile(say("button.type"), picture: .keyboard, .large, intent: .typeCode)
        }
    }

    private func status(_ facts: DossierFacts) -> Node {
        .panel(.state(color(of: facts))) {
            Node.text(say("status.\(facts.status.rawValue)"), .display)
            if facts.stepCount > 0 {
                Node.text(
                    say("dossier.step", ["step": "\(facts.step)", "count": "\(facts.stepCount)"]), .lead)
            }
            if let advice = advice(facts.status) { Node.text(advice, .body) }
        }
    }

    private func advice(_ status: DossierStatus) -> String? {
        switch status {
        case .registered, .notAccepted, .supplementRequired, .paymentRequired, .stopped, .finished:
            say("next.\(status.rawValue)")
        case .accepted, .processing, .withdrawalRequested, .returned: nil
        }
    }

    private func color(of facts: DossierFacts) -> StateColor {
        if facts.isOverdue(at: now.wall) { return .red }
        return switch facts.status.tone {
        case .neutral, .blue: .blue
        case .green: .green
        case .amber: .amber
        case .red: .red
        }
    }

    private func rows(_ facts: DossierFacts) -> [Fact] {
        // The source's own words (T-01), unless the headline above says the very same.
        let official = facts.sourceWording ?? say("official.\(facts.status.rawValue)")
        var rows: [Fact] = []
        if official != say("status.\(facts.status.rawValue)") {
            rows.append(Fact(say("dossier.status"), official))
        }
        if facts.stepCount > 0 {
            rows.append(Fact(say("dossier.progress"), "\(100 * facts.step / facts.stepCount)%"))
        }
        if let deadline = deadline(facts) { rows.append(deadline) }
        if facts.resultCount > 0 {
            rows.append(
                Fact(say("dossier.results"), say("dossier.resultsValue", ["count": "\(facts.resultCount)"])))
        }
        return rows
    }

    /// Overdue is shown plainly, not euphemised (T-14); only while a clock runs.
    private func deadline(_ facts: DossierFacts) -> Fact? {
        guard facts.status == .accepted || facts.status == .processing, let due = facts.dueAt else {
            return nil
        }
        guard facts.isOverdue(at: now.wall) else {
            return Fact(say("dossier.deadline"), say("dossier.onTime"), color: .green)
        }
        let days = state.calendar.workingDaysOverdue(due: due, now: now.wall)
        let words =
            days > 0 ? say("dossier.overdue", ["days": "\(days)"]) : say("dossier.overdueToday")
        return Fact(say("dossier.deadline"), words, color: .red)
    }

    /// A revoked result is said at once; offline nothing is ever called valid (D-13, D-14).
    private func resultPanel(_ ordinal: Int, of facts: DossierFacts, isCurrent: Bool) -> Node {
        if facts.revokedResults.contains(ordinal) {
            return panel(.red, say("dossier.resultRevoked"), say("dossier.resultRevokedDetail"))
        }
        guard isCurrent else {
            return panel(.amber, say("dossier.resultUnverified"), say("dossier.resultUnverifiedDetail"))
        }
        guard (1...max(1, facts.resultCount)).contains(ordinal), facts.resultCount > 0 else {
            return panel(.amber, say("dossier.resultUnknown", ["ordinal": "\(ordinal)"]))
        }
        return panel(.green, say("dossier.resultValid", ["ordinal": "\(ordinal)"]))
    }

    /// When the facts were last known to be so: now while the link stands, else how long ago (T-04, T-05).
    @ViewsBuilder<LookupMachine.Intent>
    private func age(asOf: Timestamp?) -> [Node] {
        let known = asOf ?? now.wall
        let (time, date) = (known.hourMinute, known.date.dayMonthYear)
        if asOf == nil {
            Node.text(say("dossier.updated", ["time": time, "date": date]), .lead, color: .quietInk)
        } else {
            let age = RelativeAge(of: known, at: now.wall)
            panel(
                .amber, say("dossier.offline", ["time": time, "date": date, "age": words(age)]),
                known.seconds(to: now.wall) > Self.staleAfter ? say("dossier.stale") : nil)
        }
    }

    /// Facts older than three days may mislead (T-04).
    private static let staleAfter: Int64 = 3 * 86_400

    private func words(_ age: RelativeAge) -> String {
        switch age.unit {
        case .justNow: say("age.now")
        case .minutes: say("age.minutes", ["count": "\(age.number)"])
        case .hours: say("age.hours", ["count": "\(age.number)"])
        case .days: say("age.days", ["count": "\(age.number)"])
        }
    }
}
