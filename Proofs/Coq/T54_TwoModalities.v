(* T54 for two modalities: noise coordinates added to x that carry no mean leave the
   minimiser of population CLIP unchanged, and are zero in it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_Projection T10_InfoNCE T50_CLIP.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Noise.
Variables (R : realFieldType) (el : explog R) (d D dy Kx Ky r : nat) (J : 'M[R]_(D, d)).
(* J embeds the old whitened coordinates in the new ones: its columns are orthonormal *)
Hypothesis JJ : J^T *m J = 1%:M.
Variables (N : 'M[R]_(d, Kx)) (M : 'M[R]_(dy, Ky)) (w : 'I_Kx -> R) (v : 'I_Ky -> R) (pi : 'I_Kx -> 'I_Ky -> R).
Variables (eo : expectation R d) (en : expectation R D) (e_y : expectation R dy).
Hypothesis w0 : forall k, 0 <= w k.
Hypothesis w1 : \sum_k w k = 1.
Hypothesis v0 : forall l, 0 <= v l.
Hypothesis v1 : \sum_l v l = 1.
Hypothesis Go : gaussian el v eo.
Hypothesis Gn : gaussian el v en.
Hypothesis Gy : gaussian el w e_y.
(* The old coordinates keep their law. *)
Hypothesis law : forall f, adm eo f -> E en (fun g => f (J^T *m g)) = E eo f.
Let old : 'M[R]_(d, dy) -> R := clip el N M w v pi eo e_y.
Let new : 'M[R]_(D, dy) -> R := clip el (J *m N) M w v pi en e_y.

Theorem T54_clip_loss X : new (J *m X) = old X.
Proof.
have gram p q (Y : 'M[R]_(d, p)) (Z : 'M[R]_(d, q)) : (J *m Y)^T *m (J *m Z) = Y^T *m Z.
  by rewrite trmx_mul -mulmxA [J^T *m (J *m Z)]mulmxA JJ mul1mx.
have fJ p (Y : 'M[R]_(d, p)) : frob2 (J *m Y) = frob2 Y by rewrite /frob2 /dot gram.
have colJ k : col k (J *m N) = J *m col k N by rewrite !colE mulmxA.
rewrite /new /old /clip; congr (- _ + _ * (_ + _)).
- apply: eq_bigr => k _; apply: eq_bigr => l _; congr (_ * _).
  by rewrite (pair_term (J *m N) M Gn Gy) (pair_term N M Go Gy) colJ -mulmxA /dot gram.
- rewrite (direction_closed _ _ w1 v0 v1 Gn Gy) (direction_closed _ _ w1 v0 v1 Go Gy) fJ; congr (_ * (_ + _) + _).
    by apply: eq_bigr => k _; rewrite colJ gram.
  apply: eq_bigr => k _; congr (_ * _); rewrite -law; last exact: (g_lse Go).
  apply: E_ext => [|g]; first exact: (g_lse Gn).
  have e p (Y : 'M[R]_(D, p)) : M^T *m (J *m X)^T *m Y = M^T *m X^T *m (J^T *m Y) by rewrite trmx_mul !mulmxA.
  by rewrite !e colJ [J^T *m (J *m _)]mulmxA JJ mul1mx.
- rewrite (direction_closed _ _ v1 w0 w1 Gy Gn) (direction_closed _ _ v1 w0 w1 Gy Go) !frob2_tr fJ !trmxK.
  rewrite /logs !trmxK gram; congr (_ * (_ + _) + _).
  by apply: eq_bigr => l _; rewrite -mulmxA fJ.
Qed.

(* A minimiser over the encoders of r rows has the form [J X], zero on the noise, X that of
   a minimiser without it. *)
Theorem T54_clip_minimiser (A' : 'M[R]_(r, D)) (B : 'M[R]_(r, dy)) :
  (forall (A1 : 'M[R]_(r, D)) (B1 : 'M[R]_(r, dy)), new (A'^T *m B) <= new (A1^T *m B1)) ->
  exists2 A : 'M[R]_(r, d), A'^T *m B = J *m (A^T *m B)
    & forall (A1 : 'M[R]_(r, d)) (B1 : 'M[R]_(r, dy)), old (A^T *m B) <= old (A1^T *m B1).
Proof.
move=> least; pose Q := J *m J^T; have oQ : is_oproj Q.
  by split; rewrite /Q ?trmx_mul ?trmxK // mulmxA -(mulmxA J) JJ mulmx1.
have QJN : Q *m (J *m N) = J *m N by rewrite /Q -mulmxA [J^T *m _]mulmxA JJ mul1mx.
have e : A'^T *m B = J *m ((A' *m J)^T *m B).
  have -> : J *m ((A' *m J)^T *m B) = Q *m (A'^T *m B) by rewrite /Q trmx_mul !mulmxA.
  apply: nothing_outside (clip_left M pi w0 w1 v0 v1 Gn Gy (A'^T *m B) oQ QJN) _.
  by rewrite mulmxA -{1}oQ.1 -trmx_mul; exact: least.
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
