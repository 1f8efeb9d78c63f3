import CDRM
import Glibc
import KioskCore
import SystemPackage

/// A graphics card with sockets for panels (DRM/KMS), open; closed when it and its last buffer go.
///
/// Closing frees all that was made through it, and gives the panel back to the console.
final class DRMCard: Sendable {
    let path: String
    let descriptor: FileDescriptor
    /// Bits a pixel that the driver is best at.
    let depth: Int

    init(_ path: String) throws(DisplayFault) {
        let descriptor = try Self.open(path)
        var canDumb: UInt64 = 0
        let answer = unsafe drmGetCap(descriptor.rawValue, UInt64(DRM_CAP_DUMB_BUFFER), &canDumb)
        guard answer == 0, canDumb == 1, Self.hasSockets(descriptor) else {
            descriptor.closeQuietly()
            throw .unusable(
                "\(path) has no socket for a panel; name another card, or set screen.display to fbdev")
        }
        var best: UInt64 = 0
        _ = unsafe drmGetCap(descriptor.rawValue, UInt64(DRM_CAP_DUMB_PREFERRED_DEPTH), &best)
        self.path = path
        self.descriptor = descriptor
        depth = best == 16 ? 16 : 32
    }

    deinit { descriptor.closeQuietly() }

    private static func open(_ path: String) throws(DisplayFault) -> FileDescriptor {
        do throws(Errno) {
            return try .openNode(path, .readWrite, options: .nonBlocking)
        } catch {
            throw error == .permissionDenied || error == .notPermitted
                ? .unusable("\(path) may not be opened: check the udev rule and the group kiosk")
                : .unusable("\(path) cannot be opened: \(error)")
        }
    }

    private static func hasSockets(_ descriptor: FileDescriptor) -> Bool {
        guard let resources = unsafe drmModeGetResources(descriptor.rawValue) else { return false }
        defer { unsafe drmModeFreeResources(resources) }
        return unsafe resources.pointee.count_connectors > 0 && resources.pointee.count_crtcs > 0
    }

    /// Whether this is the one program that may set modes; whoever opens a card that nobody has is.
    var isMaster: Bool { drmIsMaster(descriptor.rawValue) != 0 }

    /// Becomes the one program that may set modes.
    func acquireMaster() throws(CardFailure) {
        try check("the card") { drmSetMaster(descriptor.rawValue) }
    }

    /// What hangs on the sockets now; asks the panels, which may take some tens of milliseconds.
    func outputs() throws(CardFailure) -> [DisplayOutput] {
        guard let resources = unsafe drmModeGetResources(descriptor.rawValue) else {
            throw CardFailure(lastError(), doing: "the sockets")
        }
        defer { unsafe drmModeFreeResources(resources) }
        let ids = unsafe UnsafeBufferPointer(
            start: resources.pointee.connectors, count: Int(resources.pointee.count_connectors))
        var found: [DisplayOutput] = []
        for id in unsafe Array(ids) {
            // A socket of a chain can vanish between the two questions.
            guard let connector = unsafe drmModeGetConnector(descriptor.rawValue, id) else { continue }
            defer { unsafe drmModeFreeConnector(connector) }
            found.append(unsafe DisplayOutput(connector.pointee))
        }
        return found
    }

    /// Sets a mode and shows a buffer.
    /// - Returns: The scan-out that now feeds the panel.
    func setMode(_ choice: ModeChoice, with buffer: DumbBuffer) throws(CardFailure) -> UInt32 {
        guard let connector = unsafe drmModeGetConnectorCurrent(descriptor.rawValue, choice.output.id) else {
            throw CardFailure(lastError(), doing: "the socket")
        }
        defer { unsafe drmModeFreeConnector(connector) }
        guard unsafe Int(connector.pointee.count_modes) > choice.index,
            var mode = unsafe connector.pointee.modes?[choice.index],
            DisplayMode(mode).size == choice.mode.size
        else { throw .refused("the panel's modes changed") }
        let scanout = try unsafe scanout(for: connector.pointee)
        var id = choice.output.id
        try check("the mode") {
            unsafe drmModeSetCrtc(descriptor.rawValue, scanout, buffer.frame, 0, 0, &id, 1, &mode)
        }
        return scanout
    }

