import Glibc

/// Writes to standard error in one piece, so that lines of several threads do not mix.
public func writeToStandardError(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
        // Nobody is left to tell when this fails.
        _ = unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
}
