import Testing

/// The whole product from outside: a demo with real programs, driven through the Dock.
@Suite(.serialized, .demo, .timeLimit(.minutes(20))) struct EndToEnd {}
