import KioskCore
import ScreenKit

/// The catalogue: fields, lists, search, and the eleven items of a procedure (TT 32/2017/TT-BTTTT Đ5(1)).
extension LookupScreens {
    func procedures(_ browser: ProcedureBrowser, page: Int) -> Screen {
        switch browser.place {
        case .fields: procedureFields(page)
        case .list(let field): procedureList(name(of: field), browser, page)
        case .search(let text): procedureSearch(text, browser, page)
        case .procedure(let procedure): procedurePage(procedure, page)
        }
    }

    private func procedureFields(_ page: Int) -> Screen {
        screen("procedures", back: back, next: finish) {
            Node.heading(say("procedures.title"))
            Node.text(say("procedures.lead"), .lead, color: .quietInk)
        } choices: {
            Node.tile(say("procedures.search"), picture: .search, .large, intent: .procedures(.search))
            Node.pages(turning(page), columns: 2, minCellWidth: 360) {
                for field in around.fields { Node.tile(name(of: field), intent: .procedures(.field(field))) }
            }
        }
    }

    private func procedureList(_ title: String, _ browser: ProcedureBrowser, _ page: Int) -> Screen {
        screen("procedures", back: back, next: finish) {
            Node.heading(title)
            Node.text(say("procedures.count", ["count": "\(browser.found.count)"]), .lead, color: .quietInk)
        } choices: {
            list(browser, page)
        }
    }

    private func procedureSearch(_ text: String, _ browser: ProcedureBrowser, _ page: Int) -> Screen {
        screen("procedures", back: back, next: finish, shownShare: 50) {
            Node.heading(say("procedures.searchTitle"))
            Node.input(
                label: say("procedures.search"), text: text, placeholder: say("procedures.placeholder"))
            if browser.found.isEmpty, !text.isEmpty { panel(.amber, say("procedures.none")) }
            list(browser, page)
        } choices: {
            Node.grid(columns: 7, minCellWidth: 48, spacing: 12) {
                for key in "abcdefghijklmnopqrstuvwxyz" {
                    Node.key(String(key).uppercased(), intent: .procedures(.key(key)))
                }
                Node.key("", picture: .backspace, label: say("keypad.delete"), intent: .procedures(.delete))
                Node.key("␣", label: say("keys.space"), intent: .procedures(.key(" ")))
            }
        }
    }

    private func list(_ browser: ProcedureBrowser, _ page: Int) -> Node {
        .pages(turning(page)) {
            for procedure in browser.found {
                Node.listItem(
                    procedure.name, detail: procedure.id, picture: .document,
                    intent: .procedures(.read(procedure.id)))
            }
        }
    }

    /// All eleven items, in the regulation's order; a gap is said, not hidden (I-01).
    private func procedurePage(_ procedure: Procedure, _ page: Int) -> Screen {
        screen("procedure", back: back, next: finish) {
            Node.text(procedure.name, .title).role(.heading)
            Node.text(say("procedure.code", ["code": procedure.id]), .lead, color: .quietInk)
            Node.text(say("procedure.notice"), .small, color: .quietInk)
        } choices: {
            Node.pages(turning(page)) {
                for number in 2...11 {
                    Node.listItem(
                        "\(number). " + say("item.\(number)"),
                        detail: procedure.items.first { $0.number == number }?.text ?? say("procedure.gap"))
                }
            }
        }
    }

    private func name(of field: ServiceField) -> String {
        language == .english ? field.englishName ?? field.name : field.name
    }
}
