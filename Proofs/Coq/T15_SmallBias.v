(* T15: the algebra of the expansion at zero (T15_SmallBias.md, S1). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace T10_CriticalPoints.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section SmallBias.
Variables (R : realFieldType) (d : nat) (B H : 'M[R]_d) (delta : R).
Hypothesis sB : B^T = B.
Hypothesis sH : H^T = H.
Let S := 1%:M + B.

(* (1): what the gradient's first-order terms add up to. *)
Theorem T15_expansion :
  - (delta *: B) + sym (H *m S) + B *m H *m B + sym (H *m B) = - (delta *: B) + S *m H *m S.
Proof.
rewrite -!addrA; congr (_ + _); rewrite /S.
have t : (H *m B)^T = B *m H by rewrite trmx_mul sB sH.
have tD : (H + H *m B)^T = H + B *m H by rewrite linearD /= sH t.
have e : sym (H *m (1%:M + B)) = H + sym (H *m B).
  rewrite /sym mulmxDr mulmx1 tD t addrACA scalerDr -[H + H]mulr2n -scaler_nat scalerA.
  by rewrite mulVf ?pnatr_eq0 // scale1r.
have two : sym (H *m B) + sym (H *m B) = H *m B + B *m H.
  by rewrite -mulr2n -scaler_nat /sym scalerA mulfV ?pnatr_eq0 // scale1r t.
have q : (1%:M + B) *m H *m (1%:M + B) = H + (H *m B + B *m H) + B *m H *m B.
  by rewrite mulmxDl mul1mx mulmxDr mulmx1 mulmxDl addrACA !addrA.
rewrite q e -two -!addrA; congr (_ + _); congr (_ + _); exact: addrC.
Qed.

(* delta S^-1 B S^-1 is a zero of the expansion. *)
Theorem T15_limit : S \in unitmx -> H = delta *: (invmx S *m B *m invmx S) ->
  - (delta *: B) + S *m H *m S = 0.
Proof.
move=> uS ->; rewrite -scalemxAr -scalemxAl !mulmxA mulmxV // mul1mx -mulmxA mulVmx // mulmx1.
by rewrite addNr.
Qed.
End SmallBias.
