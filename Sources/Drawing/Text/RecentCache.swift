/// Keeps what was used lately: two generations, the older of which is dropped whole when the younger is full.
struct RecentCache<Key: Hashable, Value> {
    private let capacity: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// Holds at most twice the capacity.
    init(capacity: Int) { self.capacity = capacity }

    var count: Int { young.count + old.count }

    mutating func value(for key: Key, make: () -> Value) -> Value {
        if let value = young[key] { return value }
        let value = old.removeValue(forKey: key) ?? make()
        if young.count >= capacity {
            old = young
            young.removeAll(keepingCapacity: true)
        }
        young[key] = value
        return value
    }

    mutating func removeAll() {
        young.removeAll()
        old.removeAll()
    }
}
