import Foundation
import TestKit
import Testing

/// Runs the programs that were built with the tests.
enum Programs {
    struct Run: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    static func path(_ name: String) -> URL {
        // Beside the test bundle, in the build's folder.
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name)
    }

    /// Runs a program to its end.
    static func run(_ name: String, _ arguments: [String], input: String = "") async throws -> Run {
        let process = Process()
        process.executableURL = path(name)
        process.arguments = arguments
        let pipes = (input: Pipe(), output: Pipe(), errors: Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (
            pipes.input, pipes.output, pipes.errors
        )
        try process.start()
        try pipes.input.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipes.input.fileHandleForWriting.close()
        try #require(await becomesTrue { !process.isRunning })
        return Run(
            status: process.terminationStatus, output: try text(pipes.output), errors: try text(pipes.errors))
    }

    /// What the programs print is far below a pipe's 64 KiB.
    private static func text(_ pipe: Pipe) throws -> String {
        String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }
}
