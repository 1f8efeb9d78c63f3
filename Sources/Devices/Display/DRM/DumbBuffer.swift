import CDRM
import Glibc
import KioskCore
import SystemPackage

/// A picture's memory that a graphics card shows; written, never read.
///
/// Confined to the thread of its display; keeps its card open.
@safe final class DumbBuffer {
    /// What the card calls it.
    let frame: UInt32
    let geometry: FramebufferGeometry
    private let handle: UInt32
    private let card: DRMCard
    private let memory: UnsafeMutableRawPointer

    init(on card: DRMCard, size: PixelSize) throws(CardFailure) {
        let depth = card.depth
        guard let format = PixelFormat.panel(bits: depth) else { throw .refused("\(depth) bits a pixel") }
        let descriptor = card.descriptor.rawValue
        var handle: UInt32 = 0
        var pitch: UInt32 = 0
        var length: UInt64 = 0
        try check("a buffer") {
            unsafe drmModeCreateDumbBuffer(
                descriptor, UInt32(size.width), UInt32(size.height), UInt32(depth), 0, &handle, &pitch,
                &length)
        }
        var frame: UInt32 = 0
        do throws(CardFailure) {
            try check("a frame buffer") {
                unsafe drmModeAddFB(
                    descriptor, UInt32(size.width), UInt32(size.height), depth == 32 ? 24 : 16, UInt8(depth),
                    pitch, handle,
                    &frame)
            }
            geometry = FramebufferGeometry(
                size: size, stride: Int(pitch), format: format, length: Int(length))
            guard geometry.isConsistent else { throw .refused("a layout that contradicts itself") }
            unsafe memory = try unsafe Self.map(descriptor, handle, geometry.length)
        } catch {
            if frame != 0 { drmModeRmFB(descriptor, frame) }
            drmModeDestroyDumbBuffer(descriptor, handle)
            throw error
        }
        self.card = card
        self.handle = handle
        self.frame = frame
        // Fresh buffers are zero by the interface's rule; some drivers hand out what was there before.
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: geometry.length)
    }

    deinit {
        unsafe munmap(memory, geometry.length)
        drmModeRmFB(card.descriptor.rawValue, frame)
        drmModeDestroyDumbBuffer(card.descriptor.rawValue, handle)
    }

    private static func map(
        _ card: CInt, _ handle: UInt32, _ length: Int
    ) throws(CardFailure) -> UnsafeMutableRawPointer {
        var offset: UInt64 = 0
        try check("a buffer's memory") { unsafe drmModeMapDumbBuffer(card, handle, &offset) }
        guard let memory = unsafe mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, card, off_t(offset)),
            unsafe memory != MAP_FAILED
        else { throw CardFailure(lastError(), doing: "a buffer's memory") }
        return unsafe memory
    }

    /// Copies parts of a picture.
    func write(_ parts: [PixelRect], of picture: Bitmap, turned rotation: Rotation) {
        var span = unsafe MutableRawSpan(_unsafeStart: memory, byteCount: geometry.length)
        for part in parts { copy(part, of: picture, into: &span, geometry, turned: rotation) }
    }
}

extension PixelFormat {
    /// The formats that every card shows: XRGB8888 and RGB565.
    fileprivate static func panel(bits: Int) -> PixelFormat? {
        bits == 32
            ? PixelFormat(
                bytesPerPixel: 4, red: Bits(offset: 16, length: 8), green: Bits(offset: 8, length: 8),
                blue: Bits(offset: 0, length: 8))
            : PixelFormat(
                bytesPerPixel: 2, red: Bits(offset: 11, length: 5), green: Bits(offset: 5, length: 6),
                blue: Bits(offset: 0, length: 5))
    }
}

extension CardFailure {
    init(_ error: Errno, doing what: String) {
        self =
            switch error {
            case .permissionDenied, .notPermitted: .notMaster
            case .operationNotSupportedByDevice, .noSuchAddressOrDevice, .badFileDescriptor: .gone
            case .resourceBusy, .resourceTemporarilyUnavailable, .interrupted: .busy
            // Error numbers are an open set.
            default: .refused("\(what): \(error)")
            }
    }
}

/// Turns libdrm's negative results into failures.
func check(_ what: String, _ call: () -> CInt) throws(CardFailure) {
    guard call() >= 0 else { throw CardFailure(lastError(), doing: what) }
}
