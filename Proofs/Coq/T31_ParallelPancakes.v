(*HEAD*)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Diag2.
Variable R : realFieldType.
Definition diag2 (x y : R) : 'M[R]_2 := diag_mx (\row_i (if i == 0 then x else y)).
Definition e1 : 'cV[R]_2 := delta_mx 0 0.
Definition e2 : 'cV[R]_2 := delta_mx 1 0.

Lemma lift01 : lift ord0 ord0 = 1 :> 'I_2.
Proof. exact: val_inj. Qed.

Lemma quad_diag2 x y v : quad (diag2 x y) v = x * v 0 0 ^+ 2 + y * v 1 0 ^+ 2.
Proof.
rewrite /quad dotE !big_ord_recl !big_ord0 !addr0 /diag2 mul_diag_mx !mxE /=.
by rewrite !expr2 ![v _ _ * (_ * _)]mulrCA lift01.
Qed.

Lemma frob2_cV2 (v : 'cV[R]_2) : frob2 v = v 0 0 ^+ 2 + v 1 0 ^+ 2.
Proof. by rewrite frob2E !big_ord_recl !big_ord0 !addr0 lift01. Qed.

Lemma diag2_e1 x y : diag2 x y *m e1 = x *: e1.
Proof. by apply/matrixP => i j; rewrite mul_diag_mx !mxE; case: eqP => //=; rewrite !mulr0. Qed.

Lemma diag2_e2 x y : diag2 x y *m e2 = y *: e2.
Proof.
apply/matrixP => i j; rewrite mul_diag_mx !mxE.
by case: eqP => [->|] //=; rewrite !mulr0.
Qed.

Lemma pd_diag2 x y : 0 < x -> 0 < y -> pd (diag2 x y).
Proof.
move=> x0 y0; split; first by rewrite tr_diag_mx.
move=> v vn0; rewrite quad_diag2.
have hx : 0 <= x * v 0 0 ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 ?ltW.
have hy : 0 <= y * v 1 0 ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 ?ltW.
rewrite lt_def addr_ge0 // andbT; apply: contra_neq vn0 => /eqP.
rewrite paddr_eq0 // (mulf_eq0 x) (mulf_eq0 y) (gt_eqF x0) (gt_eqF y0) /= !sqrf_eq0.
move=> /andP[/eqP h0 /eqP h1]; apply/matrixP => i j; rewrite ord1 mxE.
by case: i => [[|[|//]] hi]; [rewrite -h0 | rewrite -h1]; congr (v _ _); apply: val_inj.
Qed.

(* e2 is THE top eigenvector (Rayleigh quotient, with the equality case) *)
Lemma diag2_rayleigh x y v : x < y -> quad (diag2 x y) v <= y * frob2 v.
Proof.
move=> xy; rewrite quad_diag2 frob2_cV2 mulrDr ler_add2r.
by rewrite ler_wpmul2r ?sqr_ge0 // ltW.
Qed.

Lemma diag2_rayleigh_eq x y v : x < y ->
  quad (diag2 x y) v = y * frob2 v -> v = v 1 0 *: e2.
Proof.
move=> xy; rewrite quad_diag2 frob2_cV2 mulrDr => /addIr/eqP.
rewrite -subr_eq0 -mulrBl mulf_eq0 subr_eq0 lt_eqF //= sqrf_eq0 => /eqP h0.
apply/matrixP => i j; rewrite ord1 !mxE.
case: i => [[|[|//]] hi] /=.
  by rewrite mulr0 -h0; congr (v _ _); apply: val_inj.
by rewrite mulr1; congr (v _ _); apply: val_inj.
Qed.
End Diag2.

Section Pancakes.
Variables (R : realFieldType) (a s2 : R) (w : 'I_2 -> R).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Hypothesis gap : 1 + a ^+ 2 < s2.

Definition Sigma : 'M[R]_2 := diag2 1 s2.
(* columns: (a,0) and (-a,0) *)
Definition Mu : 'M[R]_2 := \matrix_(i, k) (if i == 0 then (if k == 0 then a else - a) else 0).
Definition total : 'M[R]_2 := Sigma + between w Mu.
(* centred version, for weights that are not balanced *)
Definition mbar : 'cV[R]_2 := \sum_k w k *: col k Mu.
Definition MuC : 'M[R]_2 := \matrix_(i, k) (Mu i k - mbar i 0).
Definition totalC : 'M[R]_2 := Sigma + between w MuC.

Lemma s2_gt0 : 0 < s2.
Proof. by apply: lt_trans gap; rewrite ltr_paddr ?sqr_ge0 ?ltr01. Qed.

Lemma between_entry (X : 'M[R]_2) i j : between w X i j = \sum_k w k * (X i k * X j k).
Proof.
rewrite /between summxE; apply: eq_bigr => k _.
by rewrite !mxE big_ord1 !mxE.
Qed.

Lemma Mu_sqr k : Mu 0 k * Mu 0 k = a ^+ 2.
Proof. by rewrite !mxE /=; case: eqP; rewrite ?mulrNN expr2. Qed.

Lemma totalE : total = diag2 (1 + a ^+ 2) s2.
Proof.
apply/matrixP => i j; rewrite /total /Sigma [LHS]mxE between_entry.
have z x : \sum_(k < 2) w k * (x k * 0) = 0 by rewrite big1 // => k _; rewrite !mulr0.
have z' x : \sum_(k < 2) w k * (0 * x k) = 0 by rewrite big1 // => k _; rewrite mul0r mulr0.
case: (eqVneq i 0) => [->|i0]; case: (eqVneq j 0) => [->|j0].
- rewrite (eq_bigr (fun k => w k * a ^+ 2)) => [|k _]; last by rewrite Mu_sqr.
  by rewrite -mulr_suml w1 mul1r !mxE !eqxx.
- under eq_bigr do rewrite [Mu j _]mxE (negPf j0).
  by rewrite z addr0 !mxE [0 == j]eq_sym (negPf j0).
- under eq_bigr do rewrite [Mu i _]mxE (negPf i0).
  by rewrite z' addr0 !mxE (negPf i0).
- under eq_bigr do rewrite [Mu i _]mxE (negPf i0).
  by rewrite z' addr0 !mxE (negPf i0).
Qed.

Theorem pancake_eigen : total *m e2 R = s2 *: e2 R.
Proof. by rewrite totalE diag2_e2. Qed.

Theorem pancake_top v : quad total v <= s2 * frob2 v.
Proof. by rewrite totalE diag2_rayleigh. Qed.

Theorem pancake_top_unique v : quad total v = s2 * frob2 v -> v = v 1 0 *: e2 R.
Proof. by rewrite totalE; exact: diag2_rayleigh_eq. Qed.

Lemma invSigma_e1 : invmx Sigma *m e1 R = e1 R.
Proof.
have uS : Sigma \in unitmx by apply: pd_unit; apply: pd_diag2; rewrite ?ltr01 ?s2_gt0.
by rewrite -{1}[e1 R](scale1r) -(diag2_e1 1 s2) mulKmx.
Qed.

Lemma Mu_col k : col k Mu = (if k == 0 then a else - a) *: e1 R.
Proof.
apply/matrixP => i j; rewrite ord1 !mxE andbT.
by case: (i == 0); rewrite ?mulr1 ?mulr0.
Qed.

(* Fisher direction of every class is along e1, orthogonal to e2 *)
Theorem pancake_fisher k :
  invmx Sigma *m col k Mu = (if k == 0 then a else - a) *: e1 R.
Proof. by rewrite Mu_col -scalemxAr invSigma_e1. Qed.

Lemma e1_e2 : dot (e2 R) (e1 R) = 0.
Proof. by rewrite /e2 dot_delta /e1 mxE. Qed.

Theorem pancake_orthogonal k : dot (e2 R) (invmx Sigma *m col k Mu) = 0.
Proof. by rewrite pancake_fisher dotZr e1_e2 mulr0. Qed.

(* projecting on the top principal direction merges the two classes *)
Theorem pancake_collapse k : (e2 R)^T *m col k Mu = 0.
Proof.
rewrite Mu_col -scalemxAr; apply/matrixP => i j.
by rewrite !ord1 /e1 /e2 trmx_delta mul_delta_mx_0 // !mxE mulr0.
Qed.

(* in particular the top eigenvector is not in the Fisher subspace *)
Theorem pancake_not_fisher : ~~ ((e2 R)^T <= (invmx Sigma *m Mu)^T)%MS.
Proof.
apply/negP => /submxP[C /(congr1 trmx)]; rewrite trmxK trmx_mul trmxK => h.
have : frob2 (e2 R) = 0.
  rewrite /frob2 {2}h dotE !big_ord_recl !big_ord0.
  have e i : (invmx Sigma *m Mu *m C^T) i 0 = \sum_k (invmx Sigma *m col k Mu) i 0 * C 0 k.
    by rewrite mxE; apply: eq_bigr => k _; rewrite colE mulmxA -colE !mxE.
  rewrite !e; under [in X in _ * X + _]eq_bigr do rewrite pancake_fisher.
  under [in X in _ + (X + _)]eq_bigr do rewrite pancake_fisher.
  rewrite !mxE /= !mul0r add0r addr0 addr0 mul1r.
  by rewrite big1 ?addr0 // => k _; rewrite !mxE /= mulr0 mul0r.
move/eqP; rewrite frob2_eq0 => /eqP/matrixP/(_ 1 0); rewrite !mxE eqxx => /eqP.
by rewrite oner_eq0.
Qed.
(* Unbalanced weights: the centred covariance.  The second moment and the
   covariance differ by mbar mbar^T, which is also along e1. *)
Lemma variance_le (y : 'I_2 -> R) c : c = \sum_k w k * y k ->
  \sum_k w k * (y k - c) ^+ 2 = \sum_k w k * y k ^+ 2 - c ^+ 2.
Proof.
move=> cE; have e k : w k * (y k - c) ^+ 2 =
    w k * y k ^+ 2 - 2%:R * c * (w k * y k) + w k * c ^+ 2.
  rewrite sqrrB mulrDr mulrBr; congr (_ - _ + _).
  by rewrite -mulr_natl [y k * c]mulrC !mulrA [w k * _]mulrC -!mulrA [w k * (c * _)]mulrCA.
rewrite (eq_bigr _ (fun k _ => e k)) big_split sumrB /= -mulr_sumr -mulr_suml w1 -cE.
by rewrite mul1r -mulrA -expr2 mulr_natl mulr2n opprD addrA subrK.
Qed.

Lemma vMuC (v : 'cV[R]_2) k : (v^T *m MuC) 0 k = (v^T *m Mu) 0 k - (v^T *m mbar) 0 0.
Proof.
rewrite !mxE -sumrB; apply: eq_bigr => i _.
by rewrite -mulrBr [MuC i k]mxE.
Qed.

Lemma quad_totalC (v : 'cV[R]_2) : quad totalC v = quad total v - (v^T *m mbar) 0 0 ^+ 2.
Proof.
rewrite /totalC /total !quadD !quad_between -addrA; congr (_ + _).
under eq_bigr do rewrite vMuC; apply: variance_le.
rewrite /mbar mulmx_sumr summxE; apply: eq_bigr => k _.
by rewrite -scalemxAr colE mulmxA -colE !mxE.
Qed.

Lemma e2_mbar : (e2 R)^T *m mbar = 0.
Proof. by rewrite /mbar mulmx_sumr big1 // => k _; rewrite -scalemxAr pancake_collapse scaler0. Qed.

Theorem pancakeC_top v : quad totalC v <= s2 * frob2 v.
Proof. by apply: le_trans (pancake_top v); rewrite quad_totalC ger_addl oppr_le0 sqr_ge0. Qed.

Theorem pancakeC_attained : quad totalC (e2 R) = s2 * frob2 (e2 R).
Proof.
rewrite quad_totalC e2_mbar mxE expr0n subr0 /quad pancake_eigen dotZr; by [].
Qed.

Theorem pancakeC_top_unique v : quad totalC v = s2 * frob2 v -> v = v 1 0 *: e2 R.
Proof.
move=> h; apply: pancake_top_unique; apply/eqP; rewrite eq_le pancake_top /= -h.
by rewrite quad_totalC ger_addl oppr_le0 sqr_ge0.
Qed.
End Pancakes.
