(* T50 for minimisers, from the definition of population CLIP, with the record [gaussian] of T10_InfoNCE for the laws
   of the noise: both sides of the form lie in the spans of the means. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_Projection Certificate T10_InfoNCE.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* From x to y: E_x log E_y exp(x^T X y), components of the means N and M and the weights w and v. *)
Section Direction.
Variables (R : realFieldType) (el : explog R) (dx dy Kx Ky : nat).
Variables (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky)) (w : 'I_Kx -> R) (v : 'I_Ky -> R).
Variables (e_x : expectation R dx) (e_y : expectation R dy).
Notation nu k := (col k N).
Notation mu l := (col l M).

Definition direction (X : 'M[R]_(dx, dy)) : R := \sum_k w k * E e_x (fun g =>
  lg el (\sum_l v l * E e_y (fun g' => ex el (dot (nu k + g) (X *m (mu l + g')))))).

Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Hypothesis v0 : forall l, 0 <= v l.
Hypothesis v1 : \sum_l v l = 1.
Hypothesis Gx : gaussian el v e_x.
Hypothesis Gy : gaussian el w e_y.

Definition logs (X : 'M[R]_(dx, dy)) : R := \sum_k w k * E e_x (fun g =>
  lse el v (M^T *m X^T *m nu k + M^T *m X^T *m g)).

Lemma inner (X : 'M[R]_(dx, dy)) x :
  lg el (\sum_l v l * E e_y (fun g' => ex el (dot x (X *m (mu l + g')))))
  = 2%:R^-1 * frob2 (X^T *m x) + lse el v (M^T *m X^T *m x).
Proof.
have e l : E e_y (fun g' => ex el (dot x (X *m (mu l + g'))))
    = ex el (dot x (X *m mu l)) * ex el (2%:R^-1 * frob2 (X^T *m x)).
  rewrite -(@E_ext _ _ e_y (fun g' => ex el (dot x (X *m mu l)) * ex el (dot (X^T *m x) g'))).
  - by rewrite E_scale ?(g_mgf Gy) //; exact: (g_exp Gy).
  - by apply: adm_scale; exact: (g_exp Gy).
  - by move=> g'; rewrite -exD mulmxDr dotDr [dot (X^T *m x) _]dotMl trmxK.
under eq_bigr do rewrite e mulrA; rewrite -mulr_suml.
have -> : \sum_l v l * ex el (dot x (X *m mu l)) = sumexp el v (M^T *m X^T *m x).
  apply: eq_bigr => l _; congr (_ * ex el _).
  rewrite dotC dotMl -mulmxA dotE mxE.
  by apply: eq_bigr => i _; rewrite big_ord1 !mxE.
by rewrite lgM ?sumexp_gt0 ?ex_gt0 // exK addrC.
Qed.

Lemma direction_closed X :
  direction X = 2%:R^-1 * (frob2 X + \sum_k w k * frob2 (X^T *m nu k)) + logs X.
Proof.
have term k : E e_x (fun g =>
    lg el (\sum_l v l * E e_y (fun g' => ex el (dot (nu k + g) (X *m (mu l + g'))))))
    = 2%:R^-1 * (frob2 X + frob2 (X^T *m nu k)) + E e_x (fun g => lse el v (M^T *m X^T *m nu k + M^T *m X^T *m g)).
  pose q g := quad (X *m X^T) g + (frob2 (X^T *m nu k) + dot (2%:R *: (X *m (X^T *m nu k))) g).
  have aq : adm e_x q by apply: adm_add; [exact: (g_quad Gx) | exact: (adm_aff Gx)].
  have al : adm e_x (fun g => lse el v (M^T *m X^T *m nu k + M^T *m X^T *m g)) by exact: (g_lse Gx).
  rewrite -(@E_ext _ _ e_x (fun g => 2%:R^-1 * q g + lse el v (M^T *m X^T *m nu k + M^T *m X^T *m g))).
  - rewrite E_add ?E_scale //; last exact: adm_scale.
    congr (_ * _ + _); rewrite E_add; [|exact: (g_quad Gx)|exact: (adm_aff Gx)].
    by rewrite (g_cov Gx) (E_aff Gx) /frob2 /dot mxtrace_mulC.
  - by apply: adm_add => //; exact: adm_scale.
  - move=> g; rewrite inner; congr (_ * _ + lse el v _); last by rewrite mulmxDr.
    rewrite /q mulmxDr frob2D dotZl addrCA addrA; congr (_ + _ + _ * _); last by rewrite dotMl.
    by rewrite /frob2 /quad -mulmxA dotMl trmxK.
rewrite /direction; under eq_bigr do rewrite term mulrDr mulrCA mulrDr.
by rewrite big_split /= -mulr_sumr big_split /= -mulr_suml w1 mul1r.
Qed.

