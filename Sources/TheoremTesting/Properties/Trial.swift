/// An instance that was looked at, and what it came to.
typealias Trial<Instance> = (specimen: Specimen<Instance>, verdict: Verdict)
