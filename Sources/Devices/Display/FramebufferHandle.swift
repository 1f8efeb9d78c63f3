import CKioskShims
import Glibc
import KioskCore
import SystemPackage

/// A frame buffer's memory, mapped; unmapped and closed when it goes.
///
/// Safe because the mapping is as long as the geometry says, and never leaves.
@safe struct FramebufferHandle: ~Copyable {
    let geometry: FramebufferGeometry
    private let descriptor: FileDescriptor
    private let memory: UnsafeMutableRawPointer
    private let isDevice: Bool
    /// Two screens' worth of memory to take turns, where the driver can show either; otherwise one.
    private var screens: [DamageList]
    private var front = 0

    /// Opens a frame buffer device.
    init(device: String) throws(DisplayFault) {
        let descriptor = try openFramebuffer(device)
        let layout: (geometry: FramebufferGeometry, canPan: Bool)
        do throws(DisplayFault) {
            layout = try readGeometry(descriptor, device)
        } catch {
            descriptor.closeQuietly()
            throw error
        }
        try self.init(
            takingOver: descriptor, geometry: layout.geometry, named: device, isDevice: true,
            canPan: layout.canPan)
    }

    /// Takes over an open descriptor whose layout is known, such as a file's.
    /// - Parameter descriptor: Closed by the handle, also when this fails.
    init(
        takingOver descriptor: FileDescriptor, geometry: FramebufferGeometry, named name: String,
        isDevice: Bool = false,
        canPan: Bool = false
    ) throws(DisplayFault) {
        guard geometry.isConsistent else {
            descriptor.closeQuietly()
            throw .unusable("\(name) reports a layout that contradicts itself; set another mode with fbset")
        }
        guard
            let memory = unsafe mmap(
                nil, geometry.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.rawValue, 0),
            unsafe memory != MAP_FAILED
        else {
            let error = lastError()
            descriptor.closeQuietly()
            throw .unusable("the memory of \(name) cannot be mapped: \(error)")
        }
        self.geometry = geometry
        self.descriptor = descriptor
        unsafe self.memory = unsafe memory
        self.isDevice = isDevice
        screens = Array(repeating: DamageList(), count: canPan && geometry.second.isConsistent ? 2 : 1)
        for index in screens.indices { screens[index].add(PixelRect(geometry.size)) }
    }

    deinit {
        unsafe munmap(memory, geometry.length)
        descriptor.closeQuietly()
    }

    /// Writes the parts of a picture that changed.
    mutating func write(
        _ frame: Bitmap, damage: [PixelRect], turned rotation: Rotation = .none
    ) throws(DisplayFault) {
        guard screens.count == 2 else {
            if isDevice { _ = try currentMode() }
            return copyParts(damage, of: frame, geometry, rotation)
        }
        let back = 1 - front
        for index in screens.indices {
            for part in damage { screens[index].add(rotation.panelRect(of: part, picture: frame.size)) }
        }
        // What this half missed; the frame is whole, so it can be caught up from it.
        let missed = screens[back].take().map { rotation.pictureRect(of: $0, picture: frame.size) }
        var mode = try currentMode()
        copyParts(missed, of: frame, back == 0 ? geometry : geometry.second, rotation)
        mode.yoffset = UInt32((back == 0 ? geometry : geometry.second).offset / geometry.stride)
        if unsafe kiosk_fb_pan(descriptor.rawValue, &mode) == 0 {
            front = back
        } else {
            // Offered and refused: the shown half is written from now on.
            screens.removeLast()
            copyParts([PixelRect(frame.size)], of: frame, front == 0 ? geometry : geometry.second, rotation)
        }
    }

    private mutating func copyParts(
        _ parts: [PixelRect], of frame: Bitmap, _ layout: FramebufferGeometry, _ rotation: Rotation
    ) {
        var span = unsafe MutableRawSpan(_unsafeStart: memory, byteCount: geometry.length)
        for part in parts { copy(part, of: frame, into: &span, layout, turned: rotation) }
    }

