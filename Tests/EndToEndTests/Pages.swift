import Foundation
import Testing

extension EndToEnd {
    @Suite struct `The pages in a real browser` {
        @Test func `the Dock shows both screens live without errors in the console`() async throws {
            let dock = try RunningDemo.current.dock
            _ = try await dock.takeNumber(showing: "ticket-taken")
            try await dock.home("dispenser")
            let browser = try await Browser()
            do {
                try await browser.open("http://127.0.0.1:\(dock.port)/")
                try await eventually("both screens") {
                    let widths = "[...document.querySelectorAll('.screen img')].map(i => i.naturalWidth)"
                    return (try await browser.evaluate(widths) as? [Int])?.sorted() == [1080, 1920]
                }
                try await eventually("the read-out") {
                    let rows = "[...document.querySelectorAll('dl')].map(list => list.children.length)"
                    return (try await browser.evaluate(rows) as? [Int])?.allSatisfy { $0 > 8 } == true
                }
                let key =
                    "[...document.querySelectorAll('.keys button')].find(k => k.textContent.startsWith('Tư pháp'))"
                try await eventually("the group's key") {
                    try await browser.evaluate("!!(\(key))") as? Bool == true
                }
                _ = try await browser.evaluate("\(key).click()")
                try await dock.wait("dispenser", for: "field")
                Attachment.record(try await browser.picture(), named: "dock.png")
                #expect(try await browser.errors() == [])
            } catch {
                await browser.close()
                throw error
            }
            await browser.close()
            try await dock.home("dispenser")
        }

        @Test func `the counter console opens without errors in the browser's console`() async throws {
            let dock = try RunningDemo.current.dock
            let console = try #require(try await dock.about().console)
            let browser = try await Browser()
            do {
                try await browser.open(console)
                try await eventually("the page") {
                    try await browser.evaluate("document.body.innerText.trim().length > 20") as? Bool == true
                }
                Attachment.record(try await browser.picture(), named: "console.png")
                #expect(try await browser.errors() == [])
            } catch {
                await browser.close()
                throw error
            }
            await browser.close()
        }
    }
}
