import LinearAlgebra

/// The law of the encoded input t = B x under one component, t = m + F z with z standard normal, and the scores that
/// the components give it: log w_l + t·m_l + tᵀ U_l t / 2.
struct ComponentScores {
  /// F, r × n: a root of U of the component, n its numerical rank.
  let root: Matrix
  /// (F⁺)ᵀ, r × n.
  let inverseRoot: Matrix
  /// The scores as functions of z.
  let scores: QuadraticScores

  init(component: Int, means: Matrix, forms: [Matrix], logWeights: [Double]) throws(LinearAlgebraError) {
    let eigen = try SymmetricEigen(of: forms[component])
    let floor = 1e-15 * (eigen.values.last ?? 0)
    let kept = (eigen.values.firstIndex { $0 > floor } ?? eigen.values.count)..<eigen.values.count
    let scales = eigen.values[kept].map { $0.squareRoot() }
    let root = eigen.vectors.columns(kept).scalingColumns(by: scales)
    self.root = root
    inverseRoot = eigen.vectors.columns(kept).scalingColumns(by: scales.map { 1 / $0 })

    let centre = means.columns(component..<(component + 1))
    var gradients = Matrix(rows: forms.count, columns: root.columns)
    var constants = logWeights
    for l in forms.indices {
      let mean = means.columns(l..<(l + 1))
      let pulled = forms[l] * centre
      let gradient = root.transposeTimes(mean + pulled)
      for axis in 0..<root.columns { gradients[l, axis] = gradient[axis, 0] }
      constants[l] += centre.inner(mean) + centre.inner(pulled) / 2
    }
    scores = QuadraticScores(
      constants: constants, gradients: gradients,
      forms: forms.map { root.transposeTimes($0 * root).symmetricPart })
  }
}
