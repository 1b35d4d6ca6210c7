(* T32: T F = M, and F is T-invariant iff M = span{x_k} is W-invariant. Subspaces
   are row spaces, so that matrices act from the right. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Invariance.
Variables (R : realFieldType) (d K : nat) (W : 'M[R]_d) (X : 'M[R]_(d, K)) (w : 'I_K -> R).
Hypothesis pW : pd W.
Hypothesis wp : forall k, 0 < w k.
Let T := W + between w X.
Let F := (invmx W *m X)^T.

Lemma FE : F = X^T *m invmx W.
Proof. by rewrite /F trmx_mul trmx_inv pW.1. Qed.

(* T F = M. Subspaces are row spaces here, so T acts from the right. *)
Theorem T32_maps_onto : (F *m T :=: X^T)%MS.
Proof.
have w0 k : 0 <= w k by exact: ltW.
have uT : T \in unitmx by apply: pd_unit; apply: pdD => //; exact: psd_between.
have sub : (F *m T <= X^T)%MS.
  rewrite FE /T mulmxDr mulmxKV ?pd_unit // addmx_sub // betweenE.
  by rewrite !mulmxA submxMl.
apply/eqmxP; rewrite sub /=; have [_ <-] := mxrank_leqif_sup sub.
rewrite mxrankMfree ?row_free_unit // FE mxrankMfree ?row_free_unit //.
by rewrite unitmx_inv pd_unit.
Qed.

Theorem T32_invariant_iff : (F *m T <= F)%MS <-> (X^T *m W <= X^T)%MS.
Proof.
have uW := pd_unit pW; rewrite T32_maps_onto FE; split=> h.
  by have := submxMr W h; rewrite mulmxKV.
by have := submxMr (invmx W) h; rewrite mulmxK.
Qed.
End Invariance.
