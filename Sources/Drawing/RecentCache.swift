/// Keeps what was used lately: two generations, the older of which is dropped whole when the younger is full.
struct RecentCache<Key: Hashable, Value> {
    private let capacity: Int
    private let costOf: (Value) -> Int
    private var young: [Key: Value] = [:]
    private var youngCost = 0
    private var old: [Key: Value] = [:]
    private var oldCost = 0

    /// Holds at most about twice the capacity: a number of values, or the sum of their costs.
    init(capacity: Int, cost: @escaping (Value) -> Int = { _ in 1 }) {
        self.capacity = capacity
        costOf = cost
    }

    /// Of all that is kept.
    var cost: Int { youngCost + oldCost }

    mutating func value(for key: Key, make: () -> Value) -> Value {
        if let value = young[key] { return value }
        let value: Value
        if let known = old.removeValue(forKey: key) {
            value = known
            oldCost -= costOf(known)
        } else {
            value = make()
        }
        if youngCost >= capacity {
            (old, oldCost) = (young, youngCost)
            young.removeAll(keepingCapacity: true)
            youngCost = 0
        }
        young[key] = value
        youngCost += costOf(value)
        return value
    }

    mutating func removeAll() {
        young.removeAll()
        youngCost = 0
        old.removeAll()
        oldCost = 0
    }
}
