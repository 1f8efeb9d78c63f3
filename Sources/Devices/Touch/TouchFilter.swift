import KioskCore

/// Makes one finger's touches out of all that lies on a panel.
///
/// The first finger counts; others are ignored until they are lifted, so that a second hand or a trembling
/// one presses nothing. What is as wide as a palm never counts. A finger that has rested for a while gives
/// way to a new one: whoever leans on the panel, or a drop of water, does not make it dead.
struct TouchFilter: Hashable, Sendable {
    /// A finger in the picture's pixels.
    struct Finger: Hashable, Sendable {
        var id: Int
        var point: PixelPoint
        var isPalm: Bool
    }

    /// What separates a finger from what only looks like one.
    enum Limit {
        /// Lifted and down again sooner, in nearly the same place: the contact bounced, or the hand trembles.
        static let bounce = Duration.milliseconds(60)
        /// Pixels, in either direction.
        static let bounceDistance = 40
        /// Down for so long, a finger rests.
        static let resting = Duration.seconds(2)
        /// So many at once are a hand, or water.
        static let hand = 4
    }

    private struct Current: Hashable, Sendable {
        var finger: Finger
        var since: Duration
    }
    private struct Lift: Hashable, Sendable {
        var point: PixelPoint
        var time: Duration
    }

    private var current: Current?
    private var ignored: Set<Int> = []
    private var lastLift: Lift?

    /// Whether a finger is on the picture.
    var isDown: Bool { current != nil }

    /// Handles one report: all fingers that lie on the panel.
    mutating func receive(_ fingers: [Finger], at time: Duration) -> [TouchEvent] {
        ignored.formIntersection(fingers.map(\.id))
        var touches: [TouchEvent] = []
        for finger in fingers where finger.isPalm || fingers.count >= Limit.hand { ignored.insert(finger.id) }
        touches += follow(fingers, at: time)
        let fresh = fingers.filter { !ignored.contains($0.id) && $0.id != current?.finger.id }
        if let first = fresh.first { touches += begin(first, at: time) }
        ignored.formUnion(fresh.map(\.id))
        if let current { ignored.remove(current.finger.id) }
        return touches
    }

    /// What lies on the panel before anybody looks has to be lifted before it counts.
    mutating func ignore(_ fingers: [Finger]) { ignored.formUnion(fingers.map(\.id)) }

    /// The panel went away.
    mutating func cancel() -> [TouchEvent] {
        defer { self = TouchFilter() }
        return current.map { [TouchEvent(.cancelled, at: $0.finger.point)] } ?? []
    }

    /// What became of the finger that counts.
    private mutating func follow(_ fingers: [Finger], at time: Duration) -> [TouchEvent] {
        guard let was = current else { return [] }
        guard let now = fingers.first(where: { $0.id == was.finger.id }) else {
            current = nil
            lastLift = Lift(point: was.finger.point, time: time)
            return [TouchEvent(.up, at: was.finger.point)]
        }
        if ignored.contains(now.id) {
            current = nil
            return [TouchEvent(.cancelled, at: was.finger.point)]
        }
        guard now.point != was.finger.point else { return [] }
        current?.finger = now
        return [TouchEvent(.move, at: now.point)]
    }

    private mutating func begin(_ finger: Finger, at time: Duration) -> [TouchEvent] {
        var touches: [TouchEvent] = []
        if let resting = current {
            guard time - resting.since >= Limit.resting else { return [] }
            ignored.insert(resting.finger.id)
            touches.append(TouchEvent(.cancelled, at: resting.finger.point))
            current = nil
        }
        guard !isBounce(finger, at: time) else { return touches }
        current = Current(finger: finger, since: time)
        return touches + [TouchEvent(.down, at: finger.point)]
    }

    private func isBounce(_ finger: Finger, at time: Duration) -> Bool {
        guard let lastLift, time - lastLift.time < Limit.bounce else { return false }
        return abs(finger.point.x - lastLift.point.x) <= Limit.bounceDistance
            && abs(finger.point.y - lastLift.point.y) <= Limit.bounceDistance
    }
}
