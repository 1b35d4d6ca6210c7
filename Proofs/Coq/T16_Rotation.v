(* T16: turned axes. The loss is that of the turned mixture at the turned matrix. *)
From Coq Require Import Reals Lra Psatz.
From Contrastive Require Import Normal_Tame Normal_Law T16_Definitions T16_LogSumExp T16_Loss.
Open Scope R_scope.

Section Rotation.
Variables (u1 u2 : R).
Hypothesis unit_vector : u1 ^ 2 + u2 ^ 2 = 1.

(* K in the turned coordinates is [back K] in the original ones. *)
Definition back (K : symmetric) : symmetric := Symmetric
  (xx K * u1 ^ 2 - 2 * xy K * (u1 * u2) + yy K * u2 ^ 2)
  (xx K * (u1 * u2) + xy K * (u1 ^ 2 - u2 ^ 2) - yy K * (u1 * u2))
  (xx K * u2 ^ 2 + 2 * xy K * (u1 * u2) + yy K * u1 ^ 2).
Definition forth (H : symmetric) : symmetric := Symmetric
  (xx H * u1 ^ 2 + 2 * xy H * (u1 * u2) + yy H * u2 ^ 2)
  (- xx H * (u1 * u2) + xy H * (u1 ^ 2 - u2 ^ 2) + yy H * (u1 * u2))
  (xx H * u2 ^ 2 - 2 * xy H * (u1 * u2) + yy H * u1 ^ 2).

Lemma form_back K x y x' y' : form (back K) x y x' y'
  = form K (u1 * x + u2 * y) (u1 * y - u2 * x) (u1 * x' + u2 * y') (u1 * y' - u2 * x').
Proof. unfold form, back; simpl; ring. Qed.

Lemma back_forth H : back (forth H) = H.
Proof.
assert (one : forall z, (u1 ^ 2 + u2 ^ 2) ^ 2 * z = z) by (intros z; rewrite unit_vector; ring).
destruct H as [p q r]; unfold back, forth; simpl xx; simpl xy; simpl yy.
f_equal; [transitivity ((u1 ^ 2 + u2 ^ 2) ^ 2 * p) | transitivity ((u1 ^ 2 + u2 ^ 2) ^ 2 * q)
  | transitivity ((u1 ^ 2 + u2 ^ 2) ^ 2 * r)]; solve [ring | apply one].
Qed.

Lemma psd_back K : psd K -> psd (back K).
Proof. intros p x y; rewrite form_back; apply p. Qed.

Lemma psd_forth H : psd H -> psd (forth H).
Proof.
intros p x y; replace (form (forth H) x y x y) with
  (form H (u1 * x - u2 * y) (u2 * x + u1 * y) (u1 * x - u2 * y) (u2 * x + u1 * y)); [apply p|].
unfold form, forth; simpl; ring.
Qed.

Lemma det_forth H : det (forth H) = det H.
Proof.
rewrite <- (Rmult_1_l (det H)); replace 1 with ((u1 ^ 2 + u2 ^ 2) ^ 2) by (rewrite unit_vector; ring).
unfold det, forth; simpl; ring.
Qed.

Variables w a b : component -> R.
Hypothesis not_half_turn : u1 <> -1.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Hypothesis centred_a : sum (fun k => w k * a k) = 0.
Hypothesis centred_b : sum (fun k => w k * b k) = 0.

Definition turned_a (k : component) : R := u1 * a k + u2 * b k.
Definition turned_b (k : component) : R := u1 * b k - u2 * a k.

Lemma loss_back K : loss w turned_a turned_b K = loss w a b (back K).
Proof.
assert (one : forall z, (u1 ^ 2 + u2 ^ 2) * z = z) by (intros z; rewrite unit_vector; ring).
assert (ca : sum (fun k => w k * turned_a k) = 0).
  transitivity (u1 * sum (fun k => w k * a k) + u2 * sum (fun k => w k * b k));
    [unfold sum, turned_a; ring | rewrite centred_a, centred_b; ring].
assert (cb : sum (fun k => w k * turned_b k) = 0).
  transitivity (u1 * sum (fun k => w k * b k) - u2 * sum (fun k => w k * a k));
    [unfold sum, turned_b; ring | rewrite centred_a, centred_b; ring].
rewrite (loss_closed w turned_a turned_b wp w1 ca cb), (loss_closed w a b wp w1 centred_a centred_b).
f_equal; [f_equal; [f_equal|]|].
- unfold pair_part; f_equal; apply sum_ext; intros k; rewrite form_back; reflexivity.
- assert (v : forall k, (xx (back K) * a k + xy (back K) * b k) ^ 2 + (xy (back K) * a k + yy (back K) * b k) ^ 2
      = (xx K * turned_a k + xy K * turned_b k) ^ 2 + (xy K * turned_a k + yy K * turned_b k) ^ 2).
    intros k; rewrite <- (one ((xx K * turned_a k + _) ^ 2 + _)); unfold back, turned_a, turned_b; simpl; ring.
  assert (f : xx (back K) ^ 2 + 2 * xy (back K) ^ 2 + yy (back K) ^ 2 = xx K ^ 2 + 2 * xy K ^ 2 + yy K ^ 2).
    transitivity ((u1 ^ 2 + u2 ^ 2) * ((u1 ^ 2 + u2 ^ 2) * (xx K ^ 2 + 2 * xy K ^ 2 + yy K ^ 2)));
      [unfold back; simpl; ring | rewrite !one; reflexivity].
  unfold square_part; rewrite (sum_ext _ (fun k => w k * ((xx (back K) * a k + xy (back K) * b k) ^ 2
    + (xy (back K) * a k + yy (back K) * b k) ^ 2))) by (intros; rewrite v; reflexivity); lra.
- unfold log_part; apply sum_ext; intros k; f_equal.
  assert (r := normal_rotated (a k) (b k) u1 u2 _ (tame_lse w turned_a turned_b wp w1 K) unit_vector not_half_turn).
  refine (eq_trans (eq_sym r) _).
  f_equal; apply funext2; intros x y; unfold lse, total, scores; f_equal; apply sum_ext; intros l.
  rewrite form_back; reflexivity.
Qed.
End Rotation.
