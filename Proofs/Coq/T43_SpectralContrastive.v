(* T43: the quadratic form of the spectral contrastive loss has over symmetric G
   the unique minimiser S^{-1} M S^{-1}, whose row space is F; over all G it is
   unbounded below. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Quadratic.
Variables (R : realFieldType) (d : nat) (S M : 'M[R]_d).
Hypothesis pS : pd S.
Hypothesis sM : M^T = M.

Definition qloss (G : 'M[R]_d) : R := - (2%:R * \tr (G *m M)) + \tr (G *m S *m G *m S).
Definition Gstar : 'M[R]_d := invmx S *m M *m invmx S.

Lemma Gstar_sym : Gstar^T = Gstar.
Proof. by rewrite /Gstar !trmx_mul trmx_inv pS.1 sM mulmxA. Qed.

Lemma Gstar_psd : psd M -> psd Gstar.
Proof.
move=> pM; have sI : (invmx S)^T = invmx S by rewrite trmx_inv pS.1.
by rewrite /Gstar -{1}sI; exact: psd_congr.
Qed.

Lemma SGS : S *m Gstar *m S = M.
Proof.
have uS := pd_unit pS.
by rewrite /Gstar !mulmxA mulmxV // mul1mx mulmxKV.
Qed.

(* exact completion of the square *)
Lemma qloss_complete G :
  qloss G = qloss Gstar + \tr ((G - Gstar) *m S *m (G - Gstar) *m S).
Proof.
rewrite /qloss; set D := G - Gstar.
have -> : G = Gstar + D by rewrite /D addrC subrK.
move: D => {}D.
have c1 : \tr (Gstar *m S *m D *m S) = \tr (D *m M).
  by rewrite -(mulmxA _ D S) mxtrace_mulC -SGS !mulmxA.
have c2 : \tr (D *m S *m Gstar *m S) = \tr (D *m M) by rewrite -SGS !mulmxA.
rewrite !mulmxDl !mulmxDr !mulmxDl !mxtraceD c1 c2.
set x := \tr (Gstar *m M); set y := \tr (D *m M).
set p := \tr (Gstar *m S *m Gstar *m S); set q := \tr _.
rewrite mulrDr opprD -!addrA; congr (_ + _).
by rewrite [y + (y + q)]addrA -mulr2n -[y *+ 2]mulr_natl addrCA addKr.
Qed.

Theorem qloss_min G : G^T = G -> qloss Gstar <= qloss G.
Proof.
move=> sG; rewrite (qloss_complete G) ler_addl; apply: trace_DSDS_ge0; last exact: pd_psd.
by rewrite linearB /= sG Gstar_sym.
Qed.

Theorem qloss_min_unique G : G^T = G -> qloss G <= qloss Gstar -> G = Gstar.
Proof.
move=> sG; rewrite (qloss_complete G) ger_addl => h.
have sD : (G - Gstar)^T = G - Gstar by rewrite linearB /= sG Gstar_sym.
have := trace_DSDS_ge0 sD (pd_psd pS) => h2.
apply/eqP; rewrite -subr_eq0; apply/eqP; apply: (trace_DSDS_eq0 sD pS).
by apply/eqP; rewrite eq_le h h2.
Qed.
End Quadratic.

(* spectral contrastive loss recovers exactly the Fisher subspace *)
Theorem spectral_contrastive_fisher (R : realFieldType) d K
    (Sigma : 'M[R]_d) (Mu : 'M[R]_(d, K)) (w : 'I_K -> R) :
  pd Sigma -> (forall k, 0 < w k) ->
  let M := between w Mu in
  (Gstar (Sigma + M) M :=: (invmx Sigma *m Mu)^T)%MS.
Proof.
move=> pS wp M; have w0 k : 0 <= w k by exact: ltW.
have pT : pd (Sigma + M) by apply: pdD => //; exact: psd_between.
have uI : invmx (Sigma + M) \in unitmx by rewrite unitmx_inv pd_unit.
apply: eqmx_trans (fisher_from_total Mu pS wp).
rewrite /Gstar -/M -mulmxA trmx_mul between_sym trmx_inv pT.1.
by apply: eqmxMfull; rewrite row_full_unit.
Qed.

(* symmetry of G is needed: over all G the quadratic loss is unbounded below *)
Section NonSymmetric.
Variable R : realFieldType.
Definition skew (t : R) : 'M[R]_2 := t *: (delta_mx 0 1 - delta_mx 1 0).

Lemma qloss_unbounded (t : R) : qloss 1%:M 0 (skew t) = - (2%:R * t ^+ 2).
Proof.
rewrite /qloss mulmx0 mxtrace0 mulr0 oppr0 add0r !mulmx1 /skew -scalemxAl -scalemxAr scalerA.
rewrite mxtraceZ mulmxBl !mulmxBr !mul_delta_mx_cond /= !mulr0n !mulr1n sub0r subr0.
rewrite mxtraceD !raddfN /= /mxtrace !big_ord_recl !big_ord0 !mxE /= !(addr0, add0r).
by rewrite -opprD mulrN -[1 + 1]/(2%:R) mulrC expr2.
Qed.
End NonSymmetric.
