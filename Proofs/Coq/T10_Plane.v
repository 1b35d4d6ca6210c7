(* T10 from the definition, for three components in the plane with covariance I, any weights,
   means and pairs, and encoders of two rows: where a direction v is orthogonal to every mean,
   every critical encoder and every minimising one is blind to it, A v = 0. The derivative
   that this needs is proved, from the tangents of the log-sum-exp. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line Normal_Plane Normal_Tame Normal_Law T16_Definitions T16_LogSumExp T16_Loss
  T16_Encoders T16_Certificate T16_Rotation.
Open Scope R_scope.

(* The encoder A + t D. *)
Definition along_line (A D : encoder) (t : R) : encoder :=
  Encoder (a11 A + t * a11 D) (a12 A + t * a12 D) (a21 A + t * a21 D) (a22 A + t * a22 D).

(* All directional derivatives are 0. *)
Definition critical (L : encoder -> R) (A : encoder) : Prop :=
  forall D, is_derive (fun t => L (along_line A D t)) 0 0.

Lemma derivative_of_expansion (f : R -> R) l c : 0 <= c ->
  (forall t, Rabs t <= 1 -> Rabs (f t - f 0 - t * l) <= c * t ^ 2) -> is_derive f 0 l.
Proof.
intros c0 h; apply is_derive_Reals; intros eps pe.
assert (pd : 0 < Rmin 1 (eps / (c + 1))) by (apply Rmin_pos; [lra | apply Rdiv_lt_0_compat; lra]).
exists (mkposreal _ pd); intros t t0 ht; simpl in ht; rewrite Rplus_0_l.
assert (x1 := Rmin_l 1 (eps / (c + 1))); assert (x2 := Rmin_r 1 (eps / (c + 1))).
assert (q := h t ltac:(lra)); assert (pt := Rabs_pos_lt _ t0).
replace ((f t - f 0) / t - l) with ((f t - f 0 - t * l) / t) by (field; auto).
unfold Rdiv; rewrite Rabs_mult, Rabs_inv; apply Rmult_lt_reg_r with (Rabs t); auto.
rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
assert (e : (c + 1) * (eps / (c + 1)) = eps) by (field; lra).
rewrite <- (pow2_abs t) in q; apply Rle_lt_trans with (1 := q).
assert ((c + 1) * Rabs t < eps) by (rewrite <- e; apply Rmult_lt_compat_l; lra); nra.
Qed.

Lemma weighted w x y z t c : (forall k, 0 < w k) -> sum w = 1 ->
  (forall k, x k + t * y k <= z k /\ z k <= x k + t * y k + c) ->
  sum (fun k => w k * x k) + t * sum (fun k => w k * y k) <= sum (fun k => w k * z k)
  <= sum (fun k => w k * x k) + t * sum (fun k => w k * y k) + c.
Proof.
intros wp w1 h; assert (l := fun k => Rmult_le_compat_l (w k) _ _ (Rlt_le _ _ (wp k)) (proj1 (h k))).
assert (u := fun k => Rmult_le_compat_l (w k) _ _ (Rlt_le _ _ (wp k)) (proj2 (h k))).
assert (l1 := sum_le _ _ l); assert (u1 := sum_le _ _ u); cbv beta in l1, u1; unfold sum in *.
split; [lra|].
replace c with ((w large + w medium + w small) * c) by (rewrite w1; ring); lra.
Qed.

(* All means on the first axis. *)
Section Axis.
Variable p : component -> component -> R.
Variables w a : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Definition no_height (k : component) : R := 0.
Notation E k := (normal (a k) (no_height k)).
Notation L A := (infonce p w a no_height (inner A)).

(* The second column of A grows by the factor 1 + t. *)
Definition stretched (A : encoder) (t : R) : encoder := along_line A (Encoder 0 (a12 A) 0 (a22 A)) t.

Definition g (z : R) : R := mean (posterior w a 1 z) a.

Lemma g_monotone z z' : 0 <= (z - z') * (g z - g z').
Proof.
assert (t := lse_tangent w wp (fun l => 1 * (z * a l)) (fun l => 1 * (z' * a l))).
assert (t' := lse_tangent w wp (fun l => 1 * (z' * a l)) (fun l => 1 * (z * a l))).
cbv beta in t, t'.
assert (e : forall u v v', mean (posterior w a 1 u) (fun l => 1 * (v * a l) - 1 * (v' * a l)) = (v - v') * g u)
  by (intros; unfold g, mean, sum; ring).
change (softmax w (fun l => 1 * (z' * a l))) with (posterior w a 1 z') in t.
change (softmax w (fun l => 1 * (z * a l))) with (posterior w a 1 z) in t'.
rewrite e in t, t'; lra.
Qed.

Lemma tame_g u v : tame (fun x y => g (u * x + v * y)).
Proof.
split.
  intros x y; apply (continuity_1d_2d_pt_comp g (fun x y => u * x + v * y)).
    apply posterior_mean_continuous; auto.
  apply (tame_plus (fun x _ => u * x) (fun _ y => v * y)); apply tame_scale; [apply tame_x | apply tame_y].
exists (size a), 0; split; [|split; [lra|]].
  assert (q := fun l => Rabs_pos (a l)); unfold size.
  assert (q1 := q large); assert (q2 := q medium); assert (q3 := q small); lra.
intros x y; rewrite Rmult_0_l, exp_0, Rmult_1_r; apply posterior_mean_size; auto.
Qed.

(* The derivative of the scores' log-sum-exp. *)
Definition slope_at (u v x y : R) : R := v * (y * g (u * x + v * y)).

Lemma tame_slope u v : tame (slope_at u v).
Proof. apply tame_scale, (tame_mult _ _ tame_y (tame_g u v)). Qed.

(* The coordinate y is independent of x and has mean 0, and y (g (. + y) - g) >= 0. *)
Lemma slope_pos u v k : 0 <= E k (slope_at u v).
Proof.
assert (tg : tame1 (fun x => g (u * x))).
  apply tame1_of_tame; replace (fun x _ => g (u * x)) with (fun x y => g (u * x + 0 * y)); [apply tame_g|].
  apply funext2; intros; f_equal; ring.
assert (ty : tame (fun x y => g (u * x) * y)) by (apply (tame_mult _ _ (tame_of_x _ tg) tame_y)).
assert (z : E k (fun x y => v * (g (u * x) * y)) = 0).
  rewrite (normal_scale (a k) (no_height k) v _ ty).
  rewrite (normal_product _ _ (fun x => g (u * x)) (fun y => y) tg tame1_id), first_moment; unfold no_height; ring.
rewrite <- z; apply normal_monotone; [apply tame_scale, ty | apply tame_slope|].
intros x y; unfold slope_at; assert (m := g_monotone (u * x + v * y) (u * x)).
replace (u * x + v * y - u * x) with (v * y) in m by ring; lra.
Qed.

Lemma scores_stretched A t x y l : scores a no_height (gram (stretched A t)) x y l
  = 1 * ((xx (gram A) * x + (1 + t) * xy (gram A) * y) * a l).
Proof. unfold scores, form, gram, stretched, along_line, no_height; simpl; ring. Qed.

Notation S A t x y := (scores a no_height (gram (stretched A t)) x y).

Definition slope (A : encoder) : R := sum (fun k => w k * E k (slope_at (xx (gram A)) (xy (gram A)))).

Lemma log_part_expands A : exists c, 0 <= c /\ forall t, let f s := log_part w a no_height (gram (stretched A s)) in
  f 0 + t * slope A <= f t <= f 0 + t * slope A + c * t ^ 2.
Proof.
set (u := xx (gram A)); set (v := xy (gram A)); set (r := 2 * size a).
assert (spread : forall k l, Rabs (a k - a l) <= r).
  assert (s : forall k, Rabs (a k) <= size a).
    intros k; assert (q := fun l => Rabs_pos (a l)); unfold size.
    assert (q1 := q large); assert (q2 := q medium); assert (q3 := q small); destruct k; lra.
  intros k l; assert (t := Rabs_triang (a k) (- a l)); rewrite Rabs_Ropp in t.
  assert (s1 := s k); assert (s2 := s l); unfold r, Rminus; lra.
exists (2 * v ^ 2 * r ^ 2); split.
  assert (q1 := pow2_ge_0 v); assert (q2 := pow2_ge_0 r); apply Rmult_le_pos; lra.
intros t.
assert (m : forall x y, mean (softmax w (S A 0 x y)) (fun l => S A t x y l - S A 0 x y l) = t * slope_at u v x y).
  intros x y; assert (e : S A 0 x y = fun l => 1 * ((u * x + v * y) * a l)).
    apply functional_extensionality; intros l; rewrite scores_stretched; fold u v; ring.
  rewrite e; change (softmax w (fun l => 1 * ((u * x + v * y) * a l))) with (posterior w a 1 (u * x + v * y)).
  unfold slope_at, g, mean, sum; rewrite !scores_stretched; fold u v; ring.
assert (t0 := tame_lse w a no_height wp w1 (gram (stretched A 0))).
assert (tt := tame_lse w a no_height wp w1 (gram (stretched A t))); assert (ts := tame_slope u v).
assert (ty := tame_square_y).
assert (low : forall k, E k (fun x y => lse w (S A 0 x y)) + t * E k (slope_at u v) <= E k (fun x y => lse w (S A t x y))).
  intros k; rewrite <- (normal_linear (a k) (no_height k) _ _ t t0 ts).
  apply normal_monotone; [apply tame_plus; [exact t0 | apply tame_scale, ts] | exact tt|].
  intros x y; rewrite <- m; apply lse_tangent; auto.
assert (up : forall k, E k (fun x y => lse w (S A t x y))
    <= E k (fun x y => lse w (S A 0 x y)) + t * E k (slope_at u v) + 2 * v ^ 2 * r ^ 2 * t ^ 2).
  intros k; assert (one : E k (fun _ y => y ^ 2) = 1).
    rewrite (normal_of_y _ _ _ tame1_square), second_moment; unfold no_height; ring.
  rewrite <- (Rmult_1_r (2 * v ^ 2 * r ^ 2 * t ^ 2)), <- one, <- (normal_linear (a k) (no_height k) _ _ t t0 ts).
  rewrite <- (normal_linear _ _ _ _ _ (tame_plus _ _ t0 (tame_scale t _ ts)) ty).
  apply normal_monotone; [exact tt | repeat apply tame_plus; try apply tame_scale; auto |].
  intros x y; rewrite <- m.
  replace (2 * v ^ 2 * r ^ 2 * t ^ 2 * y ^ 2) with (2 * (Rabs (t * v * y) * r) ^ 2).
    apply lse_above; auto; intros i j; rewrite !scores_stretched; fold u v.
    replace (_ - _ - _) with ((t * v * y) * (a i - a j)) by ring; rewrite Rabs_mult.
    apply Rmult_le_compat_l; auto using Rabs_pos.
  rewrite Rpow_mult_distr, pow2_abs; ring.
exact (weighted w _ _ _ t _ wp w1 (fun k => conj (low k) (up k))).
Qed.

Lemma expansion A : exists l c, yy (gram A) ^ 2 <= l /\ 0 <= c /\
  forall t, Rabs t <= 1 -> Rabs (L (stretched A t) - L (stretched A 0) - t * l) <= c * t ^ 2.
Proof.
destruct (log_part_expands A) as [c [c0 h]].
set (q := sum (fun k => w k * a k ^ 2)); set (v := xy (gram A)); set (y := yy (gram A)).
assert (s0 : 0 <= slope A).
  unfold slope; replace 0 with (sum (fun k => w k * 0)) by (unfold sum; ring).
  apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp | apply slope_pos].
assert (q0 : 0 <= q).
  unfold q; replace 0 with (sum (fun k => w k * 0)) by (unfold sum; ring).
  apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp | apply pow2_ge_0].
assert (v0 := pow2_ge_0 v); assert (y0 := pow2_ge_0 y); assert (0 <= v ^ 2 * q) by (apply Rmult_le_pos; auto).
exists (v ^ 2 * q + 2 * v ^ 2 + 2 * y ^ 2 + slope A), (c + v ^ 2 * q + 2 * v ^ 2 + 6 * y ^ 2).
split; [fold y; lra | split; [lra|]].
intros t ht; rewrite !infonce_gram, !(infonce_closed w a no_height wp w1).
assert (same_pairs : sum (fun k => sum (fun l => p k l * form (gram (stretched A t)) (a k) (no_height k) (a l) (no_height l)))
    = sum (fun k => sum (fun l => p k l * form (gram (stretched A 0)) (a k) (no_height k) (a l) (no_height l)))).
  do 2 (apply sum_ext; intros ?); unfold form, gram, stretched, along_line, no_height; simpl; ring.
assert (squares : forall t, / 2 * (sum (fun k => w k * moved2 a no_height (gram (stretched A t)) k)
      + norm2 (gram (stretched A t)))
    = / 2 * ((xx (gram A) ^ 2 + ((1 + t) * v) ^ 2) * q + xx (gram A) ^ 2 + 2 * ((1 + t) * v) ^ 2 + ((1 + t) ^ 2 * y) ^ 2)).
  intros s; unfold q, v, y, moved2, norm2, sum, gram, stretched, along_line, no_height; simpl; field.
rewrite same_pairs, !squares.
assert (e : log_part w a no_height (gram (stretched A 0)) + t * slope A <= log_part w a no_height (gram (stretched A t))
  <= log_part w a no_height (gram (stretched A 0)) + t * slope A + c * t ^ 2) by exact (h t).
revert e; generalize (log_part w a no_height (gram (stretched A t))) (log_part w a no_height (gram (stretched A 0))).
intros x1 x0 e.
assert (t2 := pow2_ge_0 t); apply Rabs_le_between in ht.
assert (0 <= t ^ 2 * (v ^ 2 * q)) by (apply Rmult_le_pos; auto).
assert (0 <= t ^ 2 * v ^ 2) by (apply Rmult_le_pos; auto); assert (0 <= t ^ 2 * y ^ 2) by (apply Rmult_le_pos; auto).
assert (- (6 * t ^ 2) <= / 2 * (6 + 4 * t + t ^ 2) * t ^ 2 <= 6 * t ^ 2) by nra.
assert (- (6 * (t ^ 2 * y ^ 2)) <= / 2 * (6 + 4 * t + t ^ 2) * t ^ 2 * y ^ 2 <= 6 * (t ^ 2 * y ^ 2)) by nra.
apply Rabs_le; split; lra.
Qed.

Lemma stretched_0 A : stretched A 0 = A.
Proof. destruct A; unfold stretched, along_line; simpl; f_equal; ring. Qed.

Lemma blind A : critical (fun A => L A) A \/ (forall C, L A <= L C) -> a12 A = 0 /\ a22 A = 0.
Proof.
destruct (expansion A) as [l [c [large_l [c0 h]]]]; intros hyp.
assert (l0 : l = 0).
  assert (d := derivative_of_expansion _ l c c0 h).
  destruct hyp as [crit | least].
    rewrite <- (is_derive_unique _ _ _ d); apply is_derive_unique, (crit (Encoder 0 (a12 A) 0 (a22 A))).
  assert (lp : 0 <= l).
    apply Rle_trans with (2 := large_l); apply pow2_ge_0.
  destruct lp as [lp | ->]; auto; exfalso.
  set (t := - (l / (2 * (c + l)))).
  assert (tl : t * (2 * (c + l)) = - l) by (unfold t; field; lra).
  assert (t1 : -1 <= t <= 0) by nra.
  assert (q := h t ltac:(apply Rabs_le; lra)); apply Rabs_le_between in q.
  assert (m := least (stretched A t)); rewrite stretched_0 in q; nra.
rewrite l0 in large_l; assert (y0 : yy (gram A) = 0) by nra; unfold gram in y0; simpl in y0; split; nra.
Qed.
End Axis.

(* The general case: the axes are turned so that v is the second one. *)
Definition turned (u1 u2 : R) (A : encoder) : encoder := Encoder (u1 * a11 A + u2 * a12 A) (u1 * a12 A - u2 * a11 A)
  (u1 * a21 A + u2 * a22 A) (u1 * a22 A - u2 * a21 A).
Definition turned_back (u1 u2 : R) (A : encoder) : encoder := Encoder (u1 * a11 A - u2 * a12 A) (u2 * a11 A + u1 * a12 A)
  (u1 * a21 A - u2 * a22 A) (u2 * a21 A + u1 * a22 A).

Lemma gram_turned_back u1 u2 A : gram (turned_back u1 u2 A) = back u1 u2 (gram A).
Proof. unfold gram, turned_back, back; simpl; f_equal; ring. Qed.

Lemma turned_back_turned u1 u2 A : u1 ^ 2 + u2 ^ 2 = 1 -> turned_back u1 u2 (turned u1 u2 A) = A.
Proof.
intros u; destruct A as [p q r s]; unfold turned, turned_back; simpl.
assert (one : forall z, (u1 ^ 2 + u2 ^ 2) * z = z) by (intros z; rewrite u; ring).
f_equal; [transitivity ((u1 ^ 2 + u2 ^ 2) * p) | transitivity ((u1 ^ 2 + u2 ^ 2) * q)
  | transitivity ((u1 ^ 2 + u2 ^ 2) * r) | transitivity ((u1 ^ 2 + u2 ^ 2) * s)]; solve [ring | apply one].
Qed.

Lemma turned_back_line u1 u2 A D t :
  turned_back u1 u2 (along_line A D t) = along_line (turned_back u1 u2 A) (turned_back u1 u2 D) t.
Proof. unfold turned_back, along_line; simpl; f_equal; ring. Qed.

Section Plane.
Variable p : component -> component -> R.
Variables w a b : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Notation L := (fun A => infonce p w a b (inner A)).

Lemma blind_unit u1 u2 A : u1 ^ 2 + u2 ^ 2 = 1 -> u1 <> -1 -> (forall k, u1 * b k - u2 * a k = 0) ->
  critical L A \/ (forall C, L A <= L C) -> out1 A (- u2) u1 = 0 /\ out2 A (- u2) u1 = 0.
Proof.
intros uu n flat hyp; set (c := turned_a u1 u2 a b).
assert (e : forall C, infonce p w c no_height (inner C) = L (turned_back u1 u2 C)).
  intros C; rewrite !infonce_gram, gram_turned_back, <- (infonce_back u1 u2 uu w a b n wp w1); fold c; f_equal.
  apply functional_extensionality; intros k; symmetry; apply flat.
destruct (blind p w c wp w1 (turned u1 u2 A)) as [z1 z2].
- destruct hyp as [crit | least]; [left | right].
    intros D; assert (d := crit (turned_back u1 u2 D)).
    apply is_derive_ext with (2 := d); intros t.
    rewrite e, turned_back_line, turned_back_turned; auto.
  intros C; rewrite !e, turned_back_turned; auto.
- simpl in z1, z2; unfold out1, out2; split; lra.
Qed.

Theorem T10_blind_outside v1 v2 A : (forall k, v1 * a k + v2 * b k = 0) ->
  critical L A \/ (forall C, L A <= L C) -> out1 A v1 v2 = 0 /\ out2 A v1 v2 = 0.
Proof.
intros orthogonal hyp; destruct (Req_dec (v1 ^ 2 + v2 ^ 2) 0) as [z | nz].
  assert (v1 = 0) by nra; assert (v2 = 0) by nra; subst; unfold out1, out2; split; ring.
set (n := sqrt (v1 ^ 2 + v2 ^ 2)).
assert (n0 : 0 < n) by (apply sqrt_lt_R0; assert (q1 := pow2_ge_0 v1); assert (q2 := pow2_ge_0 v2); lra).
assert (n2 : n * n = v1 ^ 2 + v2 ^ 2) by (apply sqrt_sqrt; assert (q1 := pow2_ge_0 v1); assert (q2 := pow2_ge_0 v2); lra).
clearbody n.
(* With s = 1 or -1 the first coordinate of u is not negative. *)
assert (c : exists s, (s = 1 \/ s = -1) /\ 0 <= s * v2).
  destruct (Rle_lt_dec 0 v2); [exists 1 | exists (-1)]; split; auto; lra.
destruct c as [s [hs sv]]; assert (s2 : s * s = 1) by (destruct hs as [-> | ->]; ring).
destruct (blind_unit (s * v2 / n) (- (s * v1 / n)) A) as [z1 z2]; auto.
- transitivity (s * s * (v1 ^ 2 + v2 ^ 2) / (n * n)); [field; lra | rewrite s2, n2; field; auto].
- assert (0 <= s * v2 / n) by (apply Rmult_le_pos; [auto | left; apply Rinv_0_lt_compat; auto]); lra.
- intros k; transitivity (s / n * (v1 * a k + v2 * b k)); [field; lra | rewrite orthogonal; ring].
- assert (m : forall x y, x * - - (s * v1 / n) + y * (s * v2 / n) = 0 -> x * v1 + y * v2 = 0).
    intros x y h; transitivity (s * s * (x * v1 + y * v2)); [rewrite s2; ring|].
    transitivity (s * n * (x * - - (s * v1 / n) + y * (s * v2 / n))); [field; lra | rewrite h; ring].
  split; apply m; auto.
Qed.
End Plane.