(* What a form does on the left outside the span of the means of x costs, and gains nothing. *)
Lemma logs_left (Q : 'M[R]_dx) X : is_oproj Q -> Q *m N = N -> logs (Q *m X) <= logs X.
Proof.
move=> oQ QN; apply: ler_sum => k _; rewrite ler_wpmul2l //.
have -> : M^T *m (Q *m X)^T *m nu k = M^T *m X^T *m nu k.
  by rewrite trmx_mul oQ.1 -!mulmxA (Pcol QN).
have -> : M^T *m (Q *m X)^T = M^T *m X^T *m Q by rewrite trmx_mul oQ.1 mulmxA.
apply: (jensen_reflection (f := fun u => lse el v (M^T *m X^T *m nu k + u)) (g_rot Gx oQ)).
- move=> a b; set c := _ *m nu k.
  have half01 : 0 <= (2%:R^-1 : R) <= 1 by rewrite invr_ge0 ler0n invf_le1 ?ltr0n // ler1n.
  have hh : 1 - 2%:R^-1 = 2%:R^-1 :> R by apply/eqP; rewrite subr_eq -[X in X + X]mulr1 halves.
  have := lse_convex el v0 v1 (c + a) (c + b) half01.
  rewrite hh -mulrDr -scalerDr addrACA scalerDr.
  have -> // : 2%:R^-1 *: (c + c) = c by rewrite scalerDr -scalerDl -[X in X + X]mulr1 halves scale1r.
- exact: (g_lse Gx).
- exact: (g_lse Gx).
Qed.

Lemma direction_left (Q : 'M[R]_dx) X : is_oproj Q -> Q *m N = N ->
  direction (Q *m X) + 2%:R^-1 * frob2 ((1%:M - Q) *m X) <= direction X.
Proof.
move=> oQ QN; rewrite !direction_closed addrAC -mulrDr.
apply: ler_add (logs_left X oQ QN); rewrite ler_wpmul2l ?invr_ge0 ?ler0n //.
rewrite addrAC -(pythagoras_l X oQ) ler_add2l; apply: ler_sum => k _.
by rewrite trmx_mul oQ.1 -mulmxA (Pcol QN).
Qed.

(* And on the right, outside the span of those of y. *)
Lemma direction_right (Q : 'M[R]_dy) X : is_oproj Q -> Q *m M = M ->
  direction (X *m Q) + 2%:R^-1 * frob2 (X *m (1%:M - Q)) <= direction X.
Proof.
move=> oQ QM; have MQ : M^T *m Q = M^T by rewrite -{1}oQ.1 -trmx_mul QM.
have same : logs (X *m Q) = logs X by rewrite /logs trmx_mul oQ.1 mulmxA MQ.
rewrite !direction_closed same addrAC ler_add2r -mulrDr ler_wpmul2l ?invr_ge0 ?ler0n //.
rewrite addrAC -(pythagoras_r X oQ) ler_add2l; apply: ler_sum => k _; rewrite ler_wpmul2l //.
by rewrite trmx_mul oQ.1 -mulmxA [leRHS](pythagoras_l _ oQ) ler_addl frob2_ge0.
Qed.
End Direction.

(* Population CLIP of the form X: pairs of the components k and l with the probabilities pi k l, both directions. *)
Section Loss.
Variables (R : realFieldType) (el : explog R) (dx dy Kx Ky : nat).
Variables (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky)) (w : 'I_Kx -> R) (v : 'I_Ky -> R) (pi : 'I_Kx -> 'I_Ky -> R).
Variables (e_x : expectation R dx) (e_y : expectation R dy).

Definition clip (X : 'M[R]_(dx, dy)) : R :=
  - (\sum_k \sum_l pi k l * E e_x (fun g => E e_y (fun g' => dot (col k N + g) (X *m (col l M + g')))))
  + 2%:R^-1 * (direction el N M w v e_x e_y X + direction el M N v w e_y e_x X^T).

Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Hypothesis v0 : forall l, 0 <= v l.
Hypothesis v1 : \sum_l v l = 1.
Hypothesis Gx : gaussian el v e_x.
Hypothesis Gy : gaussian el w e_y.

Lemma pair_term X k l : E e_x (fun g => E e_y (fun g' => dot (col k N + g) (X *m (col l M + g'))))
  = dot (col k N) (X *m col l M).
Proof.
pose c := dot (col k N) (X *m col l M).
have inner_y g : E e_y (fun g' => dot (col k N + g) (X *m (col l M + g'))) = c + dot (X *m col l M) g.
  rewrite -(@E_ext _ _ e_y (fun g' => (c + dot (X *m col l M) g) + dot (X^T *m (col k N + g)) g')).
  - exact: (E_aff Gy).
  - exact: (adm_aff Gy).
  - move=> g'; rewrite [in RHS]mulmxDr [RHS]dotDr; congr (_ + _); last by rewrite dotMl trmxK.
    by rewrite [RHS]dotDl /c [dot g _]dotC.
rewrite -(@E_ext _ _ e_x (fun g => c + dot (X *m col l M) g)); first exact: (E_aff Gx).
  exact: (adm_aff Gx).
by move=> g; rewrite inner_y.
Qed.

