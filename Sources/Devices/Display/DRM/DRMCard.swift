import CDRM
import Glibc
import KioskCore

/// A graphics card with sockets for panels (DRM/KMS), open; closed when it and its last buffer go.
///
/// Closing frees all that was made through it, and gives the panel back to the console.
final class DRMCard: Sendable {
    let path: String
    let descriptor: CInt
    /// Bits a pixel that the driver is best at.
    let depth: Int

    init(_ path: String) throws(DisplayFault) {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            switch errno {
            case EACCES, EPERM:
                throw .unusable("\(path) may not be opened: check the udev rule and the group kiosk")
            default: throw .unusable("\(path) cannot be opened: \(systemErrorText(errno))")
            }
        }
        var canDumb: UInt64 = 0
        let answer = unsafe drmGetCap(descriptor, UInt64(DRM_CAP_DUMB_BUFFER), &canDumb)
        guard answer == 0, canDumb == 1, Self.hasSockets(descriptor) else {
            close(descriptor)
            throw .unusable(
                "\(path) has no socket for a panel; name another card, or set screen.display to fbdev")
        }
        var best: UInt64 = 0
        _ = unsafe drmGetCap(descriptor, UInt64(DRM_CAP_DUMB_PREFERRED_DEPTH), &best)
        self.path = path
        self.descriptor = descriptor
        depth = best == 16 ? 16 : 32
    }

    deinit { close(descriptor) }

    private static func hasSockets(_ descriptor: CInt) -> Bool {
        guard let resources = unsafe drmModeGetResources(descriptor) else { return false }
        defer { unsafe drmModeFreeResources(resources) }
        return unsafe resources.pointee.count_connectors > 0 && resources.pointee.count_crtcs > 0
    }

    /// Whether this is the one program that may set modes; whoever opens a card that nobody has is.
    var isMaster: Bool { drmIsMaster(descriptor) != 0 }

    /// Becomes the one program that may set modes.
    func takeMaster() throws(CardFailure) {
        try check("the card") { drmSetMaster(descriptor) }
    }

    /// What hangs on the sockets now; asks the panels, which may take some tens of milliseconds.
    func outputs() throws(CardFailure) -> [DisplayOutput] {
        guard let resources = unsafe drmModeGetResources(descriptor) else {
            throw CardFailure(errno, doing: "the sockets")
        }
        defer { unsafe drmModeFreeResources(resources) }
        let ids = unsafe UnsafeBufferPointer(
            start: resources.pointee.connectors, count: Int(resources.pointee.count_connectors))
        var found: [DisplayOutput] = []
        for id in unsafe Array(ids) {
            // A socket of a chain can vanish between the two questions.
            guard let connector = unsafe drmModeGetConnector(descriptor, id) else { continue }
            defer { unsafe drmModeFreeConnector(connector) }
            found.append(unsafe DisplayOutput(connector.pointee))
        }
        return found
    }

    /// Sets a mode and shows a buffer.
    /// - Returns: The scan-out that now feeds the panel.
    func light(_ choice: ModeChoice, with buffer: DumbBuffer) throws(CardFailure) -> UInt32 {
        guard let connector = unsafe drmModeGetConnectorCurrent(descriptor, choice.output.id) else {
            throw CardFailure(errno, doing: "the socket")
        }
        defer { unsafe drmModeFreeConnector(connector) }
        guard unsafe Int(connector.pointee.count_modes) > choice.index,
            var mode = unsafe connector.pointee.modes?[choice.index],
            DisplayMode(mode).size == choice.mode.size
        else { throw .refused("the panel's modes changed") }
        let scanout = try unsafe scanout(for: connector.pointee)
        var id = choice.output.id
        try check("the mode") {
            unsafe drmModeSetCrtc(descriptor, scanout, buffer.frame, 0, 0, &id, 1, &mode)
        }
        return scanout
    }

    /// A scan-out that can feed a panel: the one that does already, or the first possible.
    private func scanout(for connector: drmModeConnector) throws(CardFailure) -> UInt32 {
        guard let resources = unsafe drmModeGetResources(descriptor) else {
            throw CardFailure(errno, doing: "the scan-outs")
        }
        defer { unsafe drmModeFreeResources(resources) }
        let all = unsafe UnsafeBufferPointer(
            start: resources.pointee.crtcs, count: min(32, Int(resources.pointee.count_crtcs)))
        let encoders = unsafe UnsafeBufferPointer(
            start: connector.encoders, count: Int(connector.count_encoders))
        for id in unsafe [connector.encoder_id] + Array(encoders) where id != 0 {
            guard let encoder = unsafe drmModeGetEncoder(descriptor, id) else { continue }
            defer { unsafe drmModeFreeEncoder(encoder) }
            if unsafe encoder.pointee.crtc_id != 0 { return unsafe encoder.pointee.crtc_id }
            let possible = unsafe encoder.pointee.possible_crtcs
            if let index = all.indices.first(where: { possible & (1 << UInt32($0)) != 0 }) {
                return unsafe all[index]
            }
        }
        throw .refused("no scan-out can feed the panel")
    }

    /// Shows nothing.
    func darken(_ scanout: UInt32) throws(CardFailure) {
        try check("darkness") { drmModeSetCrtc(descriptor, scanout, 0, 0, 0, nil, 0, nil) }
    }

    /// Shows another buffer from the next frame on; the card tells when, with the number.
    func flip(_ scanout: UInt32, to buffer: DumbBuffer, number: UInt64) throws(CardFailure) {
        // The number travels in the place of a pointer; nobody follows it.
        let tag = unsafe UnsafeMutableRawPointer(bitPattern: UInt(number))
        try check("the frame") {
            unsafe drmModePageFlip(descriptor, scanout, buffer.frame, UInt32(DRM_MODE_PAGE_FLIP_EVENT), tag)
        }
    }

    /// Tells the driver which parts of the shown buffer changed.
    func noteDirty(_ parts: [PixelRect], of buffer: DumbBuffer) throws(CardFailure) {
        var clips = parts.map {
            drm_clip_rect(x1: UInt16($0.x), y1: UInt16($0.y), x2: UInt16($0.maxX), y2: UInt16($0.maxY))
        }
        try check("the changed parts") {
            unsafe drmModeDirtyFB(descriptor, buffer.frame, &clips, UInt32(clips.count))
        }
    }

    /// Whether the panel's own rhythm can be followed; virtual and USB panels have none.
    func hasRhythm(_ scanout: UInt32) -> Bool {
        var sequence: UInt64 = 0
        var time: UInt64 = 0
        return unsafe drmCrtcGetSequence(descriptor, scanout, &sequence, &time) == 0
    }

    /// The frames that have landed since the last call.
    func landed() throws(CardFailure) -> [UInt64] {
        var buffer = [UInt8](repeating: 0, count: 1024)
        let length = unsafe read(descriptor, &buffer, buffer.count)
        if length < 0 {
            guard errno == EAGAIN || errno == EINTR else {
                throw CardFailure(errno, doing: "the card's news")
            }
            return []
        }
        return unsafe landedFlips(in: buffer.span.extracting(first: length).bytes)
    }
}

extension DisplayOutput {
    fileprivate init(_ connector: drmModeConnector) {
        id = unsafe connector.connector_id
        let type = unsafe drmModeGetConnectorTypeName(connector.connector_type).map {
            unsafe String(cString: $0)
        }
        name = unsafe "\(type ?? "Unknown")-\(connector.connector_type_id)"
        isConnected = unsafe connector.connection == DRM_MODE_CONNECTED
        modes = unsafe UnsafeBufferPointer(start: connector.modes, count: Int(connector.count_modes))
            .map(DisplayMode.init)
    }
}

extension DisplayMode {
    fileprivate init(_ mode: drmModeModeInfo) {
        size = PixelSize(width: Int(mode.hdisplay), height: Int(mode.vdisplay))
        let total = Int(mode.htotal) * Int(mode.vtotal)
        rate = total > 0 ? Int(mode.clock) * 1_000_000 / total : Int(mode.vrefresh) * 1000
        isPreferred = mode.type & UInt32(DRM_MODE_TYPE_PREFERRED) != 0
        isInterlaced = mode.flags & UInt32(DRM_MODE_FLAG_INTERLACE) != 0
    }
}
