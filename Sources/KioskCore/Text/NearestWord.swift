/// Returns the known word that was probably meant; `nil` if none is near.
package func nearestWord(to word: String, among known: some Sequence<String>) -> String? {
    let limit = max(2, word.count / 3)
    guard let best = wordsByNearness(to: word, among: known).first else { return nil }
    return best.distance <= limit ? best.word : nil
}

/// The known words that are nearest, however far away, the nearest first.
package func nearestWords(to word: String, among known: some Sequence<String>, upTo count: Int) -> [String] {
    wordsByNearness(to: word, among: known).prefix(count).map(\.word)
}

private func wordsByNearness(
    to word: String, among known: some Sequence<String>
) -> [(distance: Int, word: String)] {
    known.map { (distance: editDistance($0.lowercased(), word.lowercased()), word: $0) }
        .sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }
}

/// The number of letters to insert, delete or replace to turn one word into the other (Levenshtein).
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let replaced = diagonal + (letter == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[right.count]
}
