import Foundation
import TestKit
import Testing

/// What did not come true in time.
struct NeverCame: Error, CustomStringConvertible {
    let description: String
}

/// Looks again and again until something is so; a call that fails counts as not yet.
func eventually(
    _ what: String, within limit: Duration = .seconds(15), _ isSo: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: limit)
    var last: (any Error)?
    while clock.now < deadline {
        do {
            if try await isSo() { return }
        } catch let error as ExpectationFailedError {
            throw error
        } catch {
            last = error
        }
        try await clock.sleep(for: .milliseconds(30))
    }
    throw NeverCame(
        description: "\(what) did not come within \(limit)" + (last.map { "; last: \($0)" } ?? ""))
}

/// What a program of the system answered.
func run(_ program: String, _ arguments: [String], input: Data = Data()) throws -> String {
    let process = Process()
    let (stdin, stdout) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    (process.standardInput, process.standardOutput) = (stdin, stdout)
    process.standardError = FileHandle.nullDevice
    try process.start()
    try stdin.fileHandleForWriting.write(contentsOf: input)
    try stdin.fileHandleForWriting.close()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
}

/// A TCP port of 127.0.0.1 that nobody uses now.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
        }
    }
    try #require(result == 0)
    return Int(UInt16(bigEndian: address.sin_port))
}
