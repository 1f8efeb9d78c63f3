import Drawing
import Foundation
import KioskCore
import SimulatedDevices

// The virtual receipt printer as a program: `PrinterSimulator PORT FOLDER` listens on 127.0.0.1, writes every
// slip to FOLDER/<n>.png, and reads faults from standard input, a word a line. Driven by Tests/EndToEndVM,
// where it stands behind a USB printer gadget.

let arguments = CommandLine.arguments
guard arguments.count == 3, let port = UInt16(arguments[1]) else {
    FileHandle.standardError.write(Data("usage: PrinterSimulator PORT FOLDER\n".utf8))
    exit(64)
}
let folder = URL(filePath: arguments[2], directoryHint: .isDirectory)
let printer = try VirtualReceiptPrinter(port: port)
let events = printer.events()

DispatchQueue(label: "commands").async {
    while let word = readLine() {
        if let fault = VirtualPrinterFault(word) { printer.set(fault) }
    }
    exit(0)
}
for await event in events {
    guard case .printed(let slip) = event else { continue }
    try Data(slip.bitmap.png()).write(to: folder.appending(path: "\(slip.id).png"), options: .atomic)
}
