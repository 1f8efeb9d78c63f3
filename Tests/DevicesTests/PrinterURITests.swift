import Devices
import KioskCore
import Testing

@Suite struct `A printer's URI` {
    @Test(
        arguments: [
            ("kiosk-receipt://192.168.1.40:9100/?profile=generic-58", "192.168.1.40", 9100, "generic-58"),
            ("kiosk-receipt://192.168.1.40", "192.168.1.40", 9100, "generic-80"),
            ("kiosk-receipt://192.168.1.40:4000/", "192.168.1.40", 4000, "generic-80"),
            ("kiosk-receipt://[fe80::1]:9100/?profile=generic-80", "fe80::1", 9100, "generic-80"),
        ] as [(String, String, UInt16, String)])
    func `is read`(text: String, host: String, port: UInt16, profile: String) {
        let uri = PrinterURI(text)
        #expect(uri?.location == .network(NetworkAddress(host: host, port: port)))
        #expect(uri?.profile == profile)
        #expect(uri.flatMap { PrinterURI($0.description) } == uri)
    }

    @Test(arguments: [
        "", "socket://192.168.1.40:9100", "kiosk-receipt://", "kiosk-receipt://:9100/",
        "kiosk-receipt://1.2.3.4:99999",
        "kiosk-receipt://1.2.3.4:x/", "kiosk-receipt://1.2.3.4/queue", "kiosk-receipt://1.2.3.4/?colour=red",
        "kiosk-receipt://1.2.3.4/?profile", "kiosk-receipt://" + String(repeating: "1", count: 300),
    ])
    func `is refused when it is not one of ours`(text: String) {
        #expect(PrinterURI(text) == nil)
    }
}

@Suite struct `A call of the backend` {
    @Test func `is a job with its file, its copies and its end`() {
        let uri = "kiosk-receipt://1.2.3.4/"
        let call = BackendCall(
            arguments: ["x", "12", "kiosk", "A-001", "2", "raw time-at-creation=100 job-uuid=u", "/tmp/d"],
            deviceURI: uri)
        guard case .job(let job) = call else {
            Issue.record("no job: \(call)")
            return
        }
        #expect(job.file == "/tmp/d" && job.copies == 2 && job.printBefore == 130)
    }

    @Test func `from standard input is one copy, and takes the URI from its name as CUPS allows`() {
        let call = BackendCall(
            arguments: ["kiosk-receipt://1.2.3.4/", "1", "u", "t", "9", ""], deviceURI: nil)
        guard case .job(let job) = call else {
            Issue.record("no job: \(call)")
            return
        }
        #expect(job.file == nil && job.copies == 1 && job.printBefore == nil)
    }

    @Test(arguments: ["-1", "0", "99", "many"])
    func `never prints none or endless copies`(copies: String) {
        let arguments = ["x", "1", "u", "t", copies, "", "/tmp/d"]
        guard case .job(let job) = BackendCall(arguments: arguments, deviceURI: "kiosk-receipt://1.2.3.4/")
        else {
            Issue.record("no job")
            return
        }
        #expect((1...10).contains(job.copies))
    }
}
