(* T54 for two modalities: noise coordinates added to x that carry no mean leave the
   minimiser of CLIP unchanged, and are zero in it. As in T54_ExtraCoordinates Phi and
   Psi stand for the expected log-sum-exp in the two directions. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_Projection.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The loss of the scores x^T X y in whitened coordinates: means N of x and M of y. From x
   to the components of y the scores have the means M^T X^T nu_k and the covariance
   M^T X^T X M, from y to those of x likewise. *)
Section Loss.
Variables (R : realFieldType) (dx dy Kx Ky : nat) (N : 'M[R]_(dx, Kx)) (M : 'M[R]_(dy, Ky)).
Variables (w : 'I_Kx -> R) (v : 'I_Ky -> R) (pi : 'M[R]_(Kx, Ky)).
Variables (Phi : 'M[R]_(Ky, Kx) -> 'M[R]_Ky -> R) (Psi : 'M[R]_(Kx, Ky) -> 'M[R]_Kx -> R).

Definition form_squares (X : 'M[R]_(dx, dy)) : R := 2%:R * frob2 X
  + \sum_k w k * frob2 (X^T *m col k N) + \sum_l v l * frob2 (X *m col l M).

Definition form_logs (X : 'M[R]_(dx, dy)) : R :=
  Phi (M^T *m X^T *m N) ((X *m M)^T *m (X *m M))
  + Psi (N^T *m X *m M) ((X^T *m N)^T *m (X^T *m N)).

Definition clip (X : 'M[R]_(dx, dy)) : R :=
  - dot X (N *m pi *m M^T) + 4%:R^-1 * form_squares X + 2%:R^-1 * form_logs X.

Hypothesis v0 : forall l, 0 <= v l.
Hypothesis Phi_mono : forall m C C', psd C -> psd C' -> lew C C' -> Phi m C <= Phi m C'.

(* What a form does outside the span of the means is of no use. *)
Lemma clip_proj (Q : 'M[R]_dx) X : is_oproj Q -> Q *m N = N ->
  clip (Q *m X) + 2%:R^-1 * frob2 ((1%:M - Q) *m X) <= clip X.
Proof.
move=> oQ QN; have XN : (Q *m X)^T *m N = X^T *m N by rewrite trmx_mul oQ.1 -mulmxA QN.
have NX : N^T *m (Q *m X) = N^T *m X by rewrite -[LHS]trmxK trmx_mul trmxK XN trmx_mul trmxK.
have dC : dot (Q *m X) (N *m pi *m M^T) = dot X (N *m pi *m M^T) by rewrite dotMl oQ.1 !mulmxA QN.
have p0 : psd ((Q *m X *m M)^T *m (Q *m X *m M)) by exact: psd_gram.
have p1 : psd ((X *m M)^T *m (X *m M)) by exact: psd_gram.
have le : lew ((Q *m X *m M)^T *m (Q *m X *m M)) ((X *m M)^T *m (X *m M)).
  have -> : (Q *m X *m M)^T *m (Q *m X *m M) = (X *m M)^T *m Q *m (X *m M).
    by rewrite -!(mulmxA Q) trmx_mul oQ.1 !mulmxA -(mulmxA _ Q Q) oQ.2.
  have oc := oproj_compl oQ; rewrite /lew.
  have -> : (X *m M)^T *m (X *m M) - (X *m M)^T *m Q *m (X *m M)
      = ((1%:M - Q) *m (X *m M))^T *m ((1%:M - Q) *m (X *m M)).
    rewrite [((1%:M - Q) *m _)^T]trmx_mul oc.1 -[RHS]mulmxA [(1%:M - Q) *m ((1%:M - Q) *m _)]mulmxA oc.2.
    by rewrite mulmxBl mul1mx mulmxBr !mulmxA.
  exact: psd_gram.
have logs : form_logs (Q *m X) <= form_logs X.
  rewrite /form_logs NX -(mulmxA M^T) XN mulmxA ler_add2r; exact: Phi_mono.
have squares : form_squares (Q *m X) + 2%:R * frob2 ((1%:M - Q) *m X)
    <= form_squares X.
  rewrite /form_squares (pythagoras_l X oQ) mulrDr [leLHS]addrAC [X in X + _ <= _]addrAC.
  apply: ler_add; first apply: ler_add => //.
    by apply: ler_sum => k _; rewrite colE !mulmxA XN.
  apply: ler_sum => l _; rewrite ler_wpmul2l // -mulmxA [leRHS](pythagoras_l _ oQ).
  by rewrite ler_addl frob2_ge0.
have e : 4%:R^-1 * (2%:R * frob2 ((1%:M - Q) *m X)) = 2%:R^-1 * frob2 ((1%:M - Q) *m X).
  by rewrite mulrA (natrM R 2 2) invfM mulfVK ?pnatr_eq0.
rewrite /clip dC -!addrA ler_add2l [2%:R^-1 * _ + _]addrC addrA -e -mulrDr.
by apply: ler_add; apply: ler_wpmul2l; rewrite ?invr_ge0 ?ler0n.
Qed.
End Loss.

Section Noise.
Variables (R : realFieldType) (d D dy Kx Ky r : nat) (J : 'M[R]_(D, d)).
(* J embeds the old whitened coordinates in the new ones: its columns are orthonormal *)
Hypothesis JJ : J^T *m J = 1%:M.
Variables (N : 'M[R]_(d, Kx)) (M : 'M[R]_(dy, Ky)) (w : 'I_Kx -> R) (v : 'I_Ky -> R) (pi : 'M[R]_(Kx, Ky)).
Variables (Phi : 'M[R]_(Ky, Kx) -> 'M[R]_Ky -> R) (Psi : 'M[R]_(Kx, Ky) -> 'M[R]_Kx -> R).
Hypothesis v0 : forall l, 0 <= v l.
Hypothesis Phi_mono : forall m C C', psd C -> psd C' -> lew C C' -> Phi m C <= Phi m C'.
Let old : 'M[R]_(d, dy) -> R := clip N M w v pi Phi Psi.
Let new : 'M[R]_(D, dy) -> R := clip (J *m N) M w v pi Phi Psi.

Lemma dot_J p (Y Z : 'M[R]_(d, p)) : dot (J *m Y) (J *m Z) = dot Y Z.
Proof. by rewrite dotMl mulmxA JJ mul1mx. Qed.

Theorem T54_clip_loss X : new (J *m X) = old X.
Proof.
have gram p q (Y : 'M[R]_(d, p)) (Z : 'M[R]_(d, q)) : (J *m Y)^T *m (J *m Z) = Y^T *m Z.
  by rewrite trmx_mul -mulmxA [J^T *m (J *m Z)]mulmxA JJ mul1mx.
rewrite /new /old /clip /form_squares /form_logs -(mulmxA M^T) !gram -!(mulmxA J) dot_J !gram.
rewrite !mulmxA {1}/frob2 dot_J -/(frob2 _); congr (- _ + _ * (_ + _ + _) + _).
- by apply: eq_bigr => k _; rewrite !colE !mulmxA -(mulmxA _ J N) gram.
- by apply: eq_bigr => l _; rewrite -(mulmxA J) {1}/frob2 dot_J.
Qed.

Let Q := J *m J^T.
Lemma oQ : is_oproj Q.
Proof. by split; rewrite /Q ?trmx_mul ?trmxK // mulmxA -(mulmxA J) JJ mulmx1. Qed.

(* A minimiser over the encoders of r rows has the form [J X], zero on the noise, X that of
   a minimiser without it. *)
Theorem T54_clip_minimiser (A' : 'M[R]_(r, D)) (B : 'M[R]_(r, dy)) :
  (forall (A1 : 'M[R]_(r, D)) (B1 : 'M[R]_(r, dy)), new (A'^T *m B) <= new (A1^T *m B1)) ->
  exists2 A : 'M[R]_(r, d), A'^T *m B = J *m (A^T *m B)
    & forall (A1 : 'M[R]_(r, d)) (B1 : 'M[R]_(r, dy)), old (A^T *m B) <= old (A1^T *m B1).
Proof.
move=> least; have QJN : Q *m (J *m N) = J *m N by rewrite /Q -mulmxA [J^T *m _]mulmxA JJ mul1mx.
have e : A'^T *m B = J *m ((A' *m J)^T *m B).
  have /(le_trans (clip_proj M w pi Psi v0 Phi_mono _ oQ QJN)) := least (A' *m Q) B.
  have -> : (A' *m Q)^T *m B = Q *m (A'^T *m B) by rewrite trmx_mul oQ.1 mulmxA.
  rewrite ger_addl pmulr_rle0 ?invr_gt0 ?ltr0n // => h.
  have /eqP : frob2 ((1%:M - Q) *m (A'^T *m B)) = 0 by apply/eqP; rewrite eq_le h frob2_ge0.
  by rewrite frob2_eq0 mulmxBl mul1mx subr_eq0 => /eqP z; rewrite {1}z /Q trmx_mul !mulmxA.
exists (A' *m J) => // A1 B1; have := least (A1 *m J^T) B1.
by rewrite e [(A1 *m _)^T]trmx_mul trmxK -mulmxA !T54_clip_loss.
Qed.
End Noise.

(* Whitening separates the new coordinates from the old ones: their block is [J], and the
   whitened means are zero on them. *)
Theorem T54_whitening (R : realFieldType) d e K (Sigma V : 'M[R]_d) (Omega U : 'M[R]_e) (Mu : 'M[R]_(d, K)) :
  V *m Sigma *m V^T = 1%:M -> U *m Omega *m U^T = 1%:M ->
  let J : 'M[R]_(d + e, d) := col_mx 1%:M 0 in
  [/\ block_mx V 0 0 U *m block_mx Sigma 0 0 Omega *m (block_mx V 0 0 U)^T = 1%:M,
      block_mx V 0 0 U *m col_mx Mu 0 = J *m (V *m Mu) & J^T *m J = 1%:M].
Proof.
move=> VS UO J; split.
- rewrite tr_block_mx !mulmx_block !trmx0 !(mulmx0, mul0mx, addr0, add0r) VS UO.
  by rewrite -scalar_mx_block.
- by rewrite mul_block_col mul_col_mx !(mulmx0, mul0mx, addr0) mul1mx.
- by rewrite tr_col_mx mul_row_col trmx1 mulmx1 mulmx0 addr0.
Qed.
