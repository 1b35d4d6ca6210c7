(* T42 with fewer rows than F has dimensions: over A T A^T = I the trace of A C A^T is
   largest exactly where the rows of A span the leading discriminants. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T42_Constraints.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Numbers p in [0, 1] of the sum r give f at most the sum of its r largest values, and
   give that only if they are 0 at all others. *)
Section Choice.
Variables (R : realFieldType) (d r : nat) (lead : 'I_r -> 'I_d) (p f : 'I_d -> R).
Hypothesis inj : injective lead.
Hypothesis gap : forall i j, j \notin codom lead -> f j < f (lead i).
Hypothesis p0 : forall i, 0 <= p i.
Hypothesis p1 : forall i, p i <= 1.
Hypothesis pr : \sum_i p i = r%:R.

Lemma sum_split (g : 'I_d -> R) :
  \sum_i g i = \sum_i g (lead i) + \sum_(j | j \notin codom lead) g j.
Proof.
rewrite (bigID (mem (codom lead))) /=; congr (_ + _).
have -> : \sum_i g (lead i) = \sum_(i <- codom lead) g i by rewrite big_image.
by rewrite -big_uniq // map_inj_uniq ?enum_uniq.
Qed.

Let rest := \sum_(j | j \notin codom lead) p j.

Lemma rest_lead : \sum_i (1 - p (lead i)) = rest.
Proof.
have := pr; rewrite sum_split -/rest => h; rewrite sumrB sumr_const card_ord.
by apply/eqP; rewrite subr_eq -h addrC.
Qed.

Lemma missing : rest * (\sum_i f (lead i) - \sum_i p i * f i)
  = \sum_i \sum_(j | j \notin codom lead) (1 - p (lead i)) * p j * (f (lead i) - f j).
Proof.
have -> : \sum_i f (lead i) - \sum_i p i * f i
    = \sum_i (1 - p (lead i)) * f (lead i) - \sum_(j | j \notin codom lead) p j * f j.
  rewrite (sum_split (fun i => p i * f i)) opprD addrA -sumrB; congr (_ - _).
  by apply: eq_bigr => i _; rewrite mulrBl mul1r.
rewrite mulrBr [rest * \sum_i _]mulrC -{2}rest_lead !big_distrlr -sumrB /=.
apply: eq_bigr => i _; rewrite -sumrB; apply: eq_bigr => j _.
by rewrite mulrBr -!mulrA [f _ * p j]mulrC.
Qed.

Lemma rest_ge0 : 0 <= rest.
Proof. exact: sumr_ge0. Qed.

Lemma missing_gt0 : rest != 0 -> \sum_i p i * f i < \sum_i f (lead i).
Proof.
move=> n; have pos : 0 < rest by rewrite lt_def n rest_ge0.
rewrite -subr_gt0 -(pmulr_rgt0 _ pos) missing.
have term i j : j \notin codom lead -> 0 <= (1 - p (lead i)) * p j * (f (lead i) - f j).
  by move=> jn; rewrite mulr_ge0 ?mulr_ge0 ?subr_ge0 // ltW // gap.
rewrite lt_def sumr_ge0 ?andbT => [|i _]; last by apply: sumr_ge0 => j; exact: term.
apply/negP; rewrite psumr_eq0 => [/allP z|i _]; last by apply: sumr_ge0 => j; exact: term.
have : rest * rest = 0.
  rewrite -{1}rest_lead big_distrlr big1 //= => i _; rewrite big1 // => j jn.
  have := z i (mem_index_enum _); rewrite /= psumr_eq0 => [/allP zi|k]; last exact: term.
  have := zi j (mem_index_enum _); rewrite jn /= mulf_eq0 subr_eq0 [f _ == _]gt_eqF ?gap // orbF.
  by move/eqP.
by move/eqP; rewrite mulf_eq0 (negPf n).
Qed.

Lemma no_rest : rest = 0 -> (forall j, j \notin codom lead -> p j = 0) /\ (forall i, p (lead i) = 1).
Proof.
move=> z; split.
  move=> j jn; have := z; rewrite /rest => /eqP; rewrite psumr_eq0 // => /allP h.
  by have := h j (mem_index_enum _); rewrite jn => /eqP.
move=> i; have := rest_lead; rewrite z => /eqP; rewrite psumr_eq0 => [/allP h|k _]; last by rewrite subr_ge0.
by have := h i (mem_index_enum _); rewrite /= subr_eq0 eq_sym => /eqP.
Qed.

Lemma choice_le : \sum_i p i * f i <= \sum_i f (lead i).
Proof.
case: (eqVneq rest 0) => [/no_rest[off on]|/missing_gt0/ltW //].
rewrite (sum_split (fun i => p i * f i)) [X in _ + X]big1 => [|j jn]; last by rewrite off // mul0r.
by rewrite addr0; apply: ler_sum => i _; rewrite on mul1r.
Qed.

Lemma choice_eq : \sum_i p i * f i = \sum_i f (lead i) -> forall j, j \notin codom lead -> p j = 0.
Proof.
by move=> e; case: (eqVneq rest 0) => [/no_rest[]//|/missing_gt0]; rewrite e ltxx.
Qed.
End Choice.

(* The rows of X are eigenvectors of the pencil (B, W), orthonormal in W, with Fisher's
   ratios lam; [lead] picks the r leading ones. *)
Section Leading.
Variables (R : rcfType) (d r : nat) (W B X : 'M[R]_d) (lam : 'rV[R]_d) (lead : 'I_r -> 'I_d) (delta : R).
Hypothesis orthonormal : X *m W *m X^T = 1%:M.
Hypothesis ratios : X *m B *m X^T = diag_mx lam.
Hypothesis lam0 : forall i, 0 <= lam 0 i.
Hypothesis inj : injective lead.
Hypothesis gap : forall i j, j \notin codom lead -> lam 0 j < lam 0 (lead i).
Hypothesis d0 : 0 < delta.
Let T := W + B.
Let C := delta *: B.
Let leaders : 'M[R]_(r, d) := \matrix_(i, j) X (lead i) j.

Lemma X_unit : X \in unitmx.
Proof. by have := orthonormal; rewrite -mulmxA => /mulmx1_unit[]. Qed.

Section Encoder.
Variables A U : 'M[R]_(r, d).
Hypothesis AT : A *m T *m A^T = 1%:M.
Hypothesis coordinates : A = U *m X.

Lemma U_total : U *m (1%:M + diag_mx lam) *m U^T = 1%:M.
Proof.
rewrite -orthonormal -ratios -AT coordinates trmx_mul /T.
by rewrite !(mulmxDl, mulmxDr) !mulmxA.
Qed.

Let rho i := lam 0 i / (1 + lam 0 i).
Let p i := (1 + lam 0 i) * \sum_a U a i ^+ 2.

Lemma total_pos i : 0 < 1 + lam 0 i.
Proof. by rewrite ltr_paddr ?ltr01. Qed.

Lemma trace_C : \tr (A *m C *m A^T) = delta * \sum_i p i * rho i.
Proof.
have -> : A *m C *m A^T = delta *: (U *m diag_mx lam *m U^T).
  by rewrite -ratios {1 2}coordinates trmx_mul /C -!scalemxAr -!scalemxAl !mulmxA.
rewrite mxtraceZ; congr (_ * _); rewrite mxtrace_mulC mulmxA /mxtrace; apply: eq_bigr => i _.
rewrite mul_mx_diag !mxE.
have -> : p i * rho i = (\sum_a U a i ^+ 2) * lam 0 i.
  by rewrite /p /rho mulrAC [_ * (_ / _)]mulrC divfK ?gt_eqF ?total_pos // mulrC.
by congr (_ * _); apply: eq_bigr => a _; rewrite mxE expr2.
Qed.

Lemma gram_UE i : (U^T *m U) i i = \sum_a U a i ^+ 2.
Proof. by rewrite mxE; apply: eq_bigr => a _; rewrite mxE expr2. Qed.

Lemma p_ge0 i : 0 <= p i.
Proof. by rewrite mulr_ge0 ?(ltW (total_pos i)) // sumr_ge0 // => a _; rewrite sqr_ge0. Qed.

Lemma p_le1 i : p i <= 1.
Proof.
pose G := U^T *m U; pose D := 1%:M + diag_mx lam.
have DE : D = diag_mx (\row_j (1 + lam 0 j)).
  by apply/matrixP => j k; rewrite !mxE -mulrnDl.
have sG j k : G j k = G k j by rewrite /G -[in LHS](trmxK U) -trmx_mul trmxK mxE.
have GDG : G *m D *m G = G.
  by rewrite /G !mulmxA -(mulmxA U^T U D) -(mulmxA U^T (U *m D)) /D U_total mulmx1.
have e : G i i = \sum_j (1 + lam 0 j) * G i j ^+ 2.
  rewrite -[in LHS]GDG DE mul_mx_diag mxE; apply: eq_bigr => j _.
  by rewrite [X in X * _]mxE [X in _ * X * _]mxE (sG j i) [G i j * _]mulrC -mulrA -expr2.
have : (1 + lam 0 i) * G i i ^+ 2 <= G i i.
  rewrite [leRHS]e (bigD1 i) //= ler_addl sumr_ge0 // => j _.
  by rewrite mulr_ge0 ?sqr_ge0 // ltW // total_pos.
have g0 : 0 <= G i i by rewrite gram_UE sumr_ge0 // => a _; rewrite sqr_ge0.
rewrite /p -gram_UE -/G expr2 mulrA; case: (eqVneq (G i i) 0) => [->|n]; first by rewrite !mulr0 ler01.
by rewrite -[leRHS]mul1r ler_pmul2r // lt_def n.
Qed.

Lemma p_sum : \sum_i p i = r%:R.
Proof.
rewrite -(mxtrace1 R r) -U_total mxtrace_mulC mulmxA /mxtrace; apply: eq_bigr => i _.
have -> : 1%:M + diag_mx lam = diag_mx (\row_j (1 + lam 0 j)).
  by apply/matrixP => j k; rewrite !mxE -mulrnDl.
by rewrite mul_mx_diag mxE gram_UE !mxE mulrC.
Qed.

Lemma rho_gap i j : j \notin codom lead -> rho j < rho (lead i).
Proof.
move=> jn; have h := gap i jn; have E k : rho k = 1 - (1 + lam 0 k)^-1.
  by rewrite /rho -[X in X / _](addKr 1) mulrDl mulNr mul1r addrC divff ?gt_eqF ?total_pos.
by rewrite !E ler_lt_sub // ltf_pinv ?posrE ?total_pos // ltr_add2l.
Qed.

Lemma leading_bound : \tr (A *m C *m A^T) <= delta * \sum_i rho (lead i).
Proof.
rewrite trace_C ler_pmul2l //.
by apply: choice_le => //; [exact: rho_gap | exact: p_ge0 | exact: p_le1 | exact: p_sum].
Qed.

Lemma leading_equal : \tr (A *m C *m A^T) = delta * (\sum_i rho (lead i)) -> (A :=: leaders)%MS.
Proof.
rewrite trace_C => /(mulfI (lt0r_neq0 d0)) e.
have z := choice_eq inj rho_gap p_ge0 p_le1 p_sum e.
have sub : (A <= leaders)%MS.
  rewrite coordinates; apply/submxP; exists (\matrix_(a, i) U a (lead i)).
  apply/matrixP => a j; rewrite !mxE (sum_split inj) [X in _ + X]big1 ?addr0 => [|k kn].
    by apply: eq_bigr => i _; rewrite !mxE.
  have /eqP := z k kn; rewrite /p mulf_eq0 gt_eqF ?total_pos //= psumr_eq0 => [/allP h|b _]; last exact: sqr_ge0.
  by have := h a (mem_index_enum _); rewrite /= sqrf_eq0 => /eqP ->; rewrite mul0r.
apply/eqmxP; rewrite sub /=; have [_ <-] := mxrank_leqif_sup sub.
by rewrite (rank_A AT) eqn_leq rank_leq_row andbT -[X in (X <= _)%N](rank_A AT) mxrankS.
Qed.
End Encoder.
Notation rho i := (lam 0 i / (1 + lam 0 i)).
Notation constrained A := (A *m T *m A^T = 1%:M).

(* Attained: the leading eigenvectors, each divided by the root of its variance in T. *)
Lemma leading_attained : exists2 A : 'M[R]_(r, d), constrained A &
  \tr (A *m C *m A^T) = delta * \sum_i rho (lead i).
Proof.
pose s i := Num.sqrt (1 + lam 0 i).
have sp i : 0 < 1 + lam 0 i by rewrite ltr_paddr ?ltr01.
have s0 i : s i != 0 by rewrite gt_eqF // sqrtr_gt0.
have ss i : s i * s i = 1 + lam 0 i by rewrite -expr2 sqr_sqrtr // ltW.
pose A : 'M[R]_(r, d) := \matrix_(i, j) ((s (lead i))^-1 * X (lead i) j).
have entries (Y : 'M[R]_d) a b :
    (A *m Y *m A^T) a b = (s (lead a))^-1 * (s (lead b))^-1 * (X *m Y *m X^T) (lead a) (lead b).
  have AY j : (A *m Y) a j = (s (lead a))^-1 * (X *m Y) (lead a) j.
    by rewrite !mxE mulr_sumr; apply: eq_bigr => k _; rewrite mxE mulrA.
  rewrite mxE [in RHS]mxE mulr_sumr; apply: eq_bigr => j _; rewrite AY !mxE.
  by rewrite mulrACA.
have diag (Y : 'M[R]_d) (f : 'rV[R]_d) : X *m Y *m X^T = diag_mx f ->
    A *m Y *m A^T = diag_mx (\row_a (f 0 (lead a) / (1 + lam 0 (lead a)))).
  move=> e; apply/matrixP => a b; rewrite entries e !mxE (inj_eq inj).
  case: (eqVneq a b) => [->|]; last by rewrite !mulr0n mulr0.
  by rewrite !mulr1n -invfM ss mulrC.
exists A.
- rewrite (diag _ (const_mx 1 + lam)).
    by apply/matrixP => a b; rewrite !mxE divff // gt_eqF.
  by rewrite /T mulmxDr mulmxDl orthonormal ratios linearD /= diag_const_mx.
- rewrite (diag _ (delta *: lam)); last by rewrite /C -scalemxAr -scalemxAl ratios linearZ.
  by rewrite mxtrace_diag mulr_sumr; apply: eq_bigr => a _; rewrite !mxE mulrA.
Qed.

Theorem T42_leading_exists : exists2 A : 'M[R]_(r, d), constrained A & (A :=: leaders)%MS.
Proof.
have [A T0 e] := leading_attained; exists A => //.
by apply: (@leading_equal _ (A *m invmx X) T0 _ e); rewrite mulmxKV ?X_unit.
Qed.

(* The minimisers of SimSiam's loss - tr(A C A^T) are the encoders whose row space is the
   span of the leading discriminants. *)
Theorem T42_leading (A : 'M[R]_(r, d)) : constrained A ->
  (forall A' : 'M[R]_(r, d), constrained A' -> \tr (A' *m C *m A'^T) <= \tr (A *m C *m A^T)) <->
  (A :=: leaders)%MS.
Proof.
move=> AT; have co (A' : 'M[R]_(r, d)) : A' = A' *m invmx X *m X by rewrite mulmxKV ?X_unit.
have [A0 T0 e0] := leading_attained; have l0 := leading_equal T0 (co A0) e0.
split=> [least | span].
  apply: (leading_equal AT (co A)); apply/eqP; rewrite eq_le (leading_bound AT (co A)) -e0; exact: least.
move=> A' T'; apply: le_trans (leading_bound T' (co A')) _; rewrite -e0.
have /submxP[Z AE] : (A <= A0)%MS by rewrite span l0.
have zz : Z *m Z^T = 1%:M by rewrite -AT AE trmx_mul !mulmxA -2!(mulmxA Z) T0 mulmx1.
rewrite AE trmx_mul !mulmxA [X in _ <= X]mxtrace_mulC !mulmxA (mulmx1C zz) mul1mx.
exact: lexx.
Qed.
End Leading.