(* What a form does outside the span of the means of x is of no use. *)
Lemma clip_left (Q : 'M[R]_dx) X : is_oproj Q -> Q *m N = N ->
  clip (Q *m X) + 2%:R^-1 * frob2 ((1%:M - Q) *m X) <= clip X.
Proof.
move=> oQ QN; have l := direction_left M w0 w1 v0 v1 Gx Gy X oQ QN.
have := direction_right M v0 v1 w0 w1 Gy Gx X^T oQ QN.
have -> : X^T *m Q = (Q *m X)^T by rewrite trmx_mul oQ.1.
have -> : X^T *m (1%:M - Q) = ((1%:M - Q) *m X)^T by rewrite trmx_mul (oproj_compl oQ).1.
rewrite frob2_tr => r.
have pairs : \sum_k \sum_l pi k l * E e_x (fun g => E e_y (fun g' => dot (col k N + g) (Q *m X *m (col l M + g'))))
    = \sum_k \sum_l pi k l * E e_x (fun g => E e_y (fun g' => dot (col k N + g) (X *m (col l M + g')))).
  apply: eq_bigr => k _; apply: eq_bigr => i _; rewrite !pair_term -mulmxA.
  by rewrite -{1}oQ.1 -dotMl (Pcol QN).
rewrite /clip pairs -addrA ler_add2l -mulrDr ler_wpmul2l ?invr_ge0 ?ler0n //.
have := ler_add l r; rewrite addrACA -mulrDl.
have -> : 2%:R^-1 + 2%:R^-1 = 1 :> R by rewrite -[X in X + X]mulr1 halves.
by rewrite mul1r.
Qed.
End Loss.

(* The two modalities change places. *)
Section Minimisers.
Variables (R : realFieldType) (el : explog R) (dx dy Kx Ky r : nat).
Variables (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky)) (w : 'I_Kx -> R) (v : 'I_Ky -> R) (pi : 'I_Kx -> 'I_Ky -> R).
Variables (e_x : expectation R dx) (e_y : expectation R dy).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Hypothesis v0 : forall l, 0 <= v l.
Hypothesis v1 : \sum_l v l = 1.
Hypothesis Gx : gaussian el v e_x.
Hypothesis Gy : gaussian el w e_y.
Notation L := (clip el N M w v pi e_x e_y).

Lemma clip_swap X : clip el M N v w (fun l k => pi k l) e_y e_x X^T = L X.
Proof.
rewrite /clip trmxK [direction _ _ _ _ _ _ _ X^T + _]addrC; congr (- _ + _); rewrite exchange_big /=.
apply: eq_bigr => k _; apply: eq_bigr => l _; rewrite (pair_term _ _ Gx Gy) (pair_term _ _ Gy Gx).
by rewrite [in LHS]dotC dotMl trmxK.
Qed.

Theorem T50_minimisers (A : 'M[R]_(r, dx)) (B : 'M[R]_(r, dy)) :
  (forall (A1 : 'M[R]_(r, dx)) (B1 : 'M[R]_(r, dy)), L (A^T *m B) <= L (A1^T *m B1)) ->
  (B^T *m A <= N^T)%MS /\ (A^T *m B <= M^T)%MS.
Proof.
move=> least.
have inside p q (P : 'M[R]_p) (X : 'M[R]_(p, q)) (c c' : R) : is_oproj P ->
    c' + 2%:R^-1 * frob2 ((1%:M - P) *m X) <= c -> c <= c' -> (X^T <= P)%MS.
  move=> oP h cc; have := le_trans h cc; rewrite ger_addl pmulr_rle0 ?invr_gt0 ?ltr0n // => z.
  have /eqP : frob2 ((1%:M - P) *m X) = 0 by apply/eqP; rewrite eq_le z frob2_ge0.
  rewrite frob2_eq0 mulmxBl mul1mx subr_eq0 => /eqP ->.
  by rewrite trmx_mul oP.1 submxMl.
split.
- have [P [oP PN PsN]] := oproj_exists N; apply: submx_trans PsN.
  have -> : B^T *m A = (A^T *m B)^T by rewrite trmx_mul trmxK.
  apply: (inside _ _ _ _ _ _ oP (clip_left M pi w0 w1 v0 v1 Gx Gy (A^T *m B) oP PN)).
  by have := least (A *m P) B; rewrite trmx_mul oP.1 -mulmxA.
- have [P [oP PM PsM]] := oproj_exists M; apply: submx_trans PsM.
  have -> : A^T *m B = (B^T *m A)^T by rewrite trmx_mul trmxK.
  apply: (inside _ _ _ _ _ _ oP (clip_left N (fun l k => pi k l) v0 v1 w0 w1 Gy Gx (B^T *m A) oP PM)).
  have swap (Y : 'M[R]_(dx, dy)) (Z : 'M[R]_(dy, dx)) : Z = Y^T -> clip el M N v w (fun l k => pi k l) e_y e_x Z
    = L Y.
    by move=> ->; exact: clip_swap.
  rewrite (swap (A^T *m B)); last by rewrite trmx_mul trmxK.
  rewrite (swap (A^T *m (B *m P))); first exact: least.
  by rewrite trmx_mul trmxK trmx_mul oP.1 mulmxA.
Qed.
End Minimisers.
