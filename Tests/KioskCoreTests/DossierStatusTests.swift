import KioskCore
import Testing

@Suite struct DossierStatusTests {
    @Test(
        arguments: [
            (DossierStatus.registered, DossierStatus.Tone.neutral), (.accepted, .blue), (.notAccepted, .red),
            (.processing, .blue), (.supplementRequired, .amber), (.paymentRequired, .amber),
            (.withdrawalRequested, .neutral), (.stopped, .red), (.finished, .green), (.returned, .green),
        ])
    func `each status has its colour family`(status: DossierStatus, tone: DossierStatus.Tone) {
        #expect(status.tone == tone)
    }

    @Test func `only a refused and a returned dossier are over`() {
        #expect(DossierStatus.allCases.filter(\.isTerminal) == [.notAccepted, .returned])
    }

    @Test(arguments: DossierStatus.allCases)
    func `only a dossier whose time limit runs can be overdue`(status: DossierStatus) {
        let due = at(day(2026, 3, 2), 17, 0)
        let facts = DossierFacts(
            code: dossier, status: status, step: 1, stepCount: 3, dueAt: due, updatedAt: due)
        #expect(facts.isOverdue(at: due.advanced(bySeconds: 1)) == status.isTimeLimitRunning)
        #expect(status.isTimeLimitRunning == (status == .accepted || status == .processing))
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
