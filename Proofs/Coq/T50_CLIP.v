(* T50 for minimisers, from the definition of population CLIP, with the record [gaussian] of T10_InfoNCE for the laws
   of the noise: both sides of the form lie in the spans of the means. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_Projection Certificate T10_InfoNCE.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

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
  apply: eq_bigr => k _; apply: eq_bigr => i _; rewrite (pair_term N M Gx Gy (Q *m X)) (pair_term N M Gx Gy X) -mulmxA.
  by rewrite -{1}oQ.1 -dotMl (Pcol QN).
rewrite /clip pairs -addrA ler_add2l -mulrDr ler_wpmul2l ?invr_ge0 ?ler0n //.
have := ler_add l r; rewrite addrACA -mulrDl.
have -> : 2%:R^-1 + 2%:R^-1 = 1 :> R by rewrite -[X in X + X]mulr1 halves.
by rewrite mul1r.
Qed.
End Loss.

Lemma nothing_outside (R : realFieldType) n p (P : 'M[R]_n) (X : 'M[R]_(n, p)) (c c' : R) :
  c' + 2%:R^-1 * frob2 ((1%:M - P) *m X) <= c -> c <= c' -> X = P *m X.
Proof.
move=> h cc; have := le_trans h cc; rewrite ger_addl pmulr_rle0 ?invr_gt0 ?ltr0n // => z.
have /eqP : frob2 ((1%:M - P) *m X) = 0 by apply/eqP; rewrite eq_le z frob2_ge0.
by rewrite frob2_eq0 mulmxBl mul1mx subr_eq0 => /eqP.
Qed.

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
apply: eq_bigr => k _; apply: eq_bigr => l _; rewrite (pair_term N M Gx Gy) (pair_term M N Gy Gx).
by rewrite [in LHS]dotC dotMl trmxK.
Qed.

Theorem T50_minimisers (A : 'M[R]_(r, dx)) (B : 'M[R]_(r, dy)) :
  (forall (A1 : 'M[R]_(r, dx)) (B1 : 'M[R]_(r, dy)), L (A^T *m B) <= L (A1^T *m B1)) ->
  (B^T *m A <= N^T)%MS /\ (A^T *m B <= M^T)%MS.
Proof.
move=> least.
have inside p q (P : 'M[R]_p) (X : 'M[R]_(p, q)) (c c' : R) : is_oproj P ->
    c' + 2%:R^-1 * frob2 ((1%:M - P) *m X) <= c -> c <= c' -> (X^T <= P)%MS.
  by move=> oP h cc; rewrite (nothing_outside h cc) trmx_mul oP.1 submxMl.
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
