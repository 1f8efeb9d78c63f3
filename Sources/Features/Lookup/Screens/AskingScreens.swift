import KioskCore
import KioskFrame
import ScreenKit

/// The screens on which a visitor gives a code.
extension LookupScreens {
    /// The home of the lookup terminal is the scan prompt, with the keypad one touch away (look.md).
    var home: Screen {
        Screen("home", in: language, shownShare: 50) {
            Node.heading(say("home.title"))
            if !state.isOnline { panel(.amber, say("home.offline"), say("home.offlineDetail")) }
            if state.hasScanner {
                Node.panel(.card, spacing: 24) {
                    Node.spacer()
                    Node.picture(.scan, size: 240)
                    Node.text(say("home.scan"), .display, align: .centre)
                    Node.text(say("home.scanDetail"), .lead, color: .quietInk, align: .centre)
                    Node.spacer()
                }.grow(3, maxHeight: 640)
            } else {
                panel(.amber, say("home.noScanner"), say("home.noScannerDetail"))
            }
            Node.text(say("home.privacy"), .small, color: .quietInk)
        } choices: {
            Node.tile(
                say("home.type"), detail: say("home.typeDetail"), picture: .keyboard, .primary,
                intent: .typeCode
            ).grow(maxHeight: 288)
            Node.grid(columns: 2, minCellWidth: 310) {
                Node.tile(
                    say("home.procedures"), detail: say("home.proceduresDetail"), picture: .document,
                    intent: .procedures(.open)
                ).grow(maxHeight: 216)
                Node.tile(say("home.rate"), detail: say("home.rateDetail"), picture: .rating, intent: .rate)
                    .grow(maxHeight: 216)
            }
        }
    }

    func keypad(_ keypad: Keypad) -> Screen {
        Screen(
            "keypad", in: language, back: back,
            next: .button(say("keypad.submit"), .primary, picture: .search, intent: .submit)
        ) {
            Node.heading(say("keypad.title"))
            Node.input(label: say("keypad.label"), text: keypad.text, placeholder: say("keypad.placeholder"))
            problem(keypad)
            Node.text(say("keypad.local", ["short": short]), .lead, color: .quietInk)
            Node.text(
                say("keypad.example", ["example": "\(state.site.agencyPrefix)-\(short)"]), .lead,
                color: .quietInk)
        } choices: {
            keypad.showsLetters ? letters : digits
        }
    }

    var looking: Screen {
        Screen("scan", in: language, back: back) {
            Node.heading(say("looking.title"), align: .centre)
            Node.picture(.search, size: 200)
            Node.text(say("looking.detail"), .body, color: .quietInk, align: .centre)
        }
    }

    @ViewsBuilder<LookupMachine.Intent>
    private func problem(_ keypad: Keypad) -> [Node] {
        switch keypad.problem {
        case .notYet: note(.amber, say("keypad.notYet"))
        case .impossibleDate: note(.amber, say("keypad.noDate"))
        case nil: []
        }
    }

    private var digits: Node {
        .grid(columns: 4, minCellWidth: 64, spacing: 16) {
            for key in "123" { character(key) }
            Node.key("", picture: .backspace, label: say("keypad.delete"), intent: .delete)
            for key in "456-789." { character(key) }
            Node.key(say("keypad.letters"), label: say("keypad.lettersLabel"), intent: .switchKeys)
            character("0")
            character("/")
            Node.key("", picture: .clear, label: say("keypad.clear"), intent: .clear)
        }
    }

    private var letters: Node {
        .grid(columns: 7, minCellWidth: 48, spacing: 12) {
            for key in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" { character(key) }
            Node.key("", picture: .backspace, label: say("keypad.delete"), intent: .delete)
            Node.key(say("keypad.digits"), label: say("keypad.digitsLabel"), intent: .switchKeys)
        }
    }

    private func character(_ key: Character) -> Node {
        .key(String(key), intent: .key(key)).grow(maxHeight: 176)
    }

    /// An example that is a real date: today's.
    private var short: String {
        let date = now.wall.date
        let digits = [date.year % 100, date.month, date.day].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return digits.joined() + "-0001"
    }
}
