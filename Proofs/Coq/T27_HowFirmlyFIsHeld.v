(* T27: how firmly F is held, from the formula of the gradient, which is that of T10_CriticalPoints
   (T27_HowFirmlyFIsHeld.md, S1 and S2). F is the span of the whitened means. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace T10_CriticalPoints.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section HowFirmly.
Variables (R : realFieldType) (d K : nat) (N : 'M[R]_(d, K)) (w : 'I_K -> R) (pi P Rp : 'M[R]_K) (H : 'M[R]_d).
Variable delta : R.
Hypothesis w0 : forall k, 0 < w k.
Hypothesis pRp : psd Rp.
Hypothesis sH : H^T = H.
Hypothesis optimal : psd (gradient N w pi P Rp H).
(* What centring is used for: T35_pair_moment. *)
Hypothesis pairs : N *m pi *m N^T = delta *: between w N.

(* v^T B v, v^T N P N^T v and v^T (I + B + N R N^T) v *)
Let spread v := quad (between w N) v.
Let agreement v := quad (N *m P *m N^T) v.
Let stiffness v := quad (second_moment N w + N *m Rp *m N^T) v.

Theorem T27_along_an_eigenvector v eta : H *m v = eta *: v ->
  delta * spread v - agreement v <= eta * stiffness v.
Proof.
move=> Hv.
have qH (X : 'M[R]_d) : quad (H *m X) v = eta * quad X v.
  by rewrite /quad -mulmxA -[H in LHS]sH -dotMl Hv dotZl.
have := optimal.2 v; rewrite /gradient quad_sym !quadD quadN !qH pairs quadZ -/(spread v) -/(agreement v).
by rewrite -addrA -mulrDr -quadD -/(stiffness v) addrC -ler_subl_addr sub0r opprD opprK.
Qed.

Theorem T27_left_out v : H *m v = 0 -> delta * spread v <= agreement v.
Proof.
move=> Hv; have := @T27_along_an_eigenvector v 0; rewrite Hv scale0r mul0r subr_le0.
by move=> /(_ erefl).
Qed.

Lemma spread_gt0 v : (v^T <= N^T)%MS -> v != 0 -> 0 < spread v.
Proof.
move=> vN v0; have wk k : 0 <= w k by exact: ltW.
rewrite lt_def (psd_between N wk).2 andbT; apply: contraNneq v0 => s0; apply/eqP.
apply: in_span_orthogonal0 vN _; apply/matrixP => i k; rewrite ord1 [RHS]mxE.
move: s0; rewrite /spread quad_between => /eqP; rewrite psumr_eq0 => [/allP h|l _]; last first.
  by rewrite mulr_ge0 ?sqr_ge0.
by have := h k (mem_index_enum _); rewrite /= mulf_eq0 (gt_eqF (w0 k)) sqrf_eq0 => /eqP.
Qed.

Lemma stiffness_gt0 v : v != 0 -> 0 < stiffness v.
Proof.
move=> v0; have wk k : 0 <= w k by exact: ltW.
rewrite /stiffness !quadD -addrA ltr_paddr //; last by rewrite /quad mul1mx -/(frob2 v) frob2_gt0.
by rewrite addr_ge0 ?(psd_between N wk).2 ?(psd_NRN N pRp).2.
Qed.

(* rho is at least the largest quotient on F, gamma at most the least. *)
Variables rho gamma : R.
Hypothesis agrees : forall v : 'cV[R]_d, (v^T <= N^T)%MS -> agreement v <= rho * spread v.
Hypothesis yields : forall v : 'cV[R]_d, (v^T <= N^T)%MS -> gamma * stiffness v <= spread v.

(* Every eigenvalue that H >= 0 has on F. *)
Theorem T27_least_eigenvalue (v : 'cV[R]_d) eta : 0 <= gamma -> 0 <= eta -> (v^T <= N^T)%MS -> v != 0 -> H *m v = eta *: v ->
  (delta - rho) * gamma <= eta.
Proof.
move=> g0 e0 vN v0 Hv; case: (leP delta rho) => [dr | rd].
  by apply: le_trans e0; rewrite mulr_le0_ge0 // subr_le0.
rewrite -(ler_pmul2r (stiffness_gt0 v0)); apply: le_trans (T27_along_an_eigenvector Hv).
rewrite -mulrA; apply: (@le_trans _ _ ((delta - rho) * spread v)).
  by rewrite ler_pmul2l ?subr_gt0 // yields.
by rewrite mulrBl ler_add2l ler_opp2 agrees.
Qed.

(* Where rho < delta, H, whose rows lie in F (T10), has no null direction there, and its range is F. *)
Theorem T27_spanned : (H <= N^T)%MS -> rho < delta -> (H :=: N^T)%MS.
Proof.
move=> HN rd; apply/eqmxP; rewrite HN /=.
have null : (N^T :&: kermx H)%MS = 0.
  apply/eqP; rewrite -submx0; apply/row_subP => i; set x := row i _.
  have xN : (x <= N^T)%MS by apply: submx_trans (row_sub _ _) _; exact: capmxSl.
  have xH : x *m H = 0 by apply/sub_kermxP; apply: submx_trans (row_sub _ _) _; exact: capmxSr.
  rewrite submx0; apply: contraT => x0.
  have xt0 : x^T != 0 by apply: contraNneq x0 => /(congr1 trmx); rewrite trmxK trmx0 => ->.
  have xtN : (x^T^T <= N^T)%MS by rewrite trmxK.
  have Hx : H *m x^T = 0 by rewrite -sH -trmx_mul xH trmx0.
  have := le_trans (T27_left_out Hx) (agrees xtN).
  by rewrite ler_pmul2r ?spread_gt0 // leNgt rd.
rewrite -(geq_leqif (mxrank_leqif_sup HN)) -(mxrank_mul_ker N^T H) null mxrank0 addn0.
exact: mxrankM_maxr.
Qed.
End HowFirmly.
