import CentralLink
import ConfigurationFiles
import Devices
import KioskCore

extension SiteProfile {
    init?(reading section: ConfigurationSection) {
        let code = section.required("code", .siteCode)
        let name = section.required("name", .text())
        let englishName = section.required("englishName", .text())
        let unit = section.required("unit", .text())
        let address = section.required("address", .text())
        let phone = section.required("phone", .text(upTo: 40))
        let web = section.required("web", .text())
        let hotline = section.required("hotline", .text(upTo: 40))
        let prefix = section.required("agencyPrefix", .agencyPrefix)
        let hosts = section.list("allowedHosts", of: .host, default: [])
        guard let code, let name, let englishName, let unit, let address, let phone, let web, let hotline,
            let prefix
        else { return nil }
        self.init(
            code: code, name: name, englishName: englishName, unit: unit, address: address, phone: phone,
            web: web, hotline: hotline, agencyPrefix: prefix, allowedHosts: hosts)
    }
}

extension Place {
    /// `nil` if the file has no group `place`.
    init?(reading root: ConfigurationSection) {
        let section = root.section("place")
        guard root.has("place"), let name = section.required("name", .text(upTo: 60)) else { return nil }
        self.init(name: name, englishName: section.optional("englishName", .text(upTo: 60)))
    }
}

extension ScreenSettings {
    init(reading section: ConfigurationSection) {
        self.init()
        display.kind = section.value("display", .choice, default: display.kind)
        display.card = section.optional("card", .path)
        display.connector = section.optional("connector", .identifier)
        display.rotation = section.value("rotation", .rotation, default: display.rotation)
        display.device = section.value("device", .path, default: display.device)
        display.console = section.optional("console", .path)
        display.memorySize = section.value("size", .pixels, default: display.memorySize)
        pixelsPerMillimetre = section.value(
            "pixelsPerMillimetre", .number(1...20), default: pixelsPerMillimetre)
        allowsMouse = section.value("mouse", .flag, default: allowsMouse)
        let numbers = section.list("touchMatrix", of: .number(-10...10), default: calibration.numbers)
        calibration = Calibration(numbers) ?? calibration
    }
}

extension ConfigurationForm where Value == KioskRole {
    static let role = Self(
        expectation: "one of \(RoleDefinition.all.keys.map(\.rawValue).sorted().joined(separator: ", "))"
    ) { text in RoleDefinition.all.keys.first { $0.rawValue == text } }
}

extension ConfigurationForm where Value == Rotation {
    /// Degrees clockwise.
    static let rotation = Self(expectation: "0, 90, 180 or 270") { text in Int(text).flatMap(Rotation.init) }
}

extension LinkConfiguration {
    /// `nil` if the file has no group `link`.
    init?(reading root: ConfigurationSection, _ files: ReferencedFiles) {
        let isLinked = root.has("link")
        let section = root.section("link")
        guard isLinked else { return nil }
        let url = section.required("url", .secureAddress)
        let authority = files.certificateFile(
            section.required("authority", .path), "authority", in: section)
        let certificate = files.certificateFile(
            section.required("certificate", .path), "certificate", in: section)
        let key = files.certificateFile(section.required("key", .path), "key", in: section)
        guard let url, let authority, let certificate, let key else { return nil }
        self.init(address: url, authorityPath: authority, certificatePath: certificate, keyPath: key)
    }
}

extension PrinterSettings {
    /// `nil` if the file has no group `printer`.
    init?(reading root: ConfigurationSection, _ catalogue: PrinterCatalogue) {
        let hasPrinter = root.has("printer")
        let section = root.section("printer")
        guard hasPrinter else { return nil }
        self.init(
            server: section.value("server", .server, default: CUPSServer(host: "127.0.0.1")),
            queue: section.value("queue", .identifier, default: "receipt"),
            profile: Self.profile(in: section, catalogue))
    }

    private static func profile(
        in section: ConfigurationSection, _ catalogue: PrinterCatalogue
    ) -> PrinterProfile {
        let usual = PrinterProfile.generic80
        let name = section.value("profile", .identifier, default: usual.name)
        if let profile = catalogue.profile(named: name) { return profile }
        section.refuse(
            "profile", found: "\"\(name)\", which no file of the folder printer.profiles has",
            expected: "a known name, such as \(catalogue.names(like: name).joined(separator: ", "))")
        return usual
    }
}

extension SessionTimes {
    init(reading section: ConfigurationSection) {
        self.init()
        idle = section.value("idle", .span(.seconds(10)...(.seconds(600))), default: idle)
        warning = section.value("warning", .span(.seconds(20)...(.seconds(120))), default: warning)
        ticketTaken = section.value("ticketTaken", .span(.seconds(3)...(.seconds(120))), default: ticketTaken)
        ticketUnprinted = section.value(
            "ticketUnprinted", .span(.seconds(20)...(.seconds(600))), default: ticketUnprinted)
        debounceInterval = section.value(
            "doubleStrike", .span(.zero...(.seconds(2))), default: debounceInterval)
        scanLifetime = section.value(
            "scanLifetime", .span(.milliseconds(100)...(.seconds(10))), default: scanLifetime)
    }
}

extension LegalConstants {
    init(reading section: ConfigurationSection) {
        self.init()
        cutOff = section.value("cutOff", .time, default: cutOff)
        longOperation = section.value(
            "longOperation", .span(.seconds(1)...(.seconds(60))), default: longOperation)
        acceptanceWorkingHours = section.value(
            "acceptanceWorkingHours", .whole(1...80), default: acceptanceWorkingHours)
        maintenanceNoticeWorkingDays = section.value(
            "maintenanceNoticeWorkingDays", .whole(0...30), default: maintenanceNoticeWorkingDays)
        supplementWorkingDays = section.value(
            "supplementWorkingDays", .whole(1...60), default: supplementWorkingDays)
        apologyDays = section.value("apologyDays", .whole(0...30), default: apologyDays)
        maxExtensions = section.value("mostExtensions", .whole(0...10), default: maxExtensions)
        feedbackWorkingDays = section.value(
            "feedbackWorkingDays", .whole(1...60), default: feedbackWorkingDays)
    }
}

extension TechnicianPIN {
    /// Closed unless exactly one of `pin` and `pinFile` is given.
    init(reading section: ConfigurationSection, _ files: ReferencedFiles) {
        let written = section.optional("pin", .pinHash)
        let file = section.optional("pinFile", .path)
        if section.has("pin"), section.has("pinFile") {
            section.refuse("pinFile", found: "both pin and pinFile", expected: "one of them")
        }
        self = written ?? files.value(named: file, "pinFile", in: section, .pinHash) ?? .closed
    }
}

extension ConfigurationForm where Value == TechnicianPIN {
    static let pinHash = Self(expectation: "a line written by kioskctl hash-pin", isSecret: true) {
        PINHash($0).map(TechnicianPIN.hashed)
    }
}
