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

Definition turned_a (k : component) : R := u1 * a k + u2 * b k.
Definition turned_b (k : component) : R := u1 * b k - u2 * a k.

Lemma infonce_back p K : infonce p w turned_a turned_b (form K) = infonce p w a b (form (back K)).
Proof.
assert (one : forall z, (u1 ^ 2 + u2 ^ 2) * z = z) by (intros z; rewrite unit_vector; ring).
rewrite (infonce_closed w turned_a turned_b wp w1), (infonce_closed w a b wp w1).
assert (m : forall k, moved2 turned_a turned_b K k = moved2 a b (back K) k).
  intros k; transitivity ((u1 ^ 2 + u2 ^ 2) * moved2 turned_a turned_b K k); [symmetry; apply one|].
  unfold moved2, back, turned_a, turned_b; simpl; ring.
assert (n : norm2 K = norm2 (back K)).
  transitivity ((u1 ^ 2 + u2 ^ 2) * ((u1 ^ 2 + u2 ^ 2) * norm2 K)); [rewrite !one; reflexivity|].
  unfold norm2, back; simpl; ring.
rewrite n, (sum_ext (fun k => w k * moved2 turned_a turned_b K k) (fun k => w k * moved2 a b (back K) k))
  by (intros; rewrite m; reflexivity).
f_equal; [f_equal; f_equal|].
- do 2 (apply sum_ext; intros ?); rewrite form_back; reflexivity.
- unfold log_part; apply sum_ext; intros k; f_equal.
  assert (r := normal_rotated (a k) (b k) u1 u2 _ (tame_lse w turned_a turned_b wp w1 K) unit_vector not_half_turn).
  refine (eq_trans (eq_sym r) _).
  f_equal; apply funext2; intros x y; unfold lse, total, scores; f_equal; apply sum_ext; intros l.
  rewrite form_back; reflexivity.
Qed.
End Rotation.
