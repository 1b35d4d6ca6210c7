(* T16: the loss in closed form; it is strongly convex. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Plane Normal_Tame Normal_Law T16_Definitions T16_LogSumExp.
Open Scope R_scope.

Lemma sum_ext f g : (forall k, f k = g k) -> sum f = sum g.
Proof. intros e; unfold sum; rewrite !e; reflexivity. Qed.

Lemma sum_le f g : (forall k, f k <= g k) -> sum f <= sum g.
Proof. intros h; unfold sum; assert (h1 := h large); assert (h2 := h medium); assert (h3 := h small); lra. Qed.

Definition minus (H K : symmetric) : symmetric := Symmetric (xx H - xx K) (xy H - xy K) (yy H - yy K).
Definition norm2 (H : symmetric) : R := xx H ^ 2 + 2 * xy H ^ 2 + yy H ^ 2.

Section Loss.
Variables w a b : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Notation E k := (normal (a k) (b k)).

Definition scores (H : symmetric) (x y : R) (l : component) : R := form H x y (a l) (b l).

Lemma tame_scores H l : tame (fun x y => scores H x y l).
Proof.
replace (fun x y => scores H x y l)
  with (quadratic 0 (xx H * a l + xy H * b l) (xy H * a l + yy H * b l) 0 0 0)
  by (apply funext2; intros; unfold quadratic, scores, form; ring).
apply tame_quadratic.
Qed.

Lemma tame_lse H : tame (fun x y => lse w (scores H x y)).
Proof.
assert (t : forall l, tame (fun x y => Rabs (scores H x y l))) by (intros l; apply tame_abs, tame_scores).
apply tame_le with (2 := tame_plus _ _ (tame_plus _ _ (t large) (t medium)) (t small)).
  intros x y; apply (continuity_1d_2d_pt_comp ln (fun x y => total w (scores H x y))).
    apply derivable_continuous_pt; exists (/ total w (scores H x y)).
    apply derivable_pt_lim_ln, total_pos; auto.
  assert (e : forall l, continuity_2d_pt (fun x y => w l * exp (scores H x y l)) x y).
    intros l; apply continuity_2d_pt_mult; [apply continuity_2d_pt_const|].
    apply (continuity_1d_2d_pt_comp exp (fun x y => scores H x y l)); [|apply tame_scores].
    apply derivable_continuous_pt, derivable_pt_exp.
  unfold total, sum; repeat apply continuity_2d_pt_plus; apply e.
intros x y; apply Rle_trans with (1 := lse_size w wp w1 (scores H x y)); apply Rle_abs.
Qed.

Definition log_part (H : symmetric) : R :=
  sum (fun k => w k * E k (fun x y => lse w (scores H x y))).

(* |H m|^2 for the mean m of the component k *)
Definition moved2 (H : symmetric) (k : component) : R :=
  (xx H * a k + xy H * b k) ^ 2 + (xy H * a k + yy H * b k) ^ 2.

(* For any pairs, centred or not. *)
Lemma infonce_closed p H : infonce p w a b (form H)
  = - sum (fun k => sum (fun l => p k l * form H (a k) (b k) (a l) (b l)))
    + / 2 * (sum (fun k => w k * moved2 H k) + norm2 H)
    + log_part H.
Proof.
assert (f1 : forall l x y, E l (fun x' y' => form H x y x' y') = form H x y (a l) (b l)).
  intros l x y; replace (fun x' y' => form H x y x' y')
    with (quadratic 0 (xx H * x + xy H * y) (xy H * x + yy H * y) 0 0 0)
    by (apply funext2; intros; unfold quadratic, form; ring).
  rewrite (normal_quadratic (a l) (b l)); unfold form; ring.
assert (f2 : forall k l, E k (fun x y => E l (fun x' y' => form H x y x' y')) = form H (a k) (b k) (a l) (b l)).
  intros k l; replace (fun x y => E l (fun x' y' => form H x y x' y'))
    with (quadratic 0 (xx H * a l + xy H * b l) (xy H * a l + yy H * b l) 0 0 0)
    by (apply funext2; intros; rewrite f1; unfold quadratic, form; ring).
  rewrite (normal_quadratic (a k) (b k)); unfold form; ring.
pose (q := quadratic 0 0 0 (/ 2 * (xx H ^ 2 + xy H ^ 2)) (xx H * xy H + xy H * yy H) (/ 2 * (xy H ^ 2 + yy H ^ 2))).
assert (f3 : forall x y, ln (sum (fun l => w l * E l (fun x' y' => exp (form H x y x' y'))))
    = q x y + lse w (scores H x y)).
  intros x y.
  rewrite (sum_ext _ (fun l => exp (q x y) * (w l * exp (scores H x y l)))).
    unfold lse, total; replace (sum _) with (exp (q x y) * sum (fun l => w l * exp (scores H x y l)))
      by (unfold sum; ring).
    rewrite ln_mult, ln_exp; [reflexivity | apply exp_pos | apply (total_pos w wp)].
  intros l; replace (fun x' y' => exp (form H x y x' y'))
    with (fun x' y' => exp ((xx H * x + xy H * y) * x' + (xy H * x + yy H * y) * y'))
    by (apply funext2; intros; f_equal; unfold form; ring).
  rewrite (normal_exponential (a l) (b l)); transitivity (w l * exp (q x y + scores H x y l)).
    f_equal; f_equal; unfold q, quadratic, scores, form; field.
  rewrite exp_plus; ring.
unfold infonce; rewrite (sum_ext _ (fun k => sum (fun l => p k l * form H (a k) (b k) (a l) (b l)))).
  2: intros k; apply sum_ext; intros l; rewrite f2; reflexivity.
rewrite (sum_ext (fun k => w k * E k _) (fun k => w k * (E k q + E k (fun x y => lse w (scores H x y))))).
  2: intros k; f_equal; rewrite <- (normal_plus (a k) (b k));
     [f_equal; apply funext2; intros; apply f3 | apply tame_quadratic | apply tame_lse].
unfold q; rewrite (sum_ext (fun k => w k * (E k _ + _)) (fun k => w k *
   ((/ 2 * (xx H ^ 2 + xy H ^ 2) * (1 + a k ^ 2) + (xx H * xy H + xy H * yy H) * (a k * b k)
    + / 2 * (xy H ^ 2 + yy H ^ 2) * (1 + b k ^ 2)) + E k (fun x y => lse w (scores H x y))))).
  2: intros k; rewrite (normal_quadratic (a k) (b k)); ring.
unfold log_part, moved2, norm2; unfold sum in *; replace (w large) with (1 - w medium - w small) by lra.
set (e1 := E large _); set (e2 := E medium _); set (e3 := E small _); field.
Qed.

Hypothesis centred_a : sum (fun k => w k * a k) = 0.
Hypothesis centred_b : sum (fun k => w k * b k) = 0.

Definition square_part (H : symmetric) : R := / 2 * (sum (fun k => w k * moved2 H k) + norm2 H).

Definition pair_part (H : symmetric) : R := / 2 * sum (fun k => w k * form H (a k) (b k) (a k) (b k)).

Lemma loss_closed H : loss w a b H = - pair_part H + square_part H + log_part H.
Proof.
assert (cr : sum (fun k => sum (fun l => coupling w k l * form H (a k) (b k) (a l) (b l)))
    = pair_part H + / 2 * form H (sum (fun k => w k * a k)) (sum (fun k => w k * b k))
        (sum (fun k => w k * a k)) (sum (fun k => w k * b k))).
  unfold pair_part, coupling, form, sum, same; ring.
unfold loss; rewrite infonce_closed, cr, centred_a, centred_b; unfold square_part, form; ring.
Qed.

Definition segment t (H K : symmetric) : symmetric :=
  Symmetric ((1 - t) * xx H + t * xx K) ((1 - t) * xy H + t * xy K) ((1 - t) * yy H + t * yy K).

Lemma square_part_large H : / 2 * norm2 H <= square_part H.
Proof.
unfold square_part; apply Rmult_le_compat_l; [lra|].
assert (n : forall k, 0 <= w k * moved2 H k).
  intros k; assert (wk := wp k); apply Rmult_le_pos; [lra | apply Rplus_le_le_0_compat; apply pow2_ge_0].
unfold sum; assert (n1 := n large); assert (n2 := n medium); assert (n3 := n small); lra.
Qed.

Lemma loss_strongly_convex H K t : 0 <= t <= 1 ->
  loss w a b (segment t H K) <= (1 - t) * loss w a b H + t * loss w a b K - t * (1 - t) / 2 * norm2 (minus H K).
Proof.
intros ht; rewrite !loss_closed; set (S := segment t H K).
assert (p : pair_part S = (1 - t) * pair_part H + t * pair_part K).
  unfold pair_part, form, sum, S, segment; simpl; ring.
assert (q : square_part S <= (1 - t) * square_part H + t * square_part K - t * (1 - t) / 2 * norm2 (minus H K)).
  assert (e : (1 - t) * square_part H + t * square_part K - square_part S = t * (1 - t) * square_part (minus H K)).
    unfold square_part, moved2, norm2, sum, S, segment, minus; simpl; ring.
  assert (d := square_part_large (minus H K)); assert (0 <= t * (1 - t)) by nra; nra.
assert (r : log_part S <= (1 - t) * log_part H + t * log_part K).
  unfold log_part.
  replace ((1 - t) * _ + _) with (sum (fun k => w k * ((1 - t) * E k (fun x y => lse w (scores H x y))
    + t * E k (fun x y => lse w (scores K x y))))) by (unfold sum; ring).
  apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp|].
  assert (mH := tame_lse H); assert (mK := tame_lse K).
  rewrite <- (normal_scale (a k) (b k)), <- (normal_scale (a k) (b k) t), <- (normal_plus (a k) (b k));
    auto using tame_scale.
  apply (normal_monotone (a k) (b k)); [apply tame_lse | apply tame_plus; apply tame_scale; auto|].
  intros x y; assert (tH := lse_tangent w wp (scores H x y) (scores S x y)).
  assert (tK := lse_tangent w wp (scores K x y) (scores S x y)).
  set (m := softmax w (scores S x y)) in *.
  assert (z : (1 - t) * mean m (fun l => scores H x y l - scores S x y l)
      + t * mean m (fun l => scores K x y l - scores S x y l) = 0).
    unfold mean, sum, scores, form, S, segment; simpl; ring.
  nra.
rewrite p; lra.
Qed.
End Loss.
