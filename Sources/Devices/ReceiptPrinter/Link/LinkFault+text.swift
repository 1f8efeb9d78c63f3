extension LinkFault {
    /// What a technician can do about it.
    package var advice: String {
        switch self {
        case .notAnAddress(let host): "'\(host)' is no IP address; the device URI must name one."
        case .ambiguous:
            "Several printers on the USB bus fit; give the queue one of the URIs that the backend lists "
                + "when it is called without arguments."
        case .unreachable(let reason): "The printer cannot be reached: \(reason)."
        case .busy: "Another program holds the printer's USB interface; end it or take its queue away."
        case .forbidden: "This user may not open the printer's USB device; check the udev rule and the group."
        case .oneWay:
            "The printer's USB interface only takes bytes; choose a profile that expects no confirmation."
        case .closed: "The printer's cable or its power was taken away."
        case .timedOut: "The printer does not answer."
        case .interrupted: "Cancelled."
        }
    }
}
