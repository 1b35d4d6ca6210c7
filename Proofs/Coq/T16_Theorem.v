(* T16, the theorem: this mixture's population InfoNCE has a minimiser, and the row space of
   every minimiser is a line, where the Fisher subspace is the plane. *)
From Coq Require Import Reals Lra Psatz.
From Contrastive Require Import T16_Definitions T16_LogSumExp T16_Loss T16_Encoders T16_Certificate T16_Integrals
  T16_Counterexample T16_Existence.
Open Scope R_scope.

Definition minimal (A : encoder) : Prop :=
  forall C, encoder_loss weight mean1 mean2 A <= encoder_loss weight mean1 mean2 C.

Theorem T16_minimiser_exists : exists A, minimal A.
Proof.
destruct (minimiser_exists weight mean1 mean2 weight_pos weight_sum mean1_centred mean2_centred) as [H [pH least]].
destruct (gram_onto H pH) as [A <-]; exists A; intros C; unfold encoder_loss; rewrite !infonce_gram; apply least, psd_gram.
Qed.

(* A minimising encoder sees something, A x <> 0 for some x; and it is blind to a direction,
   A v = 0: its row space is a line. *)
Theorem T16_minimiser_is_of_rank_one A : minimal A ->
  (exists x y, out1 A x y <> 0 \/ out2 A x y <> 0) /\
  (exists x y, (x <> 0 \/ y <> 0) /\ out1 A x y = 0 /\ out2 A x y = 0).
Proof.
intros least.
assert (least_psd : forall K, psd K -> loss weight mean1 mean2 (gram A) <= loss weight mean1 mean2 K).
  intros K pK; destruct (gram_onto K pK) as [C <-]; unfold loss; rewrite <- !infonce_gram; apply least.
split.
- destruct (zero_is_not_minimal weight mean1 mean2 weight_pos weight_sum mean1_centred mean2_centred) as [K [pK lt]].
    unfold moment, sum, weight, mean2; lra.
  destruct (Req_dec (a11 A) 0) as [e1 |]; [|exists 1, 0; left; unfold out1; lra].
  destruct (Req_dec (a12 A) 0) as [e2 |]; [|exists 0, 1; left; unfold out1; lra].
  destruct (Req_dec (a21 A) 0) as [e3 |]; [|exists 1, 0; right; unfold out2; lra].
  destruct (Req_dec (a22 A) 0) as [e4 |]; [|exists 0, 1; right; unfold out2; lra].
  exfalso; assert (l := least_psd K pK).
  replace (gram A) with (Symmetric 0 0 0) in l by (unfold gram; rewrite e1, e2, e3, e4; f_equal; ring); lra.
- assert (d := T16_optimum_is_singular (gram A) (psd_gram A) least_psd).
  assert (z : a11 A * a22 A - a12 A * a21 A = 0).
    assert (s : (a11 A * a22 A - a12 A * a21 A) ^ 2 = 0) by (rewrite <- d; unfold det, gram; simpl; ring); nra.
  destruct (Req_dec (a11 A) 0) as [e1 |]; [destruct (Req_dec (a12 A) 0) as [e2 |]|].
  + destruct (Req_dec (a22 A) 0) as [e3 |].
      exists 0, 1; unfold out1, out2; rewrite e1, e2, e3; repeat split; [right; lra | ring | ring].
    exists (- a22 A), (a21 A); unfold out1, out2; rewrite e1, e2; repeat split; [left; lra | ring | ring].
  + exists (- a12 A), (a11 A); unfold out1, out2; repeat split; [left; lra | ring | lra].
  + exists (- a12 A), (a11 A); unfold out1, out2; repeat split; [right; lra | ring | lra].
Qed.
