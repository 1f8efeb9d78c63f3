import Foundation
import TestKit
import Testing

/// What went wrong in a test of the whole demo.
struct EndToEndError: Error, CustomStringConvertible {
    let description: String
}

/// Waits until a condition holds; a call that throws counts as not yet.
func eventually(
    _ what: String, within limit: Duration = .seconds(15), _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: limit)
    var last: (any Error)?
    while clock.now < deadline {
        do {
            if try await condition() { return }
        } catch let error as ExpectationFailedError {
            throw error
        } catch {
            last = error
        }
        try await clock.sleep(for: .milliseconds(30))
    }
    throw EndToEndError(
        description: "\(what) was not seen within \(limit)" + (last.map { "; last: \($0)" } ?? ""))
}

/// Runs a program and returns its standard output.
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
