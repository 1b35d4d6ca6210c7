(* T25, S7: the covariance of the canonical directions' limit. On F: S = I + B is the second moment, C = delta B the
   cross-moment of a pair, K = delta S^-1 B; a column of the limit is half of (K^-1 s - s') z' + (K^-1 s' - s) z. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Canonical.
Variables (R : realFieldType) (q : nat) (B : 'M[R]_q) (delta : R).
Hypothesis pB : pd B.
Hypothesis d0 : delta != 0.
Let S : 'M[R]_q := 1%:M + B.
Let C : 'M[R]_q := delta *: B.
Let pencil : 'M[R]_q := delta *: (invmx S *m B).
Let J : 'M[R]_q := delta^-1 *: (invmx B *m S).

Let uB : B \in unitmx. Proof. exact: pd_unit. Qed.
Let uS : S \in unitmx. Proof. by apply/pd_unit/(pdD _ (pd_psd pB)); split; [rewrite trmx1 | move=> v v0; rewrite /quad mul1mx frob2_gt0]. Qed.
Let SB : S *m B = B *m S. Proof. by rewrite mulmxDl mulmxDr mul1mx mulmx1. Qed.
Let SI : S *m invmx B = invmx B *m S.
Proof. by rewrite -[LHS](mulKmx uB) [B *m _]mulmxA -SB mulmxK. Qed.

Lemma inverse_of_pencil : J *m pencil = 1%:M.
Proof. by rewrite /J /pencil -scalemxAl -scalemxAr scalerA mulVf // scale1r mulmxA mulmxK // mulVmx. Qed.

(* E (J s - s')(J s - s')^T, which is that of J s' - s too *)
Definition canonical_law : 'M[R]_q := J *m S *m J^T - J *m C - C *m J^T + S.

Theorem T25_canonical : canonical_law = (delta ^+ 2)^-1 *: (S *m S *m S *m invmx B *m invmx B) - S.
Proof.
have sJ : J^T = J.
  by rewrite /J linearZ /= trmx_mul trmx_inv pB.1 linearD /= trmx1 pB.1 SI.
have JC : J *m C = S.
  by rewrite /J /C -scalemxAl -scalemxAr scalerA mulVf // scale1r -mulmxA SB mulKmx.
have CJ : C *m J = S.
  by rewrite /J /C -scalemxAl -scalemxAr scalerA mulfV // scale1r mulKVmx.
rewrite /canonical_law sJ JC CJ -addrA addNr addr0; congr (_ - _).
rewrite /J -!scalemxAl -scalemxAr scalerA -invfM -expr2; congr (_ *: _).
have two : invmx B *m S *m S = S *m S *m invmx B.
  by rewrite -[in LHS]SI -[in LHS]mulmxA -[in LHS]SI mulmxA.
have one : S *m S *m invmx B *m S = S *m S *m S *m invmx B.
  by rewrite -[in LHS]mulmxA -[in LHS]SI mulmxA.
by rewrite two -SI mulmxA one.
Qed.
End Canonical.
