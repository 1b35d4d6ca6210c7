(* T14: if the posterior matrix P at the optimum has positive entries and both
   marginals w (delta = 1, centred), the optimum has no null direction in F. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T01_FisherSubspace T10_CriticalPoints.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section DoublyStochastic.
Variables (R : realFieldType) (K : nat) (w : 'I_K -> R) (P : 'M[R]_K).
Hypothesis rowsum : forall k, \sum_l P k l = w k.
Hypothesis colsum : forall l, \sum_k P k l = w l.

(* alpha^T diag(w) alpha - alpha^T P alpha = 1/2 sum P_kl (alpha_k - alpha_l)^2 *)
Lemma T14_dirichlet_form (a : 'I_K -> R) :
  \sum_k \sum_l P k l * (a k - a l) ^+ 2
  = 2%:R * (\sum_k w k * a k ^+ 2 - \sum_k \sum_l P k l * (a k * a l)).
Proof.
have e k l : P k l * (a k - a l) ^+ 2 =
    P k l * a k ^+ 2 + P k l * a l ^+ 2 - 2%:R * (P k l * (a k * a l)).
  by rewrite sqrrB mulrDr mulrBr addrAC mulr_natl mulrnAr.
under eq_bigr => k _ do under eq_bigr => l _ do rewrite e.
under eq_bigr => k _ do rewrite sumrB big_split /= -mulr_suml rowsum -mulr_sumr.
rewrite sumrB big_split /= -mulr_sumr mulrBr; congr (_ - _).
rewrite [X in _ + X]exchange_big /=.
under [X in _ + X]eq_bigr => l _ do rewrite -mulr_suml colsum.
by rewrite mulr_natl mulr2n.
Qed.

Hypothesis Pp : forall k l, 0 < P k l.

Theorem T14_gap (a : 'I_K -> R) i j : a i != a j ->
  \sum_k \sum_l P k l * (a k * a l) < \sum_k w k * a k ^+ 2.
Proof.
move=> aij; rewrite -subr_gt0 -(pmulr_rgt0 _ (ltr0Sn R 1)) -T14_dirichlet_form.
have t0 k l : 0 <= P k l * (a k - a l) ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 // ltW.
rewrite (bigD1 i) //= (bigD1 j) //= -addrA ltr_paddr //.
  rewrite addr_ge0 //; first by apply: sumr_ge0 => l _.
  by apply: sumr_ge0 => k _; apply: sumr_ge0 => l _.
by rewrite mulr_gt0 // lt_def sqr_ge0 sqrf_eq0 subr_eq0 aij.
Qed.

(* No null direction: at a minimiser (Lambda >= 0) whose posterior matrix P is
   positive with both marginals w, delta = 1, centred, a direction v of the
   span of the means with H v = 0 is zero. *)
Variables (d : nat) (N : 'M[R]_(d, K)) (Rp : 'M[R]_K) (H : 'M[R]_d).
Hypothesis sH : H^T = H.
Hypothesis centred : \sum_k w k *: col k N = 0.
Hypothesis w1 : \sum_k w k = 1.

Lemma T14_quad_gradient (v : 'cV[R]_d) : H *m v = 0 ->
  let a k := (v^T *m N) 0 k in
  quad (gradient N w (diag_mx (\row_k w k)) P Rp H) v
  = \sum_k \sum_l P k l * (a k * a l) - \sum_k w k * a k ^+ 2.
Proof.
move=> Hv a.
have qH (X : 'M[R]_d) : quad (H *m X) v = 0 by rewrite /quad -mulmxA -[H in LHS]sH -dotMl Hv dot0l.
have qP (X : 'M[R]_K) : quad (N *m X *m N^T) v = \sum_k \sum_l X k l * (a k * a l).
  have -> : quad (N *m X *m N^T) v = quad X (N^T *m v).
    by rewrite -quad_congr trmxK.
  rewrite /quad dotE; apply: eq_bigr => k _; rewrite big_ord1 [(X *m _) k 0]mxE mulr_sumr.
  have e l : (N^T *m v) l 0 = a l by rewrite /a !mxE; apply: eq_bigr => i _; rewrite !mxE mulrC.
  by apply: eq_bigr => l _; rewrite !e mulrCA.
rewrite /gradient quad_sym !quadD quadN !qH !qP !addr0 addrC; congr (_ - _).
apply: eq_bigr => k _; rewrite (bigD1 k) //= big1 => [|l lk]; last first.
  by rewrite !mxE eq_sym (negPf lk) mulr0n mul0r.
by rewrite !mxE eqxx mulr1n addr0 expr2.
Qed.

Theorem T14_no_null_direction (v : 'cV[R]_d) :
  psd (gradient N w (diag_mx (\row_k w k)) P Rp H) ->
  H *m v = 0 -> (v^T <= N^T)%MS -> v = 0.
Proof.
move=> pG Hv vN; pose a k := (v^T *m N) 0 k.
have aconst i j : a i = a j.
  apply/eqP; apply: contraT => /T14_gap; rewrite -subr_lt0 -T14_quad_gradient //.
  by rewrite ltNge pG.2.
have am : \sum_k w k * a k = 0.
  have -> : \sum_k w k * a k = (v^T *m \sum_k w k *: col k N) 0 0.
    rewrite mulmx_sumr summxE; apply: eq_bigr => k _.
    by rewrite -scalemxAr colE mulmxA -colE [in RHS]mxE [col _ _ _ _]mxE.
  by rewrite centred mulmx0 mxE.
have a0 j : a j = 0.
  by rewrite -am (eq_bigr (fun k => w k * a j)) => [|k _]; rewrite ?(aconst _ j) // -mulr_suml w1 mul1r.
have vN0 : v^T *m N = 0 by apply/matrixP => i j; rewrite ord1 [RHS]mxE -[LHS]/(a j) a0.
exact: in_span_orthogonal0 vN vN0.
Qed.
End DoublyStochastic.
