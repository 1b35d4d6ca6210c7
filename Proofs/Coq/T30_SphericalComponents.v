(* T30: for spherical components the variance is s off the span of the columns of
   X and larger than s on it, so that the leading directions span it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Spherical.
Variables (R : realFieldType) (d K : nat) (X : 'M[R]_(d, K)) (w : 'I_K -> R) (s : R).
Hypothesis wp : forall k, 0 < w k.

(* s I + sum w_k x_k x_k^T: the total covariance when the columns of X are the
   deviations of the means, the second moment when they are the means. *)
Definition spherical_total : 'M[R]_d := s%:M + between w X.

Theorem T30_fisher : s != 0 -> ((invmx s%:M *m X)^T :=: X^T)%MS.
Proof.
move=> s0; rewrite invmx_scalar mul_scalar_mx linearZ /=.
by apply: eqmx_scale; rewrite invr_eq0.
Qed.

(* Off the span the variance is s; an eigenvector with another eigenvalue is
   in the span; in the span every variance is larger than s. *)
Theorem T30_complement (v : 'cV[R]_d) : v^T *m X = 0 -> spherical_total *m v = s *: v.
Proof.
move=> vX; have Xv : X^T *m v = 0 by rewrite -[v]trmxK -trmx_mul vX trmx0.
by rewrite /spherical_total mulmxDl betweenE -!mulmxA Xv !mulmx0 addr0 mul_scalar_mx.
Qed.

Theorem T30_eigenvector (v : 'cV[R]_d) l :
  l != s -> spherical_total *m v = l *: v -> (v^T <= X^T)%MS.
Proof.
move=> ls; rewrite /spherical_total mulmxDl mul_scalar_mx  => h.
have {}h : between w X *m v = (l - s) *: v by rewrite scalerBl -h addrAC subrr add0r.
have -> : v = (l - s)^-1 *: (between w X *m v).
  by rewrite h scalerA mulVf ?scale1r // subr_eq0.
rewrite linearZ /= trmx_mul between_sym; apply: scalemx_sub.
by apply: submx_trans (submxMl _ _) _; rewrite range_between.
Qed.

Theorem T30_inside (v : 'cV[R]_d) :
  v != 0 -> (v^T <= X^T)%MS -> s * frob2 v < quad spherical_total v.
Proof.
move=> v0 vX; rewrite /spherical_total quadD {1}/quad mul_scalar_mx dotZr ltr_addl.
have w0 k : 0 <= w k by exact: ltW.
rewrite lt_def (psd_between X w0).2 andbT quad_between.
apply: contraNneq v0 => /eqP; rewrite psumr_eq0 => [/allP h|k _]; last first.
  by rewrite mulr_ge0 ?sqr_ge0.
apply/eqP/(in_span_orthogonal0 vX)/matrixP => i k; rewrite ord1 [RHS]mxE; apply/eqP.
by have := h k (mem_index_enum _); rewrite /= mulf_eq0 gt_eqF //= sqrf_eq0.
Qed.
End Spherical.
