import Glibc

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
