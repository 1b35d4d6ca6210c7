(* T54: noise coordinates that carry no mean leave the learned part unchanged (one
   modality). Phi stands for the expected log-sum-exp as a function of its Gaussian
   scores' mean and covariance, monotone in the covariance (T10_InfoNCE proves this
   for InfoNCE). *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contrastive Require Import All_Matrices T10_Projection.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section ExtraCoordinates.
Variables (R : realFieldType) (d D K : nat) (J : 'M[R]_(D, d)).
(* J embeds the old whitened coordinates in the new ones: its columns are orthonormal *)
Hypothesis JJ : J^T *m J = 1%:M.
Variables (N : 'M[R]_(d, K)) (w : 'I_K -> R) (Phi : 'M[R]_K -> 'M[R]_K -> R).
Let embed (H : 'M[R]_d) : 'M[R]_D := J *m H *m J^T.

Lemma frob2_J p (X : 'M[R]_(d, p)) : frob2 (J *m X) = frob2 X.
Proof. by rewrite /frob2 dotMl mulmxA JJ mul1mx. Qed.

Lemma frob2_embed H : frob2 (embed H) = frob2 H.
Proof. by rewrite /embed -mulmxA frob2_J -frob2_tr trmx_mul trmxK frob2_J frob2_tr. Qed.

Lemma embedK H p (X : 'M[R]_(d, p)) : embed H *m (J *m X) = J *m (H *m X).
Proof. by rewrite /embed -!mulmxA [J^T *m (J *m X)]mulmxA JJ mul1mx. Qed.

Lemma between_embed : between w (J *m N) = embed (between w N).
Proof.
rewrite /embed /between mulmx_sumr mulmx_suml; apply: eq_bigr => k _.
by rewrite -scalemxAr -scalemxAl !colE -!mulmxA trmx_mul !mulmxA.
Qed.

(* The loss of an embedded form is the loss of the form. *)
Theorem T54_loss H :
  loss (J *m N) w (between w (J *m N)) Phi (embed H) = loss N w (between w N) Phi H.
Proof.
rewrite /loss /gloss between_embed.
have NJ (X : 'M[R]_d) : (J *m N)^T *m embed X *m (J *m N) = N^T *m X *m N.
  by rewrite -[LHS]mulmxA embedK trmx_mul -!mulmxA [J^T *m (J *m _)]mulmxA JJ mul1mx.
have EE X Y : embed X *m embed Y = embed (X *m Y).
  by rewrite /embed !mulmxA -(mulmxA _ J^T J) JJ mulmx1.
have tE X : \tr (embed X) = \tr X by rewrite /embed mxtrace_mulC mulmxA JJ mul1mx.
rewrite !EE !NJ tE; congr (- _ + _ * _ + _).
rewrite /qpart frob2_embed; congr (_ + _); apply: eq_bigr => k _.
by rewrite !colE -[J *m N *m _]mulmxA embedK frob2_J.
Qed.

(* With T10: a minimiser over the new coordinates is a minimiser over the old
   ones, extended by zero. *)
Theorem T54_minimiser r (B' : 'M[R]_(r, D)) :
  (forall k, 0 <= w k) -> loewner_mono Phi ->
  is_min (loss (J *m N) w (between w (J *m N)) Phi) B' ->
  exists2 B : 'M[R]_(r, d), B' = B *m J^T & is_min (loss N w (between w N) Phi) B.
Proof.
move=> w0 mono minB; have /submxP[c cE] := minimiser_in_span w0 mono minB.
have BE : B' = (c *m N^T) *m J^T by rewrite cE trmx_mul mulmxA.
have gram (B : 'M[R]_(r, d)) : (B *m J^T)^T *m (B *m J^T) = embed (B^T *m B).
  by rewrite trmx_mul trmxK /embed !mulmxA.
exists (c *m N^T) => // B; have := minB (B *m J^T).
by rewrite BE !gram !T54_loss.
Qed.
End ExtraCoordinates.
