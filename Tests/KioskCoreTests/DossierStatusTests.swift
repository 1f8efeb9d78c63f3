import KioskCore
import Testing

@Suite struct DossierStatusTests {
    @Test(
        arguments: [
            (DossierStatus.registered, DossierStatus.Actor.oneStop, DossierStatus.Tone.neutral),
            (.accepted, .agency, .blue), (.notAccepted, .citizen, .red), (.processing, .agency, .blue),
            (.supplementRequired, .citizen, .amber), (.paymentRequired, .citizen, .amber),
            (.withdrawalRequested, .agency, .neutral), (.stopped, .citizen, .red),
            (.finished, .citizen, .green),
            (.returned, .nobody, .green),
        ])
    func `each status says who acts next and how it looks`(
        status: DossierStatus, actor: DossierStatus.Actor, tone: DossierStatus.Tone
    ) {
        #expect(status.actsNext == actor)
        #expect(status.tone == tone)
    }

    @Test func `the reports group the statuses as in practice`() {
        let groups = Dictionary(grouping: DossierStatus.allCases, by: \.reportGroup)
        #expect(groups[.handled] == [.withdrawalRequested, .finished, .returned])
        #expect(groups[.inProcess] == [.accepted, .processing])
        #expect(groups[.paused] == [.supplementRequired, .paymentRequired, .stopped])
        #expect(groups[nil] == [.registered, .notAccepted])
    }

    @Test func `only a refused and a returned dossier are over`() {
        #expect(DossierStatus.allCases.filter(\.isTerminal) == [.notAccepted, .returned])
    }

    @Test(arguments: DossierStatus.allCases)
    func `only a dossier whose clock runs can be overdue`(status: DossierStatus) {
        let due = at(day(2026, 3, 2), 17, 0)
        let facts = DossierFacts(
            code: dossier, status: status, step: 1, stepCount: 3, dueAt: due, updatedAt: due)
        #expect(facts.isOverdue(at: due.advanced(bySeconds: 1)) == status.isClockRunning)
        #expect(!facts.isOverdue(at: due))
    }

    @Test(
        arguments: [
            ("Bảo hiểm xã hội đã tiếp nhận hồ sơ", DossierStatus.accepted), ("đang xử lý hồ sơ", .processing),
            ("… đã xử lý xong hồ sơ và đã có kết quả", .finished), ("ĐÃ TRẢ KẾT QUẢ.", .returned),
            ("  bảo hiểm xã hội đã từ chối hồ sơ", .notAccepted),
        ])
    func `the wording of social insurance has its status`(wording: String, status: DossierStatus) {
        #expect(DossierStatus(bhxhWording: wording) == status)
    }

    @Test(arguments: ["", "Bảo hiểm xã hội", "chờ trả kết quả", "đã tiếp nhận hồ sơ và hơn nữa"])
    func `another wording has none`(wording: String) {
        #expect(DossierStatus(bhxhWording: wording) == nil)
    }

    @Test func `social insurance has five statuses, and each goes both ways`() {
        let known = DossierStatus.allCases.filter { $0.bhxhWording != nil }
        #expect(known.count == 5)
        for status in known { #expect(DossierStatus(bhxhWording: status.bhxhWording ?? "") == status) }
    }
}
