/// Keeps what was used lately: two generations, the older of which is dropped whole when the younger is full.
struct RecentCache<Key: Hashable, Value> {
    private let capacity: Int
    private let cost: (Value) -> Int
    private var young: [Key: Value] = [:]
    private var youngCost = 0
    private var old: [Key: Value] = [:]

    /// Holds at most twice the capacity: a number of values, or the sum of their costs.
    init(capacity: Int, cost: @escaping (Value) -> Int = { _ in 1 }) {
        self.capacity = capacity
        self.cost = cost
    }

    var count: Int { young.count + old.count }

    mutating func value(for key: Key, make: () -> Value) -> Value {
        if let value = young[key] { return value }
        let value = old.removeValue(forKey: key) ?? make()
        if youngCost >= capacity {
            old = young
            young.removeAll(keepingCapacity: true)
            youngCost = 0
        }
        young[key] = value
        youngCost += cost(value)
        return value
    }

    mutating func removeAll() {
        young.removeAll()
        youngCost = 0
        old.removeAll()
    }
}
