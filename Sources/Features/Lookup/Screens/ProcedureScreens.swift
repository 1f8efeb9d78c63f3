import KioskCore
import KioskFrame
import ScreenKit

/// The catalogue: fields, lists, search, and the eleven items of a procedure (TT 32/2017/TT-BTTTT Đ5(1)).
extension LookupScreens {
    func procedures(_ browser: ProcedureBrowser, page: Int) -> Screen {
        switch browser.place {
        case .fields: procedureFields(page)
        case .list(let field): procedureList(name(of: field), browser, page)
        case .search(let text): procedureSearch(text, browser)
        case .results(let text): procedureList("“\(text)”", browser, page)
        case .procedure(let procedure): procedurePage(procedure)
        }
    }

    private func procedureFields(_ page: Int) -> Screen {
        Screen(
            "procedures", in: language, back: back,
            next: .button(
                say("procedures.search"), .primary, picture: .search, intent: .procedures(.search)),
            shownShare: 30
        ) {
            Node.heading(say("procedures.title"))
            Node.text(say("procedures.lead"), .lead, color: .quietInk)
        } choices: {
            Node.pages(turning(page), columns: 3, minCellWidth: 360) {
                for field in state.hall.fields {
                    Node.tile(name(of: field), intent: .procedures(.field(field))).grow(maxHeight: 176)
                }
            }
        }
    }

    private func procedureList(_ title: String, _ browser: ProcedureBrowser, _ page: Int) -> Screen {
        Screen("procedures", in: language, back: back, next: finish, shownShare: 30) {
            Node.heading(title)
            Node.text(say("procedures.count", ["count": "\(browser.found.count)"]), .lead, color: .quietInk)
        } choices: {
            list(browser, page)
        }
    }

    private func procedureSearch(_ text: String, _ browser: ProcedureBrowser) -> Screen {
        Screen(
            "procedures", in: language, back: back,
            next: .button(say("procedures.show"), .primary, picture: .forward, intent: .procedures(.show))
                .disabled(browser.found.isEmpty)
        ) {
            Node.heading(say("procedures.searchTitle"))
            Node.input(
                label: say("procedures.search"), text: text, placeholder: say("procedures.placeholder"))
            if !text.isEmpty {
                Node.text(
                    browser.found.isEmpty
                        ? say("procedures.none")
                        : say("procedures.found", ["count": "\(browser.found.count)"]),
                    .title)
            }
        } choices: {
            Node.grid(columns: 7, minCellWidth: 48, spacing: 12) {
                for key in "abcdefghijklmnopqrstuvwxyz" {
                    Node.key(String(key).uppercased(), intent: .procedures(.key(key))).grow(maxHeight: 176)
                }
                Node.key("", picture: .backspace, label: say("keypad.delete"), intent: .procedures(.delete))
                Node.key("", picture: .space, label: say("keys.space"), intent: .procedures(.key(" ")))
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
    private func procedurePage(_ procedure: Procedure) -> Screen {
        Screen("procedure", in: language, back: back, next: finish) {
            Node.text(procedure.name, .title).role(.heading)
            Node.text(say("procedure.code", ["code": procedure.id]), .lead, color: .quietInk)
            Node.text(say("procedure.notice"), .small, color: .quietInk)
            for number in 2...11 {
                let text = procedure.items.first { $0.number == number }?.text
                Node.panel(.card) {
                    Node.text("\(number). " + say("item.\(number)"), .title)
                    Node.text(text ?? say("procedure.gap"), .body, color: text == nil ? .quietInk : .ink)
                }
            }
        }
    }

    private func name(of field: ServiceField) -> String {
        language == .english ? field.englishName ?? field.name : field.name
    }
}
