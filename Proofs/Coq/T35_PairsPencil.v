(* T35: for centred pairs with bias delta > 0 the pencil (C, T) has eigenspace F,
   and the range of C alone is the span of the means. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Centred pairs with bias delta have the pair moment C = delta B. The pencil
   (C, T) of CCA has the eigenspace F, and range C alone is span{mu_k}. *)
Section Pairs.
Variables (R : realFieldType) (d K : nat) (W : 'M[R]_d) (X : 'M[R]_(d, K)) (w : 'I_K -> R).
Variable delta : R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis d0 : 0 < delta.
Let C := delta *: between w X.
Let T := W + between w X.

(* delta diag(w) + (1 - delta) w w^T gives C when the mean is zero *)
Theorem T35_pair_moment : \sum_k w k *: col k X = 0 ->
  X *m (delta *: diag_mx (\row_k w k) + (1 - delta) *: ((\col_k w k) *m (\col_k w k)^T)) *m X^T = C.
Proof.
move=> c0; have Xw : X *m (\col_k w k) = 0.
  rewrite -[RHS]c0; apply/matrixP => i j; rewrite ord1 summxE mxE.
  by apply: eq_bigr => k _; rewrite !mxE mulrC.
by rewrite mulmxDr mulmxDl -!scalemxAr -!scalemxAl mulmxA Xw !mul0mx scaler0 addr0 /C betweenE.
Qed.

Theorem T35_cca_fisher : pd W -> ((invmx T *m C)^T :=: (invmx W *m X)^T)%MS.
Proof.
move=> pW; apply: eqmx_trans (fisher_from_total X pW wp).
by rewrite /C -scalemxAr linearZ /=; apply: eqmx_scale; rewrite gt_eqF.
Qed.

Theorem T35_covariance_alone : (C :=: X^T)%MS.
Proof. by apply: eqmx_trans (range_between X wp); apply: eqmx_scale; rewrite gt_eqF. Qed.
End Pairs.
