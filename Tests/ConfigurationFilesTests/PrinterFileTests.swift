import ConfigurationFiles
import Devices
import Testing

@Suite struct `A printer file` {
    static let small = """
        printers:
          - name: mine
            title: My printer
            dots: 512
            dotsPerInch: 180
            paperWidth: 80 mm
            rollLength: 25 m
            cutterDistance: 15 mm
        """

    @Test func `says what it says and leaves the rest at its default`() throws {
        let folder = try TemporaryHardwareFolder(["a.yaml": Self.small])
        let (catalogue, faults) = PrinterCatalogue.load(folder: folder.path)
        #expect(faults.isEmpty)
        var mine = PrinterProfile(
            name: "mine", title: "My printer", dots: 512, dotsPerInch: 180, paperWidth: 80,
            rollLength: 25_000)
        mine.cutterDistance = 107
        #expect(catalogue.profile(named: "mine") == mine)
        #expect(catalogue.profiles.map(\.name) == ["mine", "generic-80", "generic-58"])
    }

    @Test func `may say everything`() throws {
        let folder = try TemporaryHardwareFolder([
            "a.yaml": Self.small + """

                    nearEndSensor: true
                    bandRows: 24
                    feedUnitsPerDot: 2
                    avoidsMultiplesOf48: true
                    cut: full
                    cutCode: esc-i
                    drawer: pin-5
                    confirmation: real-time
                    bufferClear: none
                    bandsInFlight: 2
                    usb: [04b8:0e15, 0519:0001]
                    maker: Maker
                    models: [One, Two]
                """
        ])
        let (catalogue, faults) = PrinterCatalogue.load(folder: folder.path)
        #expect(faults.map(\.description) == [])
        let mine = try #require(catalogue.profile(named: "mine"))
        #expect(mine.hasNearEndSensor && mine.avoidsMultiplesOf48)
        #expect([mine.bandRows, mine.feedUnitsPerDot, mine.bandsInFlight] == [24, 2, 2])
        #expect(mine.cut == .full && mine.cutCode == .escI && mine.drawer == .pin5)
        #expect(mine.confirmation == .realTime && mine.bufferClear == .none)
        #expect(mine.identity.usb.map(\.vendor) == [0x04B8, 0x0519])
        #expect(mine.identity.maker == "Maker" && mine.identity.models == ["One", "Two"])
    }

    @Test(arguments: [
        (
            "dots: 512", "dots: 12",
            "line 4: printers[0].dots: found \"12\", expected a whole number from 64 to 2048"
        ),
        (
            "15 mm", "15",
            "line 8: printers[0].cutterDistance: found \"15\", expected a length with its unit (mm, m) such as "
                + "15 mm, from 0 mm to 100 mm"
        ),
        (
            "rollLength: 25 m", "rollLength: 25 km",
            "line 7: printers[0].rollLength: found \"25 km\", expected a length with its unit (mm, m) such as "
                + "15 mm, from 1 m to 500 m"
        ),
        (
            "    paperWidth: 80 mm\n", "",
            "line 2: printers[0].paperWidth: found nothing, expected a length with its unit (mm, m) such as "
                + "15 mm, from 30 mm to 220 mm"
        ),
        (
            "title: My printer", "title: My printer\n    cutt: full",
            "line 4: printers[0].cutt: found an unknown key, expected printers[0].cut (the nearest known key)"
        ),
        (
            "title: My printer", "title: My printer\n    usb: [4b8]",
            "line 4: printers[0].usb[0]: found \"4b8\", expected USB numbers as lsusb prints them, such as 04b8:0e15"
        ),
        (
            "printers:", "printer:",
            "line 1: printers: found something else, expected a list, and no other key"
        ),
    ])
    func `with something wrong says where, and is left out`(
        _ right: String, _ wrong: String, _ message: String
    ) throws {
        let folder = try TemporaryHardwareFolder([
            "b.yaml": Self.small.replacing(right, with: wrong),
            "c.yaml": Self.small.replacing("mine", with: "yours"),
        ])
        let (catalogue, faults) = PrinterCatalogue.load(folder: folder.path)
        #expect(faults.flatMap { $0.problems.map(\.description) } == [message])
        #expect(faults.map(\.file) == [folder.path + "/b.yaml"])
        #expect(catalogue.profiles.map(\.name) == ["yours", "generic-80", "generic-58"])
    }

