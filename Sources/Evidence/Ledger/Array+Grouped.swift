extension Array {
  /// Groups of the items that have a key in common, in the order of their first appearance.
  package func grouped<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
    var places: [Key: Int] = [:]
    return reduce(into: []) { groups, item in
      let place = places[key(item), default: groups.count]
      places[key(item)] = place
      if place == groups.count { groups.append([item]) } else { groups[place].append(item) }
    }
  }
}
