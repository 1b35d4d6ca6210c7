(* T02: under x -> M x + c the Fisher subspace is mapped by M^{-T}, and the
   optimum G by G -> M^{-T} G M^{-1} (for linear maps). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Equivariance.
Variables (R : realFieldType) (d K : nat).
Variables (M W : 'M[R]_d) (X : 'M[R]_(d, K)).
Hypothesis uM : M \in unitmx.
Hypothesis uW : W \in unitmx.

(* W' = M W M^T and X' = M X (deviations from the mean: c drops out), so that
   W'^{-1} X' = M^{-T} (W^{-1} X): the Fisher subspace is mapped by M^{-T}. *)
Theorem T02_fisher_equivariant :
  invmx (M *m W *m M^T) *m (M *m X) = invmx M^T *m (invmx W *m X).
Proof.
have uMT : M^T \in unitmx by rewrite unitmx_tr.
have u : M *m W *m M^T \in unitmx by rewrite !unitmx_mul uM uW uMT.
apply: (can_inj (mulKmx u)); rewrite mulKVmx //.
by rewrite -!mulmxA mulKVmx // mulKVmx.
Qed.

(* The deviations of the means do not see the shift c. *)
Theorem T02_deviations (w : 'I_K -> R) (c : 'cV[R]_d) k : \sum_l w l = 1 ->
  let Y := \matrix_(i, l) ((M *m X) i l + c i 0) in
  col k Y - \sum_l w l *: col l Y = M *m (col k X - \sum_l w l *: col l X).
Proof.
move=> w1 Y; have cY l : col l Y = M *m col l X + c.
  by apply/matrixP => i j; rewrite ord1 !mxE; congr (_ + _); apply: eq_bigr => m _; rewrite mxE.
rewrite cY (eq_bigr (fun l => M *m (w l *: col l X) + w l *: c)) => [|l _]; last first.
  by rewrite cY scalerDr scalemxAr.
rewrite big_split /= -scaler_suml w1 scale1r -mulmx_sumr mulmxBr opprD addrACA.
by rewrite subrr addr0.
Qed.

(* G' = M^{-T} G M^{-1} gives every pair (Mx, My) the score of (x, y); so the
   losses agree and the optimum is mapped in this way. *)
Theorem T02_scores (G : 'M[R]_d) (x y : 'cV[R]_d) :
  dot (M *m x) (invmx M^T *m G *m invmx M *m (M *m y)) = dot x (G *m y).
Proof.
have uMT : M^T \in unitmx by rewrite unitmx_tr.
by rewrite dotMl -!mulmxA mulKVmx // mulKmx.
Qed.
End Equivariance.
