import Foundation

/// Writes a line to standard error.
package func tell(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

extension String {
  /// The text with line breaks and other control characters spelt out, as names from a file can hold them.
  package var onOneLine: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      text += scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
}
