internal import Foundation

/// The files of an `ippeveprinter`: what it says it can do, and the program that plays its mechanics.
struct EverywhereLayout: Hashable, Sendable {
    static let paperName = "om_80x200mm_80x200mm"

    let root: String

    var spool: String { root + "/spool" }
    var attributes: String { root + "/printer.conf" }
    var command: String { root + "/print" }
    var busSocket: String { root + "/bus" }
    var bus: String { "unix:path=" + busSocket }
    var waiting: String { root + "/waiting" }
    private var paper: String { root + "/paper" }
    private var tray: String { root + "/tray" }

    func prepare(formats: [String], dotsPerInch: Int, kinds: [String]) throws(SimulationFault) {
        do {
            for folder in [spool, tray] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            for left in [busSocket, waiting] { try? FileManager.default.removeItem(atPath: left) }
            let description = Self.roll + Self.formats(formats, dotsPerInch, kinds)
            try description.write(toFile: attributes, atomically: true, encoding: .utf8)
            try mechanics.write(toFile: command + ".sh", atomically: true, encoding: .utf8)
            try HelperProcess.install(command + ".sh", at: command)
        } catch {
            throw SimulationFault("An IPP printer cannot be set up in \(root): \(error)")
        }
    }

    func write(paper word: String) { try? word.write(toFile: paper, atomically: true, encoding: .utf8) }

    func remove() { try? FileManager.default.removeItem(atPath: root) }

    func documents() -> [EverywherePrinter.Document] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: tray)) ?? []
        return names.filter { $0.hasSuffix(".type") }.map { String($0.dropLast(5)) }
            .sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
            .map { name in
                let type = (try? String(contentsOfFile: "\(tray)/\(name).type", encoding: .utf8)) ?? ""
                return .init(format: type, path: "\(tray)/\(name)")
            }
    }

    /// Plays the head and the paper.
    ///
    /// A job that was cancelled while it waited does not come out, and nothing does once the printer has lost
    /// its power.
    private var mechanics: String {
        """
        #!/bin/sh
        told() { cat '\(paper)'; }
        why() { ipptool -c -d id=$IPP_JOB_ID "$IPP_JOB_PRINTER_URI" '\(root)/job.test' 2>/dev/null; }
        cat > '\(root)/job.test' <<'END'
        { OPERATION Get-Job-Attributes GROUP operation-attributes-tag
        ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en
        ATTR uri printer-uri $uri ATTR integer job-id $id DISPLAY job-state-reasons }
        END
        case "$(told)" in
        refuse) exit 1 ;;
        wait*)
            reason=$(told | cut -d' ' -f2)
            [ -z "$reason" ] || echo "STATE: +$reason" >&2
            : > '\(waiting)'
            while case "$(told)" in wait*) kill -0 $PPID 2>/dev/null ;; *) false ;; esac; do sleep 0.1; done
            rm -f '\(waiting)'
            kill -0 $PPID 2>/dev/null || exit 1
            [ -z "$reason" ] || echo "STATE: -$reason" >&2
            case "$(why)" in *stop-point* | *canceled*) exit 1 ;; esac
            ;;
        esac
        number=$(($(ls '\(tray)' | grep -c type) + 1))
        cp "$1" '\(tray)'/$number && printf %s "$CONTENT_TYPE" > '\(tray)'/$number.new
        mv '\(tray)'/$number.new '\(tray)'/$number.type
        case "$(told)" in
        low) echo "STATE: +media-low" >&2 ;;
        last) echo "STATE: +media-empty" >&2 ;;
        *) echo "STATE: -media-low" >&2 ;;
        esac

        """
    }

    private static func formats(_ formats: [String], _ dotsPerInch: Int, _ kinds: [String]) -> String {
        let read = formats.joined(separator: ",")
        return """
            ATTR mimeMediaType document-format-default application/octet-stream
            ATTR mimeMediaType document-format-supported application/octet-stream,\(read)
            ATTR resolution printer-resolution-default \(dotsPerInch)dpi
            ATTR resolution printer-resolution-supported \(dotsPerInch)dpi
            ATTR resolution pwg-raster-document-resolution-supported \(dotsPerInch)dpi
            ATTR keyword pwg-raster-document-type-supported \(kinds.joined(separator: ","))

            """
    }

    /// A roll of 48 to 80 mm, printed to its edges, as receipt printers describe theirs.
    private static let roll: String = {
        let edges = ["bottom", "left", "right", "top"]
        let none = edges.map { "MEMBER integer media-\($0)-margin 0" }.joined(separator: " ")
        let sheet =
            "MEMBER collection media-size { MEMBER integer x-dimension 8000 MEMBER integer y-dimension 20000 }"
        let roll =
            "MEMBER rangeOfInteger x-dimension 4800-8000 MEMBER rangeOfInteger y-dimension 1000-200000"
        let kind = "MEMBER keyword media-source main-roll MEMBER keyword media-type continuous"
        let margins = edges.map { "ATTR integer media-\($0)-margin-supported 0\n" }.joined()
        return """
            ATTR text printer-make-and-model "Illustrative Receipt"
            ATTR text printer-device-id "MFG:Illustrative;MDL:Receipt;"
            ATTR octetString printer-input-tray "type=continuousRoll;mediafeed=0;mediaxfeed=0;\
            maxcapacity=250;level=250;status=0;name=main;"
            ATTR boolean color-supported false
            ATTR integer copies-default 1
            ATTR rangeOfInteger copies-supported 1-1
            ATTR collection media-col-default { \(sheet) \(none) \(kind) }
            ATTR collection media-col-ready { \(sheet) \(none) \(kind) }
            ATTR collection media-col-database { MEMBER collection media-size { \(roll) } \(none) \(kind) \
            }, { \(sheet) \(none) \(kind) }
            ATTR keyword media-default \(paperName)
            ATTR keyword media-ready \(paperName)
            ATTR keyword media-supported \(paperName),roll_min_48x10mm,roll_max_80x2000mm
            ATTR collection media-size-supported { MEMBER integer x-dimension 8000 MEMBER integer \
            y-dimension 20000 }, { \(roll) }
            ATTR keyword media-col-supported media-bottom-margin,media-left-margin,media-right-margin,\
            media-size,media-top-margin
            ATTR keyword media-source-supported main-roll
            ATTR keyword media-type-supported continuous
            \(margins)ATTR enum finishings-default 3
            ATTR enum finishings-supported 3
            ATTR enum orientation-requested-default 3
            ATTR enum orientation-requested-supported 3
            ATTR keyword output-bin-default face-up
            ATTR keyword output-bin-supported face-up
            ATTR keyword print-color-mode-default monochrome
            ATTR keyword print-color-mode-supported monochrome
            ATTR enum print-quality-default 4
            ATTR enum print-quality-supported 4
            ATTR keyword print-scaling-default none
            ATTR keyword print-scaling-supported none,auto
            ATTR keyword sides-default one-sided
            ATTR keyword sides-supported one-sided
            ATTR keyword pdf-versions-supported adobe-1.7

            """
    }()
}
