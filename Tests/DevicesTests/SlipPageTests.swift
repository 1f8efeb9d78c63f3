import Devices
import KioskCore
import Testing

@Suite struct `A slip's page` {
    private let slip = DotBitmap(width: 576, height: 1040)
    private let roll = MediaOffer(sizes: [
        .init(width: 4800...8000, length: 1000...200_000), .init(width: 8000...8000, length: 20000...20000),
    ])

    @Test func `of a roll is as large as the slip, in points that CUPS can count`() throws {
        let page = try #require(SlipPage(for: slip, dotsPerInch: 203, on: roll))
        // 72.07 mm by 130.13 mm are 204.3 by 368.9 points.
        #expect(page.width == 7232 && page.length == 13018)
        #expect(page.width * 72 / 2540 == 205 && page.length * 72 / 2540 == 369)
        #expect(page.offset(dotsPerInch: 203) == (0, 0))
    }

    @Test func `of one width has the slip in the middle`() throws {
        let offer = MediaOffer(
            sizes: [.init(width: 8000...8000, length: 1000...200_000)],
            margins: .init(top: 200, bottom: 300, left: 400, right: 400))
        let page = try #require(SlipPage(for: slip, dotsPerInch: 203, on: offer))
        #expect(page.width == 8000)
        #expect(page.length >= 13014 + 500 && page.length < 13014 + 500 + 36)
        #expect(page.left == (8000 - 7208) / 2 && page.top == 200)
    }

    @Test func `is the smallest sheet that holds it`() throws {
        let offer = MediaOffer(
            sizes: [(21590, 27940), (21000, 29700), (10500, 14800), (7400, 10500)].map {
                .init(width: $0...$0, length: $1...$1)
            }, margins: .init(top: 635, bottom: 635, left: 340, right: 340))
        let page = try #require(SlipPage(for: slip, dotsPerInch: 203, on: offer))
        #expect(page.width == 10500 && page.length == 14800)
    }

    @Test(arguments: [(5800, 20000), (8000, 10000)])
    func `is none where the paper is too small`(width: Int, length: Int) {
        let offer = MediaOffer(sizes: [.init(width: 4800...width, length: 1000...length)])
        #expect(SlipPage(for: slip, dotsPerInch: 203, on: offer) == nil)
    }

    @Test func `is the slip's own where nothing is known of papers`() throws {
        let page = try #require(SlipPage(for: slip, dotsPerInch: 203, on: MediaOffer()))
        #expect(page.width == 7232 && page.length == 13018)
    }
}

@Suite struct `How a queue is fed` {
    private func queue(_ makeAndModel: String) -> PrintCapabilities {
        var queue = PrintCapabilities()
        queue.makeAndModel = makeAndModel
        return queue
    }

    private func printer(_ formats: Set<String>, dotsPerInch: Int) -> PrintCapabilities {
        var printer = PrintCapabilities()
        printer.formats = formats
        printer.rasterKinds = [.grey, .black]
        printer.rasterResolutions = [dotsPerInch]
        return printer
    }

    private func feed(
        _ queue: PrintCapabilities, _ printer: PrintCapabilities? = nil, isOurs: Bool = false
    ) -> SlipFormat {
        SlipFormat(isOurs: isOurs, queue: queue, printer: printer, profile: .generic80)
    }

    private let everywhere = "Example Receipt - IPP Everywhere"

    @Test func `with commands where nothing stands between us and the printer`() {
        #expect(feed(queue("Local Raw Printer"), isOurs: true) == .escpos)
        #expect(feed(queue("Local Raw Printer")) == .escpos)
    }

    @Test func `with PDF where a driver converts it`() {
        let pdf = SlipFormat.pdf(format: "application/pdf", MediaOffer())
        #expect(feed(queue("HP LaserJet Series PCL 4/5")) == pdf)
        #expect(feed(queue(everywhere)) == pdf, "the printer could not be asked")
        let both: Set = ["application/pdf", "image/pwg-raster"]
        #expect(feed(queue("Maker's own driver"), printer(both, dotsPerInch: 203)) == pdf)
    }

    @Test func `with what an IPP printer reads where its queue has no driver`() {
        let raw = queue("Local Raw Printer")
        #expect(
            feed(raw, printer(["application/pdf"], dotsPerInch: 203))
                == .pdf(format: "application/pdf", MediaOffer()))
        #expect(
            feed(raw, printer(["image/pwg-raster"], dotsPerInch: 203))
                == .raster(.black, dotsPerInch: 203, MediaOffer()))
    }

    @Test func `with what the printer itself reads`() {
        let ready = SlipFormat.pdf(format: "application/vnd.cups-pdf", MediaOffer())
        let queue = queue(everywhere)
        #expect(feed(queue, printer(["application/pdf"], dotsPerInch: 203)) == ready)
        #expect(feed(queue, printer(["application/pdf", "image/pwg-raster"], dotsPerInch: 600)) == ready)
        #expect(
            feed(queue, printer(["application/pdf", "image/pwg-raster"], dotsPerInch: 203))
                == .raster(.black, dotsPerInch: 203, MediaOffer()))
        #expect(
            feed(queue, printer(["image/pwg-raster"], dotsPerInch: 600))
                == .raster(.black, dotsPerInch: 600, MediaOffer()))
    }
}

@Suite struct `A printer's own address` {
    @Test(arguments: [
        ("ipp://192.168.1.40/ipp/print", "192.168.1.40", 631, "/ipp/print", false),
        ("ipps://may-in.local:8631/ipp/print?waitjob=false", "may-in.local", 8631, "/ipp/print", true),
        ("ipp://[fe80::1]:60000/ipp", "fe80::1", 60000, "/ipp", false),
        ("ipp://user@printer", "printer", 631, "/", false),
    ])
    func `is read from the queue`(
        text: String, host: String, port: UInt16, resource: String, isEncrypted: Bool
    ) {
        let uri = IPPPrinterURI(text)
        #expect(uri?.address == NetworkAddress(host: host, port: port) && uri?.resource == resource)
        #expect(uri?.isEncrypted == isEncrypted)
    }

    @Test(arguments: [
        "", "ipp:", "ipp://", "ipp:///x", "usb://EPSON/TM-T20", "socket://10.0.0.1", "ipp://a:b/",
        "ipp://a:99999/",
        "dnssd://Receipt._ipp._tcp.local/", "ipp://Receipt._ipp._tcp.local/", "implicitclass://x",
        "kiosk-receipt://127.0.0.1:9100/",
    ])
    func `is not made up`(text: String) { #expect(IPPPrinterURI(text) == nil) }
}
