(* T63: the linear algebra of the leak (T63_LeakIsFirstOrder.md, S3 to S5). S5's blocks: 1 the range of the optimum, of
   dimension p, 2 the rest of F, of dimension m, z what lies off F, of dimension n. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_CriticalPoints.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* S2: the Hessian along the cross-block is positive definite. *)
Section Hessian.
Variable R : realFieldType.

Lemma weighted_ge0 p n (A : 'M[R]_p) (S : 'M[R]_n) (X : 'M_(p, n)) : psd A -> psd S -> 0 <= dot X (A *m X *m S).
Proof. by move=> pA pS; rewrite /dot !mulmxA; apply: psd_trace_ge0 => //; exact: psd_congr. Qed.

Lemma weighted_eq0 p n (A : 'M[R]_p) (S : 'M[R]_n) (X : 'M_(p, n)) : pd A -> pd S -> dot X (A *m X *m S) = 0 -> X = 0.
Proof.
move=> pA pS; have uS := pd_unit pS; have [s [s0 sE]] := psd_decomp (pd_psd pS).
rewrite /dot !mulmxA {1}sE mulmx_sumr raddf_sum /= big_seq => /eqP.
have ge0 x : x \in s -> 0 <= \tr (X^T *m A *m X *m rank1 x).
  by move=> xs; rewrite trace_rank1 quad_congr mulr_ge0 ?(pd_psd pA).2 // ltW // (allP s0).
rewrite psumr_eq0 // => /allP h.
have Xx x : x \in s -> X *m rank1 x = 0.
  move=> xs; have := h x xs; rewrite xs trace_rank1 mulf_eq0 gt_eqF ?(allP s0) //= quad_congr => q0.
  have Xx0 : X *m x.2 = 0 by apply/eqP; apply: contraLR q0 => /pA.2 q0; rewrite gt_eqF.
  by rewrite /rank1 -scalemxAr mulmxA Xx0 mul0mx scaler0.
by rewrite -[X](mulmxK uS) {1}sE mulmx_sumr big_seq big1 ?mul0mx.
Qed.

Variables (K p n : nat) (A : 'I_K -> 'M[R]_p) (S : 'I_K -> 'M[R]_n).
Hypothesis pA : forall k, pd (A k).
Hypothesis pS : forall k, pd (S k).

(* kappa to sum A_k kappa S_k, twice the Hessian *)
Definition pooled (X : 'M[R]_(p, n)) : 'M[R]_(p, n) := \sum_k A k *m X *m S k.

Lemma T63_hessian_is_definite X : (0 < K)%N -> X != 0 -> 0 < dot X (pooled X).
Proof.
move=> K0 X0; have -> : dot X (pooled X) = \sum_k dot X (A k *m X *m S k) by rewrite /dot mulmx_sumr raddf_sum.
have ge0 k : 0 <= dot X (A k *m X *m S k).
  by apply: weighted_ge0; exact: pd_psd.
rewrite lt_def sumr_ge0 // andbT; apply: contraNneq X0 => /eqP; rewrite psumr_eq0 // => /allP h.
by apply/eqP/(weighted_eq0 (pA (Ordinal K0)) (pS _))/eqP/(h _ (mem_index_enum _)).
Qed.

(* So one turn only makes the cross-block of the gradient vanish. *)
Theorem T63_one_turn X Y : (0 < K)%N -> pooled X = pooled Y -> X = Y.
Proof.
move=> K0 XY; apply/eqP; rewrite -subr_eq0; apply: contraT => /(T63_hessian_is_definite K0).
have -> : pooled (X - Y) = pooled X - pooled Y.
  by rewrite /pooled -sumrB; apply: eq_bigr => k _; rewrite mulmxBr mulmxBl.
by rewrite XY subrr dot0r ltxx.
Qed.
End Hessian.

(* S3 and S5: H' and the matrix M >= 0 that annihilates it. They agree with the gradient to second order in t: M has
   the blocks Lambda_22 and t zeta, and all others have a factor t^2. *)
Section Blocks.
Variables (R : realFieldType) (p m n : nat) (eta : 'M[R]_p) (kappa : 'M[R]_(p, n)) (L22 : 'M[R]_m) (zeta : 'M[R]_(m, n)).
Variable t : R.
Hypothesis peta : pd eta.
Hypothesis pL : pd L22.

Let ie := invmx eta.
Let iL := invmx L22.
Let E : 'M[R]_(p + (m + n), p) := col_mx 1%:M (col_mx 0 (t *: (kappa^T *m ie))).
Let v : 'M[R]_(n, m) := t *: (zeta^T *m iL).
Let V : 'M[R]_(p + (m + n), m) := col_mx (- (t *: (ie *m kappa *m v))) (col_mx 1%:M v).
Definition turned := E *m eta *m E^T.
Definition multiplier := V *m L22 *m V^T.

Let sie : ie^T = ie. Proof. by rewrite /ie trmx_inv peta.1. Qed.
Let siL : iL^T = iL. Proof. by rewrite /iL trmx_inv pL.1. Qed.
Let ieK : ie *m eta = 1%:M. Proof. by rewrite mulVmx // pd_unit. Qed.
Let eiK : eta *m ie = 1%:M. Proof. by rewrite mulmxV // pd_unit. Qed.
Let iLK : iL *m L22 = 1%:M. Proof. by rewrite mulVmx // pd_unit. Qed.
Let LiK : L22 *m iL = 1%:M. Proof. by rewrite mulmxV // pd_unit. Qed.

Theorem T63_turned : turned = block_mx eta (row_mx 0 (t *: kappa))
  (col_mx 0 (t *: kappa^T)) (block_mx 0 0 0 (t ^+ 2 *: (kappa^T *m ie *m kappa))).
Proof.
have left : E *m eta = col_mx eta (col_mx 0 (t *: kappa^T)).
  by rewrite /E !mul_col_mx mul1mx mul0mx -scalemxAl -mulmxA ieK mulmx1.
have right : E^T = row_mx 1%:M (row_mx 0 (t *: (ie *m kappa))).
  by rewrite /E !tr_col_mx trmx1 trmx0 linearZ /= trmx_mul trmxK sie.
rewrite /turned left right mul_col_row mulmx1; congr (block_mx _ _ _ _).
- by rewrite mul_mx_row mulmx0 -scalemxAr mulmxA eiK mul1mx.
- by rewrite mulmx1.
- by rewrite mul_col_row !mul0mx mulmx0 -scalemxAl -scalemxAr scalerA mulmxA -expr2.
Qed.

Theorem T63_multiplier_psd : psd multiplier.
Proof. by have := psd_congr V^T (pd_psd pL); rewrite trmxK. Qed.

Theorem T63_complementary : multiplier *m turned = 0.
Proof.
have VE : V^T *m E = 0.
  rewrite /V /E !tr_col_mx !mul_row_col mulmx1 trmx1 mul1mx add0r linearN /= linearZ /=.
  by rewrite !trmx_mul sie -scalemxAr mulmxA addNr.
by rewrite /multiplier /turned -!mulmxA [V^T *m (E *m _)]mulmxA VE mul0mx !mulmx0.
Qed.

Theorem T63_multiplier : exists X12 X1z Xzz X11, multiplier =
  block_mx (t ^+ 2 *: X11) (t ^+ 2 *: row_mx X12 X1z) (t ^+ 2 *: (row_mx X12 X1z)^T)
    (block_mx L22 (t *: zeta) (t *: zeta^T) (t ^+ 2 *: Xzz)).
Proof.
have vL : v *m L22 = t *: zeta^T by rewrite /v -scalemxAl -mulmxA iLK mulmx1.
have Lv : L22 *m v^T = t *: zeta by rewrite /v linearZ /= trmx_mul trmxK siL -scalemxAr mulmxA LiK mul1mx.
pose u := - (ie *m kappa *m (zeta^T *m iL)).
have uE : - (t *: (ie *m kappa *m v)) = t ^+ 2 *: u.
  by rewrite /v /u -scalemxAr scalerA expr2 scalerN.
exists (u *m L22), (t *: (u *m zeta)), (zeta^T *m iL *m zeta), (t ^+ 2 *: (u *m L22 *m u^T)).
have left : V *m L22 = col_mx (t ^+ 2 *: (u *m L22)) (col_mx L22 (t *: zeta^T)).
  by rewrite /V uE !mul_col_mx mul1mx vL -scalemxAl.
have right : V^T = row_mx (t ^+ 2 *: u^T) (row_mx 1%:M v^T).
  by rewrite /V uE !tr_col_mx trmx1 linearZ.
rewrite /multiplier left right mul_col_row; congr (block_mx _ _ _ _).
- by rewrite -scalemxAl -!scalemxAr.
- rewrite mul_mx_row mulmx1 -scalemxAl -mulmxA Lv -scalemxAr.
  by rewrite scale_row_mx.
- by rewrite tr_row_mx !linearZ /= !trmx_mul pL.1 mul_col_mx -!scalemxAl.
- rewrite mul_col_row !mulmx1 Lv; congr (block_mx _ _ _ _).
  by rewrite /v linearZ /= trmx_mul trmxK siL -scalemxAl -scalemxAr scalerA mulmxA -expr2.
Qed.
End Blocks.

(* S4: where the a_k / w_k are not all equal, sum a_k X_k is not zero for all X with sum w_k X_k = 0. *)
Theorem T63_not_all_couplings (R : realFieldType) K n (w a : 'I_K -> R) (Z : 'cV[R]_n) i j : (forall k, 0 < w k) ->
  a i / w i != a j / w j -> Z != 0 -> exists X : 'I_K -> 'cV_n, \sum_k w k *: X k = 0 /\ \sum_k a k *: X k != 0.
Proof.
move=> w0 ij Z0; have wk k : w k != 0 by rewrite gt_eqF.
have ji : j != i by apply: contraNneq ij => ->.
pose X k := if k == i then (w i)^-1 *: Z else if k == j then - (w j)^-1 *: Z else 0.
have sumE (c : 'I_K -> R) : \sum_k c k *: X k = (c i / w i - c j / w j) *: Z.
  rewrite (bigD1 i) //= (bigD1 j) //= big1 => [|k /andP[ki kj]]; last by rewrite /X (negPf ki) (negPf kj) scaler0.
  by rewrite addr0 /X eqxx (negPf ji) eqxx scaleNr scalerN !scalerA scalerBl.
by exists X; rewrite !sumE !divff // subrr scale0r scaler_eq0 (negPf Z0) orbF subr_eq0.
Qed.

(* S4: the bracket for two components. *)
Section TwoComponents.
Variables (R : realFieldType) (w1 w2 n1 n2 s1 s2 delta : R).
Hypothesis weights : [/\ 0 < w1, 0 < w2 & w1 + w2 = 1].
Hypothesis centred : w1 * n1 + w2 * n2 = 0.
Hypothesis whitened : w1 * s1 + w2 * s2 = 1.
Let b := w1 * n1 ^+ 2 + w2 * n2 ^+ 2.
Let m := w1 * n1 * s1 + w2 * n2 * s2.
Let V := w1 * s1 ^+ 2 + w2 * s2 ^+ 2.

Lemma fourth_moment_ge1 : 1 <= V.
Proof.
have [p1 p2 one] := weights.
have : 0 <= w1 * (s1 - 1) ^+ 2 + w2 * (s2 - 1) ^+ 2.
  by rewrite addr_ge0 // mulr_ge0 ?sqr_ge0 // ltW.
have -> : w1 * (s1 - 1) ^+ 2 + w2 * (s2 - 1) ^+ 2 = V - 1; last by rewrite subr_ge0.
have square x y : x * (y - 1) ^+ 2 = x * y ^+ 2 - (x * y) *+ 2 + x by rewrite sqrrB1 mulrDr mulrBr mulr1 mulrnAr.
rewrite !square addrACA one addrACA -opprD -mulrnDl whitened -addrA; congr (_ + _).
by rewrite mulr2n opprD subrK.
Qed.

Theorem T63_two_components : s1 != s2 -> n1 != n2 -> 0 <= delta ->
  6%:R * m * (n1 - n2) + delta * b * (3%:R * V - 3%:R / 2%:R) * (s1 - s2) != 0.
Proof.
move=> s12 n12 d0; have [p1 p2 one] := weights.
have e : w2 * n2 = - (w1 * n1) by apply/eqP; rewrite -addr_eq0 addrC centred.
have mE : m = w1 * n1 * (s1 - s2) by rewrite /m e mulNr mulrBr.
have bE : b = w1 * n1 * (n1 - n2) by rewrite /b !expr2 !mulrA e mulNr mulrBr.
have n0 : n1 != 0.
  apply: contraNneq n12 => z; move: e; rewrite z mulr0 oppr0 => /eqP.
  by rewrite mulf_eq0 (gt_eqF p2) => /eqP ->.
have b0 : b != 0 by rewrite bE !mulf_neq0 ?subr_eq0 ?(gt_eqF p1).
have -> : 6%:R * m * (n1 - n2) + delta * b * (3%:R * V - 3%:R / 2%:R) * (s1 - s2)
    = b * (s1 - s2) * (6%:R + delta * (3%:R * V - 3%:R / 2%:R)).
  have -> : 6%:R * m * (n1 - n2) = b * (s1 - s2) * 6%:R.
    by rewrite mE bE -mulrA [RHS]mulrC; congr (_ * _); exact: mulrAC.
  by rewrite [RHS]mulrDr; congr (_ + _); rewrite mulrAC [delta * b]mulrC [b * delta * _]mulrAC -mulrA.
rewrite !mulf_neq0 ?subr_eq0 // gt_eqF // ltr_paddr ?ltr0n // mulr_ge0 // subr_ge0.
rewrite ler_pdivr_mulr ?ltr0n // -[X in X <= _]mulr1 -mulrA ler_pmul2l ?ltr0n //.
by apply: le_trans fourth_moment_ge1 _; rewrite ler_pmulr ?ler1n // (lt_le_trans ltr01 fourth_moment_ge1).
Qed.
End TwoComponents.
