internal import KioskCore

/// One scanner that is plugged in, for a technician.
public struct ScannerListing: Hashable, Sendable, Codable {
    /// What the device calls itself, or its profile.
    public var name: String
    public var vendor: UInt16
    public var product: UInt16
    /// Where it is plugged in: bus and device.
    public var address: String
    /// `nil` until it is known.
    public var mode: String?
    /// The kernel driver it was taken from.
    public var driver: String?
    /// The profile of the catalogue that fits; `nil` for an unknown scanner, which works by its class.
    public var profile: String?
    /// `reading`, or what it waits for and what a person can do.
    public var state: String

    /// The bar code of its manual that sets HID POS, while it is in another mode.
    public var setUpCode: String?

    /// `0c2e:0b61`.
    public var identity: String { vendor.hexadecimal + ":" + product.hexadecimal }

    /// One line for `kioskctl devices`.
    public var line: String {
        let facts = [
            identity, mode ?? "mode unknown", "driver \(driver ?? "none")",
            profile.map { "known as \($0)" } ?? "unknown",
            state, setUpCode.map { "for HID POS scan \($0)" },
        ].compactMap(\.self)
        return "\(name) (\(facts.joined(separator: ", ")))"
    }
}

extension ScannerListing {
    init(_ device: USBDescription, _ machine: ScannerMachine) {
        let profile = machine.plan.profile
        name = device.name ?? profile?.name ?? "USB scanner"
        vendor = device.vendor
        product = device.product
        address = device.address.description
        let modes = machine.channels.map(\.mode)
        mode = (modes.first { $0 != .keyboard } ?? modes.first)?.rawValue
        driver = machine.plan.channels.compactMap(\.driver).first
        self.profile = profile?.name
        state = Self.words(machine.state, at: device.address)
        if mode != ScannerProfile.Mode.hidPOS.rawValue { setUpCode = profile?.setUpCodes[.hidPOS] }
    }

    private static func words(_ state: ScannerMachine.State, at address: USBAddress) -> String {
        switch state {
        case .attached, .opening: "being opened"
        case .reading: "reading"
        case .refused(let refusal): "cannot be read: \(refusal)"
        case .gone: "unplugged"
        case .waiting(let fault, _, _):
            switch fault {
            case .permission:
                "waiting: /dev/bus/usb/\(address) may not be opened; check the udev rule and the group"
            case .busy: "waiting: another program has it"
            case .timeOut: "waiting: it does not answer; plug it out and in again"
            case .stall, .transmission, .other: "waiting: it fails; check the cable"
            case .gone: "unplugged"
            }
        }
    }
}
