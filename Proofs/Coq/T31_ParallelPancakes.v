(* T31: two components at +-a e1, covariance diag(e2, s2): e2 and s2 are the
   variances (squares) here. With across = e2 + 4 w_1 w_2 a^2, every first
   principal component is orthogonal to F iff s2 > across, spans F iff s2 < across. *)
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
Definition e2_axis : 'cV[R]_2 := delta_mx 1 0.

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

End Diag2.

Section Pancakes.
Variables (R : realFieldType) (a e2 s2 : R) (w : 'I_2 -> R).
Hypothesis w1 : \sum_k w k = 1.

(* means (a, 0) and (-a, 0), their mean, and the deviations from it *)
Definition mean_x (k : 'I_2) : R := if k == 0 then a else - a.
Definition mean_bar : R := \sum_k w k * mean_x k.
Definition deviations : 'M[R]_2 :=
  \matrix_(i, k) (if i == 0 then mean_x k - mean_bar else 0).
Definition pancake_total : 'M[R]_2 := diag2 e2 s2 + between w deviations.

(* the variance of the total covariance across the pancakes *)
Definition across : R := e2 + 4%:R * w 0 * w 1 * a ^+ 2.

Lemma variance_between : \sum_k w k * (mean_x k - mean_bar) ^+ 2 = 4%:R * w 0 * w 1 * a ^+ 2.
Proof.
have w01 : w 0 + w 1 = 1 by rewrite -w1 !big_ord_recl big_ord0 addr0 lift01.
have m0 : mean_x 0 = a by [].
have m1 : mean_x 1 = - a by [].
have mE : mean_bar = (w 0 - w 1) * a.
  by rewrite /mean_bar !big_ord_recl big_ord0 addr0 lift01 m0 m1 mulrN mulrBl.
have aE : a = (w 0 + w 1) * a by rewrite w01 mul1r.
have d0 : a - mean_bar = 2%:R * w 1 * a.
  rewrite mE {1}aE -mulrBl; congr (_ * _).
  by rewrite opprB addrC addrA subrK mulr_natl mulr2n.
have d1 : - a - mean_bar = - (2%:R * w 0 * a).
  rewrite mE {1}aE -opprD -mulrDl; congr (- (_ * _)).
  by rewrite addrACA subrr addr0 mulr_natl mulr2n.
rewrite !big_ord_recl big_ord0 addr0 lift01 m0 m1 d0 d1 sqrrN !exprMn.
have perm (x y c z : R) : x * (c * y ^+ 2 * z) = y * (c * x * y * z).
  rewrite expr2 !mulrA; congr (_ * _ * _).
  by rewrite [x * c]mulrC [LHS]mulrC mulrA.
have four : 2%:R ^+ 2 = 4%:R :> R by rewrite -natrX.
rewrite four !perm [4%:R * w 1 * w 0]mulrAC.
by rewrite -mulrDl addrC w01 mul1r.
Qed.

Theorem T31_total : pancake_total = diag2 across s2.
Proof.
have entry i j : between w deviations i j = \sum_k w k * (deviations i k * deviations j k).
  by rewrite /between summxE; apply: eq_bigr => k _; rewrite !mxE big_ord1 !mxE.
have z i k : i != 0 -> deviations i k = 0 by move=> i0; rewrite mxE (negPf i0).
have o k : deviations 0 k = mean_x k - mean_bar by rewrite mxE.
apply/matrixP => i j; rewrite /pancake_total [LHS]mxE entry.
case: (eqVneq i 0) => [->|i0]; case: (eqVneq j 0) => [->|j0].
- under eq_bigr do rewrite o -expr2.
  by rewrite variance_between !mxE !eqxx.
- rewrite big1 ?addr0 => [|k _]; last by rewrite (z j) // !mulr0.
  by rewrite !mxE [0 == j]eq_sym (negPf j0).
- rewrite big1 ?addr0 => [|k _]; last by rewrite (z i) // mul0r mulr0.
  by rewrite !mxE (negPf i0).
- rewrite big1 ?addr0 => [|k _]; last by rewrite (z i) // mul0r mulr0.
  by rewrite !mxE (negPf i0).
Qed.

(* F = span e1: the covariance maps the direction of the means to itself *)
Theorem T31_fisher_line t : 0 < e2 -> 0 < s2 ->
  invmx (diag2 e2 s2) *m (t *: e1 R) = (t / e2) *: e1 R.
Proof.
move=> e0 s0; have u := pd_unit (pd_diag2 e0 s0).
apply: (can_inj (mulKmx u)); rewrite mulKVmx // -scalemxAr diag2_e1 scalerA.
by rewrite divfK ?gt_eqF.
Qed.

(* a first principal component maximises the Rayleigh quotient *)
Definition first_component (v : 'cV[R]_2) : Prop :=
  v != 0 /\ forall u, quad pancake_total u * frob2 v <= quad pancake_total v * frob2 u.

Lemma frob2_e1 : frob2 (e1 R) = 1.
Proof. by rewrite frob2_cV2 !mxE /= expr1n expr0n addr0. Qed.
Lemma frob2_e2 : frob2 (e2_axis R) = 1.
Proof. by rewrite frob2_cV2 !mxE /= expr1n expr0n add0r. Qed.
Lemma quad_e1 : quad pancake_total (e1 R) = across.
Proof. by rewrite T31_total quad_diag2 !mxE /= expr1n expr0n mulr1 mulr0 addr0. Qed.
Lemma quad_e2 : quad pancake_total (e2_axis R) = s2.
Proof. by rewrite T31_total quad_diag2 !mxE /= expr1n expr0n mulr1 mulr0 add0r. Qed.

Lemma e1_first : s2 <= across -> first_component (e1 R).
Proof.
move=> h; split=> [|u].
  by apply: contra_eq_neq frob2_e1 => ->; rewrite frob20 eq_sym oner_eq0.
rewrite quad_e1 frob2_e1 mulr1 T31_total quad_diag2 frob2_cV2 mulrDr ler_add2l.
by rewrite ler_wpmul2r ?sqr_ge0.
Qed.

Lemma e2_first : across <= s2 -> first_component (e2_axis R).
Proof.
move=> h; split=> [|u].
  by apply: contra_eq_neq frob2_e2 => ->; rewrite frob20 eq_sym oner_eq0.
rewrite quad_e2 frob2_e2 mulr1 T31_total quad_diag2 frob2_cV2 mulrDr ler_add2r.
by rewrite ler_wpmul2r ?sqr_ge0.
Qed.

(* v is orthogonal to F = span e1 iff v_1 = 0, and spans F iff v_2 = 0. *)
Theorem T31_orthogonal_iff :
  (forall v, first_component v -> v 0 0 = 0) <-> across < s2.
Proof.
split=> [h|h v [_ /(_ (e2_axis R))]].
  rewrite ltNge; apply/negP => /e1_first/h; rewrite mxE /= => /eqP.
  by rewrite oner_eq0.
rewrite quad_e2 frob2_e2 mulr1 T31_total quad_diag2 frob2_cV2 mulrDr ler_add2r.
rewrite -subr_ge0 -mulrBl nmulr_rge0 ?subr_lt0 // => v0.
by apply/eqP; rewrite -sqrf_eq0 eq_le v0 sqr_ge0.
Qed.

Theorem T31_spans_iff :
  (forall v, first_component v -> v 1 0 = 0) <-> s2 < across.
Proof.
split=> [h|h v [_ /(_ (e1 R))]].
  rewrite ltNge; apply/negP => /e2_first/h; rewrite mxE /= => /eqP.
  by rewrite oner_eq0.
rewrite quad_e1 frob2_e1 mulr1 T31_total quad_diag2 frob2_cV2 mulrDr ler_add2l.
rewrite -subr_ge0 -mulrBl nmulr_rge0 ?subr_lt0 // => v0.
by apply/eqP; rewrite -sqrf_eq0 eq_le v0 sqr_ge0.
Qed.
End Pancakes.