    /// A panel can be unplugged or switched to another mode at any frame.
    private func currentMode() throws(DisplayFault) -> fb_var_screeninfo {
        var mode = fb_var_screeninfo()
        guard unsafe kiosk_fb_variable(descriptor.rawValue, &mode) == 0 else { throw .gone("\(lastError())") }
        guard Int(mode.xres) == geometry.size.width, Int(mode.yres) == geometry.size.height,
            Int(mode.bits_per_pixel) == geometry.format.bytesPerPixel * 8
        else { throw .gone("the panel's mode was changed") }
        return mode
    }
}

private func openFramebuffer(_ device: String) throws(DisplayFault) -> FileDescriptor {
    do throws(Errno) {
        return try .openNode(device, .readWrite)
    } catch {
        throw .cannotOpen(device, error)
    }
}

/// Asks the driver for its layout.
private func readGeometry(
    _ descriptor: FileDescriptor, _ name: String
) throws(DisplayFault) -> (geometry: FramebufferGeometry, canPan: Bool) {
    var fixed = fb_fix_screeninfo()
    var mode = fb_var_screeninfo()
    guard unsafe kiosk_fb_fixed(descriptor.rawValue, &fixed) == 0,
        unsafe kiosk_fb_variable(descriptor.rawValue, &mode) == 0
    else {
        throw .unusable("\(name) is not a frame buffer: \(lastError())")
    }
    let isTrueColour =
        fixed.type == UInt32(FB_TYPE_PACKED_PIXELS)
        && (fixed.visual == UInt32(FB_VISUAL_TRUECOLOR) || fixed.visual == UInt32(FB_VISUAL_DIRECTCOLOR))
    let bits = [mode.red, mode.green, mode.blue, mode.transp].map {
        PixelFormat.Bits(offset: Int($0.offset), length: Int($0.length))
    }
    guard isTrueColour, mode.bits_per_pixel % 8 == 0, mode.nonstd == 0,
        let format = PixelFormat(
            bytesPerPixel: Int(mode.bits_per_pixel) / 8, red: bits[0], green: bits[1], blue: bits[2],
            alpha: bits[3])
    else {
        throw .unusable(
            "\(name) has \(mode.bits_per_pixel) bits a pixel; set 32 or 16 with fbset -depth 32, or with "
                + "video=…-32 on the kernel's command line")
    }
    let stride = Int(fixed.line_length)
    let geometry = FramebufferGeometry(
        size: PixelSize(width: Int(mode.xres), height: Int(mode.yres)), stride: stride,
        offset: Int(mode.yoffset) * stride + Int(mode.xoffset) * format.bytesPerPixel, format: format,
        length: Int(fixed.smem_len))
    // The emulation on top of DRM drivers (`…drmfb`) offers to pan, and then shows stale memory.
    let driver = unsafe withUnsafeBytes(of: fixed.id) { unsafe Array($0.prefix { $0 != 0 }) }
    let canPan =
        !driver.suffix(5).elementsEqual("drmfb".utf8) && fixed.ypanstep > 0 && mode.yoffset == 0
        && mode.yres_virtual >= 2 * mode.yres
        && mode.yres % UInt32(fixed.ypanstep) == 0
    return (geometry, canPan)
}

extension DisplayFault {
    fileprivate static func cannotOpen(_ device: String, _ error: Errno) -> DisplayFault {
        switch error {
        case .noSuchFileOrDirectory, .operationNotSupportedByDevice, .noSuchAddressOrDevice:
            .unusable(
                "there is no \(device): plug in the panel, load its driver, or set screen.display to memory")
        case .permissionDenied, .notPermitted:
            .unusable("\(device) may not be opened: check the udev rule and the group kiosk")
        // Error numbers are an open set.
        default: .unusable("\(device) cannot be opened: \(error)")
        }
    }
}