    @Test func `cannot take another one's name`() throws {
        let folder = try TemporaryHardwareFolder(["a.yaml": Self.small, "b.yaml": Self.small])
        let (catalogue, faults) = PrinterCatalogue.load(folder: folder.path)
        #expect(
            faults.flatMap(\.problems).map(\.description) == [
                "line 2: printers[0].name: found \"mine\", which another printer has, expected a new name"
            ])
        #expect(catalogue.profiles.map(\.name) == ["mine", "generic-80", "generic-58"])
    }

    @Test func `may correct a generic printer`() throws {
        let folder = try TemporaryHardwareFolder(["a.yaml": Self.small.replacing("mine", with: "generic-80")])
        #expect(PrinterCatalogue.load(folder: folder.path).catalogue.profile().dots == 512)
    }

    @Test func `that is not read does not count`() throws {
        let folder = try TemporaryHardwareFolder(["README.md": "# x", ".a.yaml": "[", "a.yaml~": "["])
        let (catalogue, faults) = PrinterCatalogue.load(folder: folder.path)
        #expect(catalogue == .builtIn && faults.isEmpty)
    }

    @Test func `a missing folder is reported, and the generic printers are used`() {
        let (catalogue, faults) = PrinterCatalogue.load(folder: "/nowhere")
        #expect(catalogue == .builtIn)
        #expect(faults.map(\.file) == ["/nowhere"])
    }
}

@Suite struct `The catalogue` {
    static let catalogue: PrinterCatalogue = {
        func printer(_ name: String, _ maker: String?, _ models: [String], _ usb: [(UInt16, UInt16)] = [])
            -> PrinterProfile
        {
            var profile = PrinterProfile(name: name, dots: 576)
            profile.identity.maker = maker
            profile.identity.models = models
            profile.identity.usb = usb.map { .init(vendor: $0.0, product: $0.1) }
            return profile
        }
        return PrinterCatalogue([
            printer("t88", "EPSON", ["TM-T88"], [(0x04B8, 0x0202)]),
            printer("t88vii", "EPSON", ["TM-T88VII"]),
            printer("clone", nil, ["POS-80"], [(0x1FC9, 0x2016)]),
        ])
    }()

    @Test(arguments: [
        ("EPSON", "TM-T88V", "t88"), ("Seiko Epson Corp.", "tm-t88iv", "t88"),
        ("EPSON", "TM-T88VII", "t88vii"), ("STAR", "TM-T88V", "generic-80"), ("", "pos-80C", "clone"),
        ("EPSON", "L3110", "generic-80"), ("EPSON", "", "generic-80"),
    ])
    func `knows a printer by what it calls itself`(_ maker: String, _ model: String, _ name: String) {
        #expect(Self.catalogue.profile(maker: maker, model: model).name == name)
    }

    @Test func `knows a printer by its USB numbers when it does not say what it is`() {
        #expect(Self.catalogue.profile(vendor: 0x1FC9, product: 0x2016).name == "clone")
        #expect(Self.catalogue.profile(vendor: 0x1FC9, product: 0x2017).name == "generic-80")
        #expect(
            Self.catalogue.profile(vendor: 0x1FC9, product: 0x2016, maker: "EPSON", model: "TM-T88VII").name
                == "t88vii")
    }

    @Test func `names what is nearest to a name that nobody has`() {
        #expect(Self.catalogue.names(like: "generic80") == ["generic-80", "generic-58", "clone"])
    }
}
