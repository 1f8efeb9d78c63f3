import Devices
import Foundation
import KioskCore
import SimulatedDevices
import TestKit

/// Our backend as CUPS calls it: a process with arguments, an environment, a job on disk.
struct BackendProcess {
    struct Ended {
        var exit: Int32
        var output: String
        var errors: String
    }

    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()
    private let file: URL?

    init(
        _ arguments: [String], uri: String? = nil, data: [UInt8]? = nil, profiles: String? = nil,
        input: Pipe? = nil
    ) throws {
        process.executableURL = URL(fileURLWithPath: PrintingFixture.backend)
        process.environment = ["DEVICE_URI": uri, "KIOSK_PRINTERS": profiles].compactMapValues(\.self)
        file = data.map { _ in
            FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).bin")
        }
        if let file, let data { try Data(data).write(to: file) }
        process.arguments = arguments + (file.map { [$0.path] } ?? [])
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = input ?? FileHandle.nullDevice
        try process.start()
    }

    static func job(
        _ data: [UInt8], to uri: PrinterURI, options: String = "", copies: Int = 1
    ) throws -> BackendProcess {
        try BackendProcess(["1", "kiosk", "A-001", "\(copies)", options], uri: uri.description, data: data)
    }

    /// As CUPS does when a job is cancelled.
    func cancel() { process.terminate() }

    /// Reads what it says until it ends.
    func end() -> Ended {
        let out = output.fileHandleForReading.readDataToEndOfFile()
        let err = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if let file { try? FileManager.default.removeItem(at: file) }
        return Ended(
            exit: process.terminationStatus, output: String(decoding: out, as: UTF8.self),
            errors: String(decoding: err, as: UTF8.self))
    }
}
