(* T13: when F is a line and delta > 0, zero is not optimal and a nonzero encoder
   inside F spans it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Line.
Variables (R : realFieldType) (d K : nat) (N : 'M[R]_(d, K)) (w : 'I_K -> R).
Hypothesis wp : forall k, 0 < w k.

(* Lambda(0) = -delta B for centred means (T13, S2). It is not positive
   semidefinite unless all means are zero, so that H = 0 is not optimal. *)
Theorem T13_zero_is_not_optimal (delta : R) :
  0 < delta -> N != 0 -> ~ psd (- (delta *: between w N)).
Proof.
move=> d0 N0 [_ neg]; have w0 k : 0 <= w k by exact: ltW.
have pB := psd_between N w0.
have q0 v : quad (between w N) v = 0.
  apply/eqP; rewrite eq_le pB.2 andbT.
  by have := neg v; rewrite -scaleNr quadZ mulNr oppr_ge0 pmulr_rle0.
have B0 : between w N = 0 by apply: psd_diag0 => // i; rewrite -quad_delta q0.
have := range_between N wp; rewrite B0 => /eqmxP/eqmx_rank/esym; rewrite mxrank0 => /eqP.
rewrite mxrank_eq0 => /eqP/(congr1 trmx); rewrite trmxK trmx0 => z.
by rewrite z eqxx in N0.
Qed.

(* A nonzero encoder whose row space lies in a line spans it (T13, S4). *)
Theorem T13_line_is_spanned r (B : 'M[R]_(r, d)) :
  \rank N = 1%N -> (B <= N^T)%MS -> B != 0 -> (B :=: N^T)%MS.
Proof.
move=> r1 sub B0; apply/eqmxP; rewrite sub /=.
have [_ <-] := mxrank_leqif_sup sub; have := mxrankS sub.
rewrite mxrank_tr r1 => b1; rewrite eqn_leq b1 /=.
by rewrite lt0n mxrank_eq0.
Qed.
End Line.
