(* T16, the theorem: this mixture's population InfoNCE has a minimiser, and the row space of
   every minimiser is a line, where the Fisher subspace is the plane. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Contrastive Require Import T16_Definitions T16_LogSumExp T16_Loss T16_Certificate T16_Integrals
  T16_Counterexample T16_Existence.
Open Scope R_scope.

(* The loss of an encoder is that of its Gram matrix; every positive semidefinite matrix is one. *)
Definition gram (A : encoder) : symmetric := Symmetric (a11 A ^ 2 + a21 A ^ 2)
  (a11 A * a12 A + a21 A * a22 A) (a12 A ^ 2 + a22 A ^ 2).

Lemma form_gram A x y x' y' :
  form (gram A) x y x' y' = out1 A x y * out1 A x' y' + out2 A x y * out2 A x' y'.
Proof. unfold form, gram, out1, out2; simpl; ring. Qed.

Lemma loss_gram w a b A : loss w a b (gram A) = encoder_loss w a b A.
Proof.
unfold loss, encoder_loss; f_equal.
do 4 (apply functional_extensionality; intros ?); apply form_gram.
Qed.

Lemma psd_gram A : psd (gram A).
Proof. intros x y; rewrite form_gram; nra. Qed.

Lemma gram_onto H : psd H -> exists A, gram A = H.
Proof.
intros p; assert (x0 : 0 <= xx H) by (assert (q := p 1 0); unfold form in q; lra).
assert (y0 := psd_yy H p); destruct x0 as [x0 | x0].
- assert (d0 : 0 <= det H).
    assert (r := p (xy H) (- xx H)); unfold form in r; unfold det.
    apply Rmult_le_reg_l with (xx H); auto; lra.
  assert (e0 : 0 <= det H / xx H) by (apply Rmult_le_pos; [auto | left; apply Rinv_0_lt_compat; auto]).
  assert (s0 := sqrt_lt_R0 _ x0); assert (s2 := sqrt_sqrt _ (Rlt_le _ _ x0)); assert (t2 := sqrt_sqrt _ e0).
  set (s := sqrt (xx H)) in *; set (t := sqrt (det H / xx H)) in *.
  exists (Encoder s (xy H / s) 0 t); clearbody s t; unfold det in t2.
  destruct H as [p1 q1 r1]; unfold gram; simpl a11; simpl a12; simpl a21; simpl a22; simpl in s2, t2, x0; f_equal.
  + rewrite <- s2; ring.
  + field; lra.
  + transitivity (q1 ^ 2 / (s * s) + t * t); [field; lra | rewrite s2, t2; field; lra].
- assert (q0 : xy H = 0).
    destruct (Req_dec (xy H) 0) as [| n]; auto; exfalso.
    assert (q := p (- (yy H + 1) / xy H) 1); unfold form in q; rewrite <- x0 in q.
    replace (0 * _ + _ + _) with (- yy H - 2) in q by (field; auto); lra.
  exists (Encoder 0 0 0 (sqrt (yy H))); assert (t2 := sqrt_sqrt _ y0); set (t := sqrt (yy H)) in *; clearbody t.
  destruct H as [p1 q1 r1]; simpl in x0, q0, t2; subst p1 q1; unfold gram; simpl; f_equal; [ring | ring | rewrite <- t2; ring].
Qed.

Definition minimal (A : encoder) : Prop :=
  forall C, encoder_loss weight mean1 mean2 A <= encoder_loss weight mean1 mean2 C.

Theorem T16_minimiser_exists : exists A, minimal A.
Proof.
destruct (minimiser_exists weight mean1 mean2 weight_pos weight_sum mean1_centred mean2_centred) as [H [pH least]].
destruct (gram_onto H pH) as [A <-]; exists A; intros C; rewrite <- !loss_gram; apply least, psd_gram.
Qed.

(* A minimising encoder sees something, A x <> 0 for some x; and it is blind to a direction,
   A v = 0: its row space is a line. *)
Theorem T16_minimiser_is_of_rank_one A : minimal A ->
  (exists x y, out1 A x y <> 0 \/ out2 A x y <> 0) /\
  (exists x y, (x <> 0 \/ y <> 0) /\ out1 A x y = 0 /\ out2 A x y = 0).
Proof.
intros least.
assert (least_psd : forall K, psd K -> loss weight mean1 mean2 (gram A) <= loss weight mean1 mean2 K).
  intros K pK; destruct (gram_onto K pK) as [C <-]; rewrite !loss_gram; apply least.
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
