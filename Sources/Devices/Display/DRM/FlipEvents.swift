/// Reads what a graphics card tells: which frames have landed, by the number each was sent with.
///
/// Layout of `drm_event` and `drm_event_vblank` (`drm.h`): type, length, then the number. What is cut off or
/// contradicts itself ends the reading.
func landedFlips(in bytes: RawSpan) -> [UInt64] {
    let flipComplete: UInt32 = 2
    var landed: [UInt64] = []
    var at = 0
    while at + 8 <= bytes.byteCount {
        let type = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self)
        let length = unsafe Int(bytes.unsafeLoadUnaligned(fromByteOffset: at + 4, as: UInt32.self))
        guard length >= 8, length <= bytes.byteCount - at else { break }
        if type == flipComplete, length >= 16 {
            landed.append(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
        }
        at += length
    }
    return landed
}
