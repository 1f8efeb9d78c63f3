extension USBHandle {
    /// Claims what a plan wants to read, and asks what its reports look like.
    mutating func prepare(_ plan: ScannerPlan) throws(USBFault) -> [UInt8: [UInt8]] {
        var descriptors: [UInt8: [UInt8]] = [:]
        for channel in plan.channels {
            try claim(channel.interface)
            if case .serial(let control) = channel.role { try claim(control) }
            guard channel.role == .hid else { continue }
            if let known = channel.reportDescriptor {
                descriptors[channel.interface] = known
            } else {
                descriptors[channel.interface] = try answer { () throws(USBFault) in
                    try controlIn(
                        .reportDescriptor(channel.interface), length: HIDReportDescriptor.maxByteCount)
                }
            }
        }
        return descriptors
    }

    /// Sets the scanner up and reads from then on.
    mutating func begin(_ channels: [ScannerChannel], _ plan: ScannerPlan) throws(USBFault) {
        for channel in channels {
            try listen(channel.interface, channel.endpoint, length: channel.length)
            for (request, bytes) in settings(of: channel, plan) {
                _ = try answer { () throws(USBFault) in try controlOut(request, bytes) }
            }
        }
    }

    private func settings(of channel: ScannerChannel, _ plan: ScannerPlan) -> [(USBRequest, [UInt8])] {
        let interface = channel.interface
        switch channel.mode {
        case .keyboard: return [(.setBootProtocol(interface), []), (.setIdle(interface), [])]
        case .serial:
            let control =
                plan.channels.lazy.compactMap { planned -> UInt8? in
                    guard planned.interface == interface, case .serial(let control) = planned.role else {
                        return nil
                    }
                    return control
                }.first ?? interface
            // 9,600 baud, 8N1: a virtual line has no speed, but some scanners wait for one.
            return [(.setLineCoding(control), [0x80, 0x25, 0, 0, 0, 0, 8]), (.openLine(control), [])]
        case .hidPOS, .automatic:
            guard plan.profile?.quirks.contains(.outputRedirection) == true else { return [] }
            // Codes as HID POS instead of typing them.
            return [(.setFeature(0xFE, interface), [0xFE, 0x01])]
        }
    }

    /// A device may not know a request, and says so by a stall; everything else is a fault.
    private func answer<Value>(_ request: () throws(USBFault) -> Value) throws(USBFault) -> Value? {
        do throws(USBFault) {
            return try request()
        } catch .stall {
            return nil
        }
    }
}