    /// A scan-out that can feed a panel: the one that does already, or the first possible.
    private func scanout(for connector: drmModeConnector) throws(CardFailure) -> UInt32 {
        guard let resources = unsafe drmModeGetResources(descriptor.rawValue) else {
            throw CardFailure(lastError(), doing: "the scan-outs")
        }
        defer { unsafe drmModeFreeResources(resources) }
        let all = unsafe UnsafeBufferPointer(
            start: resources.pointee.crtcs, count: min(32, Int(resources.pointee.count_crtcs)))
        let encoders = unsafe UnsafeBufferPointer(
            start: connector.encoders, count: Int(connector.count_encoders))
        for id in unsafe [connector.encoder_id] + Array(encoders) where id != 0 {
            guard let encoder = unsafe drmModeGetEncoder(descriptor.rawValue, id) else { continue }
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
    func turnOff(_ scanout: UInt32) throws(CardFailure) {
        try check("darkness") { drmModeSetCrtc(descriptor.rawValue, scanout, 0, 0, 0, nil, 0, nil) }
    }

    /// Shows another buffer from the next frame on; the card tells when, with the number.
    func flip(_ scanout: UInt32, to buffer: DumbBuffer, number: UInt64) throws(CardFailure) {
        // The number travels in the place of a pointer; nobody follows it.
        let tag = unsafe UnsafeMutableRawPointer(bitPattern: UInt(number))
        try check("the frame") {
            unsafe drmModePageFlip(
                descriptor.rawValue, scanout, buffer.frame, UInt32(DRM_MODE_PAGE_FLIP_EVENT), tag)
        }
    }

    /// Marks the parts of the shown buffer that changed as dirty (DIRTYFB).
    func markDirty(_ parts: [PixelRect], of buffer: DumbBuffer) throws(CardFailure) {
        var clips = parts.map {
            drm_clip_rect(x1: UInt16($0.x), y1: UInt16($0.y), x2: UInt16($0.maxX), y2: UInt16($0.maxY))
        }
        try check("the changed parts") {
            unsafe drmModeDirtyFB(descriptor.rawValue, buffer.frame, &clips, UInt32(clips.count))
        }
    }

    /// Whether the driver reports vertical blanks; virtual and USB panels have none.
    func hasVerticalBlank(_ scanout: UInt32) -> Bool {
        var sequence: UInt64 = 0
        var time: UInt64 = 0
        return unsafe drmCrtcGetSequence(descriptor.rawValue, scanout, &sequence, &time) == 0
    }

    /// The frames that came on screen since the last call.
    func completedFlips() throws(CardFailure) -> [UInt64] {
        do throws(Errno) {
            let events = try descriptor.readBytes(atMost: 1024)
            return unsafe Devices.completedFlips(in: events.span.bytes)
        } catch .resourceTemporarilyUnavailable {
            return []
        } catch {
            throw CardFailure(error, doing: "the card's news")
        }
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

extension DRMCard {
    /// The card named, or the first on which a panel is plugged in, or the first that could have one.
    static func find(_ path: String?) throws(DisplayFault) -> DRMCard {
        if let path { return try DRMCard(path) }
        var fault = DisplayFault.unusable(
            "there is no graphics card: load its driver, or set screen.display to memory")
        var withoutPanel: String?
        for path in allPaths() {
            do throws(DisplayFault) {
                let card = try DRMCard(path)
                if card.hasPanel { return card }
                withoutPanel = withoutPanel ?? path
            } catch {
                fault = error
            }
        }
        guard let withoutPanel else { throw fault }
        return try DRMCard(withoutPanel)
    }

    /// `/dev/dri/card0` and so on.
    static func allPaths() -> [String] {
        (0..<16).map { "/dev/dri/card\($0)" }.filter { unsafe access($0, F_OK) == 0 }
    }

    private var hasPanel: Bool { (try? outputs())?.contains { $0.isConnected && !$0.modes.isEmpty } ?? false }
}

/// Reads the events of a graphics card: which flips are complete, by the number each was submitted with.
///
/// Layout of `drm_event` and `drm_event_vblank` (`drm.h`): type, length, then the number. What is cut off or
/// contradicts itself ends the reading.
func completedFlips(in bytes: RawSpan) -> [UInt64] {
    let flipComplete: UInt32 = 2
    var completed: [UInt64] = []
    var at = 0
    while at + 8 <= bytes.byteCount {
        let type = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self)
        let length = unsafe Int(bytes.unsafeLoadUnaligned(fromByteOffset: at + 4, as: UInt32.self))
        guard length >= 8, length <= bytes.byteCount - at else { break }
        if type == flipComplete, length >= 16 {
            completed.append(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
        }
        at += length
    }
    return completed
}
