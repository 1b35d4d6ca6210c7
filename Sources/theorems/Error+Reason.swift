import Evidence
import Foundation

extension Error {
  /// What went wrong, in words.
  var reason: String { (self as? DecodingError)?.clause ?? (self as NSError).localizedDescription }
}
