internal import KioskCore

/// The lines of our pictograms on a 24 × 24 grid, in the notation of `PictogramPath`.
///
/// One stroke of 2 with round ends; lines stay within 2...22. A dot is a line of no length.
extension Pictogram {
    var lines: String {
        switch self {
        case .ticket: "M6 2h12v20l-3-2-3 2-3-2-3 2z M9 8h6 M9 12h6"
        case .scan: "M3 8V3h5 M16 3h5v5 M21 16v5h-5 M8 21H3v-5 M7 7h4v4H7z M14 7h3v3 M7 14h3v3 M14 14h3v3h-3z"
        case .keyboard:
            "R2 5 20 14 2 M6 9h0 M10 9h0 M14 9h0 M18 9h0 M6 12h0 M10 12h0 M14 12h0 M18 12h0 M8 15.5h8"
        case .search: "O10.5 10.5 7.5 M16 16l5.5 5.5"
        case .document: "M14 2H5v20h14V7z M14 2v5h5 M9 12h6 M9 16h6"
        case .faceGlad: "O12 12 10 M8.5 8.5v1 M15.5 8.5v1 M7 13.5C7.8 16.3 9.7 18 12 18S16.2 16.3 17 13.5z"
        case .faceContent: "O12 12 10 M8.5 9v1 M15.5 9v1 M8 14.5C9 16.2 10.4 17 12 17S15 16.2 16 14.5"
        case .faceSad: "O12 12 10 M8.5 9v1 M15.5 9v1 M8 17C9 15.3 10.4 14.5 12 14.5S15 15.3 16 17"
        case .rating:
            "M12 2.5l2.9 6.1 6.6.9-4.8 4.7 1.2 6.7L12 17.7l-5.9 3.2 1.2-6.7L2.5 9.5l6.6-.9z"
        case .chart: "M3 3v18h18 M8 17v-5 M13 17V7 M18 17v-8"
        case .help: "O12 12 10 M9 9.5C9 7.5 10.3 6.5 12 6.5S15 7.6 15 9.3C15 11.5 12 11.8 12 14 M12 17.5h0"
        case .back: "M20 12H4 M11 5l-7 7 7 7"
        case .forward: "M4 12h16 M13 5l7 7-7 7"
        case .up: "M5 15l7-7 7 7"
        case .down: "M5 9l7 7 7-7"
        case .home: "M3 11.5L12 3.5l9 8 M5.5 9.5V21h13V9.5 M10 21v-6h4v6"
        case .printer: "M7 8V3h10v5 M7 17H3V8h18v9h-4 M7 14h10v7H7z M17.5 11h0"
        case .printerEmpty: "M7 8V3h10v5 M7 17H3V8h18v9h-4 M7 14h10 M9.5 17.5l5 4.5 M14.5 17.5l-5 4.5"
        case .printerCover: "M3 11L19 3 M3 11h18v9H3z M7 16h10"
        case .printerCutter: "O6 6.5 3 O6 17.5 3 M8.5 8.2L21 17 M8.5 15.8L21 7"
        case .offline:
            "M2.5 2.5l19 19 M7 8.5C4.2 8.7 2 10.8 2 13.5S4.2 18.5 7 18.5h9.5"
                + " M10.5 5.8C13.6 4.6 17 6.6 17.5 10 C20 10.2 22 12 22 14.3 22 15.5 21.5 16.6 20.7 17.3"
        case .clock: "O12 12 10 M12 6.5V12l4 2.5"
        case .warning: "M12 3L1.8 21h20.4z M12 9.5v5 M12 17.7h0"
        case .check: "M4 12.5l5.5 5.5L20 6.5"
        case .cross: "M5 5l14 14 M19 5L5 19"
        case .info: "O12 12 10 M12 11v6 M12 7.3h0"
        case .person: "O12 7.5 4.5 M3.5 21.5C3.5 17 7 14.5 12 14.5S20.5 17 20.5 21.5"
        case .people:
            "O8.5 8 4 M1.5 20.5C1.5 16.5 4.5 14.5 8.5 14.5S15.5 16.5 15.5 20.5"
                + " M15 4.3C17.2 4.3 19 6 19 8S17.2 11.7 15 11.7 M18.5 14.8C21 15.6 22.5 17.5 22.5 20.5"
        case .priority:
            "O11 4 2 M11 8v7h6l3 6 M11 11h5"
                + " M8 11.5C5.5 12.5 4 14.6 4 17 4 20 6.3 22 9 22 11.3 22 13.2 20.7 14 18.7"
        case .globe:
            "O12 12 10 M2 12h20 M12 2C8.5 5 7 8.5 7 12S8.5 19 12 22 M12 2C15.5 5 17 8.5 17 12S15.5 19 12 22"
        case .largeText: "M2 20L8.5 4 15 20 M4.5 15h8 M15.5 20l3.3-8 3.3 8 M16.5 17.5h4.5"
        case .contrast: "O12 12 10"
        case .lowScreen: "R4 2 16 20 2 M12 6v9 M8.5 11.5L12 15l3.5-3.5 M9 18.5h6"
        case .callStaff: "M4 18h16 M5.5 18C5.5 12 8 9 12 9S18.5 12 18.5 18 M12 9V6.5 M10 6h4 M4 21.5h16"
        case .phone:
            ""
                + "M6 2.5h4l1.5 5-2.5 2C10 12 12 14 14.5 15l2-2.5 5 1.5v4C21.5 20 20 21.5 18"
                + " 21.5 10 21 3 14 2.5 6 2.5 4 4 2.5 6 2.5z"
        case .tool:
            ""
                + "M15 3C18 2.5 20 3.5 21 5L17 8.5 18.5 10 22 7C22.5 11 19 14 15.5 13L7"
                + " 21.5C5.5 22.5 1.5 19 3 17.5L11.5 9C10.5 6.5 12 3.5 15 3z"
        case .backspace: "M8.5 4.5H22v15H8.5L2 12z M12 9l6 6 M18 9l-6 6"
        case .clear: "O12 12 10 M8.5 8.5l7 7 M15.5 8.5l-7 7"
        case .space: "M4 10.5v4h16v-4"
        case .lock: "R4 10.5 16 11 2 M7.5 10.5V7C7.5 4 9.5 2 12 2S16.5 4 16.5 7v3.5 M12 15v2.5"
        case .calendar: "R3 4.5 18 17 2 M3 10h18 M8 2v5 M16 2v5"
        case .place:
            "M12 22C7 16.5 4.5 13 4.5 9.5 4.5 5 8 2 12 2S19.5 5 19.5 9.5C19.5 13 17 16.5 12 22z O12 9.5 2.5"
        case .emblem: "O12 12 11"
        }
    }

    /// Closed shapes that are filled rather than drawn.
    var filledShape: String {
        switch self {
        case .contrast: "M12 2C17.5 2 22 6.5 22 12S17.5 22 12 22z"
        case .emblem:
            "M12 4.2L13.8 9.6 19.4 9.6 14.9 12.9 16.6 18.3 12 15 7.4 18.3 9.1 12.9 4.6 9.6 10.2 9.6z"
        default: ""
        }
    }
}
