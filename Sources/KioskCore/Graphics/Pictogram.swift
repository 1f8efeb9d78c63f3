/// The names of our own pictograms; the module Drawing holds their outlines.
public enum Pictogram: String, CaseIterable, Hashable, Sendable, Codable {
    case ticket, scan, keyboard, search, document, rating, chart, help
    case faceGlad, faceContent, faceSad
    case back, forward, up, down, home
    case printer, printerEmpty, printerCover, printerCutter, offline
    case clock, warning, check, cross, info
    case person, people, priority, globe, largeText, contrast, lowScreen, callStaff, phone, tool
    case backspace, clear, space, lock, calendar, place, emblem
}
