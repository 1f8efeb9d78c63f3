import Devices
import Glibc

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A value as JSON: on one line where many follow each other.
func json(_ value: some Encodable, isLine: Bool = false) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !isLine { encoder.outputFormatting.insert(.prettyPrinted) }
    // Plain values of our own; none holds what JSON cannot.
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}

/// Prints a line at once, also into a pipe.
func printLine(_ line: String) { writeToStandardOutput(line + "\n") }

/// A line for the person at the terminal, on standard error.
func printError(_ line: String) { writeToStandardError(line + "\n") }

/// The lines a person types, from a thread of its own; none after the end of input.
func linesOfStandardInput() -> AsyncStream<String> {
    AsyncStream { continuation in
        // Detached on purpose: a read that waits for Enter cannot be cancelled; it ends with the program.
        Task.detached {
            while let line = readLine() { continuation.yield(line) }
            continuation.finish()
        }
    }
}

/// Writes at once, without a buffer that a pipe's reader would wait for.
func writeToStandardOutput(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else { return }
        rest = rest.dropFirst(max(0, count))
    }
}

/// Reads without showing what is typed, when a person types.
func hideInput(_ body: () -> String) -> String {
    var before = termios()
    guard isatty(STDIN_FILENO) == 1, unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { return body() }
    printError("PIN (not shown):")
    var quiet = before
    quiet.c_lflag &= ~tcflag_t(ECHO)
    unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
    defer { unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
    return body()
}
