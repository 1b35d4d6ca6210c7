(* T42 and T41: trace maximisation over A T A^T = I (row space F) and over
   A A^T = I (row space span{mu_k}), r = q. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace T35_PairsPencil.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Constrained.
Variables (R : realFieldType) (d r : nat) (T C : 'M[R]_d) (A : 'M[R]_(r, d)).
Hypothesis pT : pd T.
Hypothesis pC : psd C.
Hypothesis AT : A *m T *m A^T = 1%:M.
Let E := invmx T - A^T *m A.

Lemma E_sym : E^T = E.
Proof. by rewrite /E linearB /= trmx_inv pT.1 trmx_mul trmxK. Qed.

Lemma ETE : E *m T *m E = E.
Proof.
have uT := pd_unit pT; have AE : A *m T *m E = 0.
  by rewrite /E mulmxBr mulmxK // mulmxA AT mul1mx subrr.
have -> : E *m T = 1%:M - A^T *m (A *m T) by rewrite /E mulmxBl mulVmx // mulmxA.
by rewrite mulmxBl mul1mx -mulmxA AE mulmx0 subr0.
Qed.

Lemma trace_E : \tr (E *m C) = \tr (invmx T *m C) - \tr (A *m C *m A^T).
Proof. by rewrite /E mulmxBl linearB /= -(mulmxA A^T) [\tr (A^T *m _)]mxtrace_mulC. Qed.

Theorem T42_bound : \tr (A *m C *m A^T) <= \tr (invmx T *m C).
Proof.
rewrite -subr_ge0 -trace_E; apply: psd_trace_ge0 => //.
by rewrite -ETE -{1}E_sym; apply: psd_congr; exact: pd_psd.
Qed.

(* equality only if row(A) contains the range of T^{-1} C *)
Theorem T42_equality : \tr (A *m C *m A^T) = \tr (invmx T *m C) ->
  ((invmx T *m C)^T <= A)%MS.
Proof.
move=> eq; have EC : E *m C = 0.
  by apply: (psd_trace_eq0 pC pT E_sym ETE); rewrite trace_E eq subrr.
move/eqP: EC; rewrite /E mulmxBl subr_eq0 => /eqP ->.
by rewrite !trmx_mul trmxK mulmxA submxMl.
Qed.

Theorem T42_attained : ((invmx T *m C)^T <= A)%MS ->
  \tr (A *m C *m A^T) = \tr (invmx T *m C).
Proof.
move=> /submxP[Z ZE]; have TC : invmx T *m C = A^T *m Z^T by rewrite -trmx_mul -ZE trmxK.
have CE : C = T *m A^T *m Z^T by rewrite -mulmxA -TC mulKVmx // pd_unit.
by rewrite TC {1}CE !mulmxA AT mul1mx mxtrace_mulC.
Qed.

Lemma rank_A : \rank A = r.
Proof.
apply/eqP; rewrite eqn_leq rank_leq_row /=.
rewrite -[X in (X <= _)%N](mxrank1 R r) -AT -mulmxA; exact: mxrankM_maxl.
Qed.
End Constrained.

Section Minimisers.
Variables (R : realFieldType) (d K r : nat) (W : 'M[R]_d) (X : 'M[R]_(d, K)) (w : 'I_K -> R).
Variables (delta : R) (A : 'M[R]_(r, d)).
Hypothesis wp : forall k, 0 < w k.
Hypothesis d0 : 0 < delta.
Hypothesis pW : pd W.
Hypothesis q : \rank X = r.
Let C := delta *: between w X.
Let T := W + between w X.

Lemma psd_C : psd C.
Proof. by apply: psdZ; [exact: ltW | apply: psd_between => k; exact: ltW]. Qed.

Lemma pd_T : pd T.
Proof. by apply: pdD => //; apply: psd_between => k; exact: ltW. Qed.

(* Whitening constraint: an encoder attains the bound iff its row space is F. *)
Theorem T42_whitened : A *m T *m A^T = 1%:M ->
  \tr (A *m C *m A^T) = \tr (invmx T *m C) <-> (A :=: (invmx W *m X)^T)%MS.
Proof.
move=> AT; have F := T35_cca_fisher X wp d0 pW; rewrite -/T -/C in F; split=> [eq|AF].
  apply/eqmx_sym/eqmxP; have sub : ((invmx W *m X)^T <= A)%MS.
    by rewrite -F (T42_equality pd_T psd_C AT eq).
  rewrite sub /=; have [_ <-] := mxrank_leqif_sup sub.
  by rewrite (rank_A AT) trmx_mul mxrankMfree ?mxrank_tr ?q // row_free_unit unitmx_tr unitmx_inv pd_unit.
by apply: (T42_attained pd_T AT); rewrite F AF.
Qed.

(* Orthonormal rows: the same with T = I; the row space is span{mu_k}. *)
Theorem T41_orthonormal : A *m A^T = 1%:M ->
  \tr (A *m C *m A^T) = \tr C <-> (A :=: X^T)%MS.
Proof.
move=> AA; have p1 : pd (1%:M : 'M[R]_d).
  by split=> [|v v0]; [rewrite trmx1 | rewrite /quad mul1mx frob2_gt0].
have A1 : A *m 1%:M *m A^T = 1%:M by rewrite mulmx1.
have F : ((invmx 1%:M *m C)^T :=: X^T)%MS.
  rewrite invmx1 mul1mx psd_C.1; exact: T35_covariance_alone.
have -> : \tr C = \tr (invmx 1%:M *m C) by rewrite invmx1 mul1mx.
split=> [eq|AF]; last by apply: (T42_attained p1 A1); rewrite F AF.
apply/eqmx_sym/eqmxP; have sub : (X^T <= A)%MS by rewrite -F (T42_equality p1 psd_C A1 eq).
rewrite sub /=; have [_ <-] := mxrank_leqif_sup sub.
by rewrite (rank_A A1) mxrank_tr q.
Qed.
End Minimisers.
