import KioskCore
import ScreenKit
import Testing

@Suite struct TouchTrackerTests {
    typealias Tracker = TouchTracker<String>

    static let screen = LaidOutScreen<String>(
        name: "test", language: .vietnamese, size: PixelSize(width: 400, height: 200),
        nodes: [
            ScreenNode(
                role: .tile, label: "A", bounds: PixelRect(x: 0, y: 0, width: 100, height: 100), intent: "a"),
            ScreenNode(
                role: .tile, label: "B", bounds: PixelRect(x: 150, y: 0, width: 100, height: 100), intent: "b"
            ),
            ScreenNode(
                role: .tile, label: "C", isEnabled: false,
                bounds: PixelRect(x: 300, y: 0, width: 100, height: 100), intent: "c"),
            ScreenNode(
                role: .key, label: "1", bounds: PixelRect(x: 0, y: 120, width: 80, height: 80), intent: "1"),
        ])

    struct Step {
        var phase: TouchEvent.Phase
        var x: Int
        var y = 50
        var ms = 0
        var outcome: Tracker.Outcome
        var pressed: String?
    }

    struct Story: CustomTestStringConvertible {
        var testDescription: String
        var steps: [Step]
    }

    static let stories = [
        Story(
            testDescription: "down and up inside acts",
            steps: [
                Step(phase: .down, x: 50, outcome: .lookChanged, pressed: "A"),
                Step(phase: .move, x: 60, outcome: .ignored, pressed: "A"),
                Step(phase: .up, x: 60, outcome: .activated("a")),
            ]),
        Story(
            testDescription: "moving off takes it back, and coming back gives it again",
            steps: [
                Step(phase: .down, x: 50, outcome: .lookChanged, pressed: "A"),
                Step(phase: .move, x: 120, outcome: .lookChanged),
                Step(phase: .move, x: 50, outcome: .lookChanged, pressed: "A"),
                Step(phase: .move, x: 170, outcome: .lookChanged),
                Step(phase: .up, x: 170, outcome: .ignored),
            ]),
        Story(
            testDescription: "an up elsewhere without a move does nothing",
            steps: [
                Step(phase: .down, x: 50, outcome: .lookChanged, pressed: "A"),
                Step(phase: .up, x: 170, outcome: .lookChanged),
            ]),
        Story(
            testDescription: "what is disabled and what is empty cannot be pressed",
            steps: [
                Step(phase: .down, x: 350, outcome: .ignored), Step(phase: .up, x: 350, outcome: .ignored),
                Step(phase: .down, x: 120, outcome: .ignored), Step(phase: .move, x: 50, outcome: .ignored),
                Step(phase: .up, x: 50, outcome: .ignored),
            ]),
        Story(
            testDescription: "a cancelled touch does nothing",
            steps: [
                Step(phase: .down, x: 50, outcome: .lookChanged, pressed: "A"),
                Step(phase: .cancelled, x: 50, outcome: .lookChanged),
                Step(phase: .up, x: 50, outcome: .ignored),
            ]),
        Story(
            testDescription: "the second finger waits",
            steps: [
                Step(phase: .down, x: 50, outcome: .lookChanged, pressed: "A"),
                Step(phase: .down, x: 170, outcome: .ignored, pressed: "A"),
                Step(phase: .up, x: 50, outcome: .activated("a")),
            ]),
        Story(
            testDescription: "a trembling hand taps once",
            steps: [
                Step(phase: .down, x: 50, outcome: .lookChanged, pressed: "A"),
                Step(phase: .up, x: 50, ms: 80, outcome: .activated("a")),
                Step(phase: .down, x: 50, ms: 200, outcome: .ignored),
                Step(phase: .up, x: 50, ms: 250, outcome: .ignored),
                Step(phase: .down, x: 170, ms: 300, outcome: .lookChanged, pressed: "B"),
                Step(phase: .up, x: 170, ms: 350, outcome: .activated("b")),
                Step(phase: .down, x: 50, ms: 900, outcome: .lookChanged, pressed: "A"),
                Step(phase: .up, x: 50, ms: 950, outcome: .activated("a")),
            ]),
        Story(
            testDescription: "a key may be pressed again at once: codes have equal digits in a row",
            steps: [
                Step(phase: .down, x: 40, y: 150, outcome: .lookChanged, pressed: "1"),
                Step(phase: .up, x: 40, y: 150, ms: 60, outcome: .activated("1")),
                Step(phase: .down, x: 40, y: 150, ms: 70, outcome: .lookChanged, pressed: "1"),
                Step(phase: .up, x: 40, y: 150, ms: 90, outcome: .activated("1")),
            ]),
    ]

    @Test(arguments: stories)
    func `a finger means what it should`(story: Story) {
        var tracker = Tracker()
        for step in story.steps {
            let event = TouchEvent(step.phase, at: PixelPoint(x: step.x, y: step.y))
            let outcome = tracker.handle(event, on: Self.screen, at: .milliseconds(step.ms))
            #expect(outcome == step.outcome)
            #expect(tracker.pressed?.label == step.pressed)
        }
    }

    @Test func `a screen that changes under the finger is not touched by it`() {
        var tracker = Tracker()
        var next = Self.screen
        next.nodes = [
            ScreenNode(
                role: .tile, label: "X", bounds: PixelRect(x: 0, y: 0, width: 100, height: 100), intent: "x")
        ]
        let point = PixelPoint(x: 50, y: 50)
        #expect(tracker.handle(TouchEvent(.down, at: point), on: Self.screen, at: .zero) == .lookChanged)
        #expect(tracker.handle(TouchEvent(.move, at: point), on: next, at: .zero) == .lookChanged)
        #expect(tracker.handle(TouchEvent(.up, at: point), on: next, at: .zero) == .ignored)
    }

    @Test func `the second touch of a double tap does not fall on the next screen`() {
        var tracker = Tracker()
        var next = Self.screen
        next.nodes = [
            ScreenNode(
                role: .tile, label: "X", bounds: PixelRect(x: 20, y: 20, width: 100, height: 100), intent: "x"
            )
        ]
        let point = PixelPoint(x: 50, y: 50)
        _ = tracker.handle(TouchEvent(.down, at: point), on: Self.screen, at: .zero)
        #expect(tracker.handle(TouchEvent(.up, at: point), on: Self.screen, at: .zero) == .activated("a"))
        #expect(tracker.handle(TouchEvent(.down, at: point), on: next, at: .milliseconds(150)) == .ignored)
        #expect(tracker.handle(TouchEvent(.up, at: point), on: next, at: .milliseconds(200)) == .ignored)
    }

    @Test func `the last one drawn is the one touched`() {
        var screen = Self.screen
        screen.nodes.append(
            ScreenNode(
                role: .button, label: "Top", bounds: PixelRect(x: 0, y: 0, width: 50, height: 50), intent: "t"
            ))
        #expect(screen.target(at: PixelPoint(x: 10, y: 10))?.label == "Top")
        #expect(screen.target(at: PixelPoint(x: 60, y: 60))?.label == "A")
        #expect(screen.target(at: PixelPoint(x: 100, y: 60)) == nil)
    }
}
