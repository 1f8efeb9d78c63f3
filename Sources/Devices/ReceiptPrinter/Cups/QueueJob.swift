/// A job for a queue.
package struct QueueJob: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// ESC/POS as it is; our backend refuses it after so many seconds since 1970.
        case commands(printBefore: Int)
        /// A page; CUPS ends the job by itself after so many seconds of processing.
        case page(SlipPage, cancelAfter: Int)
    }

    package let name: String
    /// The document's MIME type.
    package let format: String
    package let content: Content
    package let document: [UInt8]

    package init(name: String, format: String, content: Content, document: [UInt8]) {
        let printable = name.unicodeScalars.filter { $0.value > 0x1F && $0.value != 0x7F }
        self.name = String(printable.prefix(64).map(Character.init))
        self.format = format
        self.content = content
        self.document = document
    }

    /// Bytes that reach the backend as they are.
    package static func commands(_ bytes: [UInt8], name: String, printBefore: Int) -> QueueJob {
        QueueJob(
            name: name, format: "application/vnd.cups-raw", content: .commands(printBefore: printBefore),
            document: bytes)
    }
}
