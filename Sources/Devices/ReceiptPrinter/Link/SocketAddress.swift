internal import Glibc

/// Calls with a socket address made of digits; no name is ever looked up.
///
/// - Returns: nil when the host is not an IP address.
func withSocketAddress<Result>(
    _ address: PrinterAddress, _ body: (UnsafePointer<sockaddr>, socklen_t, CInt) -> Result
) -> Result? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
    unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(address.host, String(address.port), &hints, &list) == 0, let first = unsafe list
    else { return nil }
    defer { unsafe freeaddrinfo(first) }
    guard let target = unsafe first.pointee.ai_addr else { return nil }
    return unsafe body(target, first.pointee.ai_addrlen, first.pointee.ai_family)
}
