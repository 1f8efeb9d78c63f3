/// The known key that was probably meant; nothing when none is near.
func nearestKey(to key: String, among known: some Sequence<String>) -> String? {
    let limit = max(2, key.count / 3)
    let ranked = known.map { (distance: editDistance($0.lowercased(), key.lowercased()), key: $0) }
    guard let best = ranked.min(by: { ($0.distance, $0.key) < ($1.distance, $1.key) }) else { return nil }
    return best.distance <= limit ? best.key : nil
}

/// How many letters must be put in, taken out or replaced to make one word of the other (Levenshtein).
func editDistance(_ left: String, _ right: String) -> Int {
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
