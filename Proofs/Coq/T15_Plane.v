(* T15 from the definition, for three components in the plane with covariance I, any weights, centred
   means and any bias: the minimiser H is within C delta^2 of delta Y, Y = S^-1 B S^-1, with the
   constant of the theorem; and it is definite for delta below lambda / C. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Plane Normal_Tame Normal_Law T16_Definitions T16_LogSumExp T16_Loss
  T16_Encoders T15_Softmax.
Open Scope R_scope.

(* Pairs of the bias delta. *)
Definition biased (delta : R) (w : component -> R) k l : R := delta * (same k l * w k) + (1 - delta) * (w k * w l).

Definition times (t : R) (H : symmetric) : symmetric := Symmetric (t * xx H) (t * xy H) (t * yy H).
Definition plus (H K : symmetric) : symmetric := Symmetric (xx H + xx K) (xy H + xy K) (yy H + yy K).
Definition dot (H K : symmetric) : R := xx H * xx K + 2 * (xy H * xy K) + yy H * yy K.
(* |H z|^2 and <H z, K z> at z = (x, y) *)
Definition image2 (H : symmetric) (x y : R) : R := (xx H * x + xy H * y) ^ 2 + (xy H * x + yy H * y) ^ 2.
Definition images (H K : symmetric) (x y : R) : R :=
  (xx H * x + xy H * y) * (xx K * x + xy K * y) + (xy H * x + yy H * y) * (xy K * x + yy K * y).

Section SmallBias.
Variables w a b : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Hypothesis centred_a : sum (fun k => w k * a k) = 0.
Hypothesis centred_b : sum (fun k => w k * b k) = 0.
Variable delta : R.
Notation E k := (normal (a k) (b k)).
Notation L H := (infonce (biased delta w) w a b (form H)).

(* E x x^T and the covariance between the classes *)
Definition between : symmetric := Symmetric (sum (fun k => w k * a k ^ 2)) (sum (fun k => w k * (a k * b k)))
  (sum (fun k => w k * b k ^ 2)).
Definition total_covariance : symmetric := Symmetric (1 + xx between) (xy between) (1 + yy between).

Lemma tame_total H : tame (fun x y => total w (scores a b H x y)).
Proof.
assert (t : forall l, tame (fun x y => w l * exp (scores a b H x y l))).
  intros l; apply (tame_scale (w l) (fun x y => exp (scores a b H x y l))).
  replace (fun x y => exp (scores a b H x y l))
    with (fun x y => exp ((xx H * a l + xy H * b l) * x + (xy H * a l + yy H * b l) * y)).
    apply tame_exp.
  apply funext2; intros; f_equal; unfold scores, form; ring.
unfold total, sum; apply tame_plus; [apply tame_plus|]; apply t.
Qed.

Lemma tame_softmax_mean H D : tame (fun x y => mean (softmax w (scores a b H x y)) (scores a b D x y)).
Proof.
assert (t : forall l, tame (fun x y => softmax w (scores a b H x y) l)).
  intros l; apply tame_le with (fun _ _ => 1); [|apply tame_const|].
    intros x y; assert (p := total_pos w wp (scores a b H x y)); unfold softmax, Rdiv.
    apply continuity_2d_pt_mult; [|apply continuity_2d_pt_inv; [apply tame_total | lra]].
    apply continuity_2d_pt_mult; [apply continuity_2d_pt_const|].
    apply (continuity_1d_2d_pt_comp exp (fun x y => scores a b H x y l)); [|apply tame_scores].
    apply derivable_continuous_pt, derivable_pt_exp.
  intros x y; assert (s := softmax_sum w wp (scores a b H x y)); assert (p := softmax_pos w wp (scores a b H x y)).
  assert (p1 := p large); assert (p2 := p medium); assert (p3 := p small); unfold sum in s.
  rewrite Rabs_R1, Rabs_pos_eq; destruct l; lra.
unfold mean, sum; repeat apply tame_plus; apply tame_mult; auto using tame_scores.
Qed.

(* The gradient at H, as a function of the direction D. *)
Definition gradient (H D : symmetric) : R := - delta * dot between D
  + (sum (fun k => w k * images H D (a k) (b k)) + dot H D)
  + sum (fun k => w k * E k (fun x y => mean (softmax w (scores a b H x y)) (scores a b D x y))).

Lemma tangent H K : L H + gradient H (minus K H) + / 2 * norm2 (minus K H) <= L K.
Proof.
rewrite !(infonce_closed w a b wp w1).
assert (logs : log_part w a b H + sum (fun k => w k * E k (fun x y =>
    mean (softmax w (scores a b H x y)) (scores a b (minus K H) x y))) <= log_part w a b K).
  unfold log_part; replace (_ + _) with (sum (fun k => w k * (E k (fun x y => lse w (scores a b H x y))
    + E k (fun x y => mean (softmax w (scores a b H x y)) (scores a b (minus K H) x y))))) by (unfold sum; ring).
  apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp|].
  rewrite <- (normal_plus (a k) (b k)); [|apply tame_lse; auto | apply tame_softmax_mean].
  apply (normal_monotone (a k) (b k)); [apply tame_plus; [apply tame_lse;
    auto | apply tame_softmax_mean] | apply tame_lse; auto|].
  intros x y; assert (t := lse_tangent w wp (scores a b K x y) (scores a b H x y)).
  replace (scores a b (minus K H) x y) with (fun l => scores a b K x y l - scores a b H x y l); auto.
  apply functional_extensionality; intros l; unfold scores, form, minus; simpl; ring.
assert (pairs : forall M, sum (fun k => sum (fun l => biased delta w k l * form M (a k) (b k) (a l) (b l)))
    = delta * dot between M + (1 - delta) * form M (sum (fun k => w k * a k)) (sum (fun k => w k * b k))
      (sum (fun k => w k * a k)) (sum (fun k => w k * b k))).
  intros M; unfold biased, between, dot, form, sum, same; simpl; ring.
rewrite !pairs, centred_a, centred_b.
assert (moved : 0 <= sum (fun k => w k * image2 (minus K H) (a k) (b k))).
  assert (q : forall k, 0 <= w k * image2 (minus K H) (a k) (b k)).
    intros k; apply Rmult_le_pos; [left; apply wp | apply Rplus_le_le_0_compat; apply pow2_ge_0].
  unfold sum; assert (q1 := q large); assert (q2 := q medium); assert (q3 := q small); lra.
assert (square : / 2 * (sum (fun k => w k * moved2 a b K k) + norm2 K)
  = / 2 * (sum (fun k => w k * moved2 a b H k) + norm2 H)
    + (sum (fun k => w k * images H (minus K H) (a k) (b k)) + dot H (minus K H))
    + / 2 * (sum (fun k => w k * image2 (minus K H) (a k) (b k)) + norm2 (minus K H))).
  unfold moved2, norm2, image2, images, dot, minus, sum; simpl; field.
assert (lin : dot between (minus K H) = dot between K - dot between H) by (unfold dot, minus; simpl; ring).
unfold gradient; rewrite square, lin; unfold form; nra.
Qed.
Lemma gradient_times H D c : gradient H (times c D) = c * gradient H D.
Proof.
assert (e : forall k, E k (fun x y => mean (softmax w (scores a b H x y)) (scores a b (times c D) x y))
    = c * E k (fun x y => mean (softmax w (scores a b H x y)) (scores a b D x y))).
  intros k; rewrite <- (normal_scale (a k) (b k)) by apply tame_softmax_mean.
  f_equal; apply funext2; intros; unfold mean, scores, form, times, sum; simpl; ring.
unfold gradient; rewrite (sum_ext _ _ (fun k => f_equal (Rmult (w k)) (e k))).
unfold dot, images, times, sum; simpl; ring.
Qed.

Lemma strongly_convex H K t : 0 <= t <= 1 ->
  L (segment t H K) + t * (1 - t) / 2 * norm2 (minus H K) <= (1 - t) * L H + t * L K.
Proof.
intros ht; set (M := segment t H K); assert (h := tangent M H); assert (k := tangent M K).
assert (eh : minus H M = times (- t) (minus K H)).
  unfold M, segment, minus, times; simpl; f_equal; ring.
assert (ek : minus K M = times (1 - t) (minus K H)).
  unfold M, segment, minus, times; simpl; f_equal; ring.
rewrite eh, gradient_times in h; rewrite ek, gradient_times in k.
assert (n : forall c, norm2 (times c (minus K H)) = c ^ 2 * norm2 (minus H K)) by (intros;
  unfold norm2, times, minus; simpl; ring).
rewrite n in h, k; set (g := gradient M (minus K H)) in *.
assert (h' := Rmult_le_compat_l (1 - t) _ _ ltac:(lra) h); assert (k' := Rmult_le_compat_l t _ _ ltac:(lra) k); lra.
Qed.

Lemma certificate H K : psd H -> psd K -> (forall M, psd M -> L H <= L M) -> / 2 * norm2 (minus K H) <= L K - L H.
Proof.
intros pH pK least; set (u := / 2 * norm2 (minus K H)); set (d := L K - L H).
assert (n : norm2 (minus H K) = norm2 (minus K H)) by (unfold norm2, minus; simpl; ring).
assert (step : forall t, 0 < t <= 1 -> (1 - t) * u <= d).
  intros t ht; assert (c := strongly_convex H K t ltac:(lra)); rewrite n in c.
  assert (p : psd (segment t H K)).
    intros x y; replace (form (segment t H K) x y x y) with ((1 - t) * form H x y x y + t * form K x y x y)
      by (unfold form, segment; simpl; ring).
    apply Rplus_le_le_0_compat; apply Rmult_le_pos; [lra | apply pH | lra | apply pK].
  assert (l := least _ p); apply Rmult_le_reg_l with t; [lra|]; unfold u, d; lra.
apply Rnot_lt_le; intros lt; assert (d0 := step 1 ltac:(lra)).
assert (up : 0 < u + 1) by lra; set (t := (u - d) / (u + 1)).
assert (e : t * (u + 1) = u - d) by (unfold t; field; lra).
assert (t0 : 0 < t) by (apply Rdiv_lt_0_compat; lra); assert (t1 : t <= 1) by nra.
assert (s := step t ltac:(lra)); nra.
Qed.

(* S H S *)
Definition sandwich (H : symmetric) : symmetric := let S := total_covariance in Symmetric
  (xx S * (xx H * xx S + xy H * xy S) + xy S * (xy H * xx S + yy H * xy S))
  (xx S * (xx H * xy S + xy H * yy S) + xy S * (xy H * xy S + yy H * yy S))
  (xy S * (xx H * xy S + xy H * yy S) + yy S * (xy H * xy S + yy H * yy S)).

Lemma sum_of_quadratic c3 c4 c5 : sum (fun k => w k * E k (quadratic 0 0 0 c3 c4 c5))
  = c3 * xx total_covariance + c4 * xy total_covariance + c5 * yy total_covariance.
Proof.
rewrite (sum_ext _ (fun k => w k * (c3 * (1 + a k ^ 2) + c4 * (a k * b k) + c5 * (1 + b k ^ 2)))).
  2: intros k; rewrite (normal_quadratic (a k) (b k)); ring.
unfold total_covariance, between, sum in *; simpl; replace (w large) with (1 - w medium - w small) by lra; ring.
Qed.

(* The terms of first order of the logarithms' gradient. *)
Definition first_order (H D : symmetric) (x y : R) : R := sum (fun l => w l * (scores a b D x y l * scores a b H x
  y l)).

Lemma first_order_quadratic H D : first_order H D = quadratic 0 0 0
  (sum (fun l => w l * ((xx D * a l + xy D * b l) * (xx H * a l + xy H * b l))))
  (sum (fun l => w l * ((xx D * a l + xy D * b l) * (xy H * a l + yy H * b l) + (xy D * a l
    + yy D * b l) * (xx H * a l + xy H * b l))))
  (sum (fun l => w l * ((xy D * a l + yy D * b l) * (xy H * a l + yy H * b l)))).
Proof. apply funext2; intros; unfold first_order, quadratic, scores, form, sum; ring. Qed.

Lemma linear_part H D : sum (fun k => w k * images H D (a k) (b k)) + dot H D
  + sum (fun k => w k * E k (first_order H D)) = dot (sandwich H) D.
Proof.
rewrite first_order_quadratic, sum_of_quadratic; unfold sandwich, total_covariance, between, images, dot, sum; simpl;
  ring.
Qed.

Variables spread sigma : R.
Hypothesis spread0 : 0 <= spread.
Hypothesis near : forall k l, (a k - a l) ^ 2 + (b k - b l) ^ 2 <= spread ^ 2.
Hypothesis largest : forall x y, form total_covariance x y x y <= sigma * (x ^ 2 + y ^ 2).

Definition fourth_moment (H : symmetric) : R := sum (fun k => w k * E k (fun x y => image2 H x y ^ 2)).

Lemma scores_spread H x y k l : Rabs (scores a b H x y k - scores a b H x y l) <= spread * sqrt (image2 H x y).
Proof.
set (u := xx H * x + xy H * y); set (v := xy H * x + yy H * y).
assert (e : scores a b H x y k - scores a b H x y l = u * (a k - a l) + v * (b k - b l)) by (unfold scores, form,
  u, v; ring).
assert (i0 : 0 <= image2 H x y) by (apply Rplus_le_le_0_compat; apply pow2_ge_0).
assert (s0 := sqrt_pos (image2 H x y)); assert (s2 := pow2_sqrt _ i0); fold u v in s2; unfold image2 in s2 at 2;
  fold u v in s2.
rewrite e; apply Rsqr_incr_0_var; [|apply Rmult_le_pos; auto].
rewrite <- Rsqr_abs; unfold Rsqr; assert (n := near k l); set (p := a k - a l) in *; set (q := b k - b l) in *.
set (t := sqrt (image2 H x y)) in *; assert (c := pow2_ge_0 (u * q - v * p)).
replace (spread * t * (spread * t)) with (spread ^ 2 * t ^ 2) by ring; rewrite s2.
assert (0 <= u ^ 2 + v ^ 2) by (apply Rplus_le_le_0_compat; apply pow2_ge_0); nra.
Qed.

(* Their rest, at one point. *)
Lemma rest_at e H D x y : 0 < e ->
  Rabs (mean (softmax w (scores a b H x y)) (scores a b D x y) - first_order H D x y)
  <= spread ^ 3 / 16 * (e * image2 H x y ^ 2 + / e * image2 D x y).
Proof.
intros e0; assert (t := T15_softmax_expansion w wp w1 (scores a b H x y) (scores a b D x y) _ _
  (scores_spread H x y) (scores_spread D x y)).
assert (z : mean w (scores a b D x y) = 0).
  transitivity ((xx D * x + xy D * y) * sum (fun k => w k * a k) + (xy D * x + yy D * y) * sum (fun k => w k * b k)).
    unfold mean, scores, form, sum; ring.
  rewrite centred_a, centred_b; ring.
rewrite z, Rmult_0_l, !Rminus_0_r in t; refine (Rle_trans _ _ _ t _).
assert (i0 : forall M, 0 <= image2 M x y) by (intros; apply Rplus_le_le_0_compat; apply pow2_ge_0).
replace ((spread * sqrt (image2 H x y)) ^ 2) with (spread ^ 2 * sqrt (image2 H x y) ^ 2) by ring.
rewrite pow2_sqrt by apply i0; assert (p2 := pow2_sqrt _ (i0 D)); set (p := sqrt (image2 D x y)) in *; rewrite <- p2.
set (q := image2 H x y); assert (s3 : 0 <= spread ^ 3) by (apply pow_le; auto).
replace (spread ^ 2 * q * (spread * p) / 8) with (spread ^ 3 / 16 * (2 * q * p)) by field.
apply Rmult_le_compat_l; [lra|]; apply Rmult_le_reg_l with e; auto.
replace (e * (e * q ^ 2 + / e * p ^ 2)) with ((e * q) ^ 2 + p ^ 2) by (field; lra).
assert (r := pow2_ge_0 (e * q - p)); lra.
Qed.

Lemma tame_image2 H : tame (image2 H).
Proof.
replace (image2 H) with (quadratic 0 0 0 (xx H ^ 2 + xy H ^ 2) (2 * (xx H * xy H + xy H * yy H)) (xy H ^ 2
  + yy H ^ 2))
  by (apply funext2; intros; unfold quadratic, image2; ring).
apply tame_quadratic.
Qed.

Lemma mean_image2 D : sum (fun k => w k * E k (image2 D)) <= sigma * norm2 D.
Proof.
replace (image2 D) with (quadratic 0 0 0 (xx D ^ 2 + xy D ^ 2) (2 * (xx D * xy D + xy D * yy D)) (xy D ^ 2
  + yy D ^ 2))
  by (apply funext2; intros; unfold quadratic, image2; ring).
rewrite sum_of_quadratic; assert (r1 := largest (xx D) (xy D)); assert (r2 := largest (xy D) (yy D)).
unfold form, norm2 in *; lra.
Qed.

(* T15, S2. *)
Theorem T15_remainder e H D : 0 < e -> Rabs (gradient H D - (dot (sandwich H) D - delta * dot between D))
  <= spread ^ 3 / 16 * (e * fourth_moment H + / e * (sigma * norm2 D)).
Proof.
intros e0; set (f := fun x y => mean (softmax w (scores a b H x y)) (scores a b D x y)).
set (u := fun x y => image2 H x y ^ 2 + / (e ^ 2) * image2 D x y); set (c := spread ^ 3 / 16 * e).
assert (s3 : 0 <= spread ^ 3) by (apply pow_le; auto).
assert (c0 : 0 <= c) by (apply Rmult_le_pos; lra).
assert (tq : tame (fun x y => image2 H x y ^ 2)).
  replace (fun x y => image2 H x y ^ 2) with (fun x y => image2 H x y * image2 H x y) by (apply funext2; intros;
    ring).
  apply tame_mult; apply tame_image2.
assert (tu : tame u) by (apply tame_plus; [apply tq | apply tame_scale, tame_image2]).
assert (tf : tame f) by apply tame_softmax_mean.
assert (to : tame (first_order H D)) by (rewrite first_order_quadratic; apply tame_quadratic).
assert (at_k : forall k, - c * E k u <= E k f - E k (first_order H D) <= c * E k u).
  assert (point : forall x y, first_order H D x y + - c * u x y <= f x y <= first_order H D x y + c * u x y).
    intros x y; assert (r := rest_at e H D x y e0); apply Rabs_le_between in r; fold (f x y) in r.
    assert (v : c * u x y = spread ^ 3 / 16 * (e * image2 H x y ^ 2 + / e * image2 D x y)) by (unfold c, u; field;
      lra).
    rewrite <- v in r; lra.
  intros k; assert (lower := normal_monotone (a k) (b k) (fun x y => first_order H D x y + - c * u x y) f).
  assert (upper := normal_monotone (a k) (b k) f (fun x y => first_order H D x y + c * u x y)).
  rewrite (normal_linear (a k) (b k) (first_order H D) u (- c) to tu) in lower.
  rewrite (normal_linear (a k) (b k) (first_order H D) u c to tu) in upper.
  assert (t1 : tame (fun x y => first_order H D x y + - c * u x y)) by (apply tame_plus; [|apply tame_scale]; auto).
  assert (t2 : tame (fun x y => first_order H D x y + c * u x y)) by (apply tame_plus; [|apply tame_scale]; auto).
  assert (l := lower t1 tf (fun x y => proj1 (point x y))); assert (m := upper tf t2 (fun x y => proj2 (point x y)));
    lra.
assert (total_u : sum (fun k => w k * E k u) <= fourth_moment H + / (e ^ 2) * (sigma * norm2 D)).
  assert (m := mean_image2 D); assert (i : 0 <= / (e ^ 2)) by (left; apply Rinv_0_lt_compat, pow_lt; auto).
  assert (split_u : forall k, E k u = E k (fun x y => image2 H x y ^ 2) + / (e ^ 2) * E k (image2 D)).
    intros k; apply (normal_linear (a k) (b k) (fun x y => image2 H x y ^ 2) (image2 D));
      [apply tq | apply tame_image2].
  assert (q := Rmult_le_compat_l _ _ _ i m); unfold fourth_moment, sum in *; rewrite !split_u; lra.
assert (g : gradient H D - (dot (sandwich H) D - delta * dot between D)
    = sum (fun k => w k * (E k f - E k (first_order H D)))).
  unfold gradient; fold f; rewrite <- linear_part; unfold sum; ring.
assert (bound : spread ^ 3 / 16 * (e * fourth_moment H + / e * (sigma * norm2 D))
    = c * (fourth_moment H + / (e ^ 2) * (sigma * norm2 D))) by (unfold c; field; lra).
rewrite g, bound; assert (q := Rmult_le_compat_l _ _ _ c0 total_u).
assert (w' : forall k, - (c * (w k * E k u)) <= w k * (E k f - E k (first_order H D)) <= c * (w k * E k u)).
  intros k; assert (z := at_k k); assert (z' := wp k); split; nra.
assert (y1 := w' large); assert (y2 := w' medium); assert (y3 := w' small); unfold sum in *; apply Rabs_le; lra.
Qed.

(* Y = S^-1 B S^-1 = S^-1 - S^-2 *)
Definition limit : symmetric := let S := total_covariance in Symmetric
  (yy S / det S - (yy S ^ 2 + xy S ^ 2) / det S ^ 2)
  (- xy S / det S + xy S * (xx S + yy S) / det S ^ 2)
  (xx S / det S - (xx S ^ 2 + xy S ^ 2) / det S ^ 2).

Lemma det_pos : 0 < det total_covariance.
Proof.
assert (c : forall k l, 0 <= w k * w l * (a k * b l - a l * b k) ^ 2).
  intros k l; apply Rmult_le_pos; [apply Rmult_le_pos; left; apply wp | apply pow2_ge_0].
assert (s : forall (f : component -> R) k, 0 <= w k * f k ^ 2) by (intros; apply Rmult_le_pos; [left;
  apply wp | apply pow2_ge_0]).
assert (c1 := c large medium); assert (c2 := c large small); assert (c3 := c medium small).
assert (s1 := s a large); assert (s2 := s a medium); assert (s3 := s a small).
assert (s4 := s b large); assert (s5 := s b medium); assert (s6 := s b small).
unfold det, total_covariance, between, sum; simpl in *; lra.
Qed.

Lemma sandwich_limit : sandwich limit = between.
Proof.
assert (d := det_pos); assert (e : between = Symmetric (xx total_covariance - 1) (xy total_covariance) (yy
  total_covariance - 1)).
  unfold total_covariance, between; simpl; f_equal; ring.
rewrite e; unfold sandwich, limit; clear e; revert d; generalize total_covariance; intros [s q t]; unfold det; simpl.
intros d; f_equal; field; lra.
Qed.

Lemma psd_limit : psd limit.
Proof.
intros x y; assert (d := det_pos).
set (u := (yy total_covariance * x - xy total_covariance * y) / det total_covariance).
set (v := (xx total_covariance * y - xy total_covariance * x) / det total_covariance).
assert (e : between = Symmetric (xx total_covariance - 1) (xy total_covariance) (yy total_covariance - 1)).
  unfold total_covariance, between; simpl; f_equal; ring.
replace (form limit x y x y) with (form between u v u v).
  assert (s : forall k, 0 <= w k * (a k * u + b k * v) ^ 2) by (intros; apply Rmult_le_pos; [left;
    apply wp | apply pow2_ge_0]).
  assert (s1 := s large); assert (s2 := s medium); assert (s3 := s small); unfold form, between, sum; simpl in *; lra.
rewrite e; unfold u, v, limit, form; clear e u v; revert d; generalize total_covariance; intros [s q t]; unfold det;
  simpl.
intros d; field; lra.
Qed.

Lemma sigma_pos : 0 < sigma.
Proof.
assert (l := largest 1 0); assert (s : forall k, 0 <= w k * a k ^ 2) by (intros; apply Rmult_le_pos; [left;
  apply wp | apply pow2_ge_0]).
assert (s1 := s large); assert (s2 := s medium); assert (s3 := s small).
unfold form, total_covariance, between, sum in l; simpl in *; lra.
Qed.

Hypothesis delta0 : 0 < delta.

(* The square of the constant C of the theorem. *)
Definition constant2 : R := spread ^ 6 * (sigma * fourth_moment limit) / 64.

Lemma fourth_moment_times : fourth_moment (times delta limit) = delta ^ 4 * fourth_moment limit.
Proof.
unfold fourth_moment; rewrite (sum_ext _ (fun k => w k * (delta ^ 4 * E k (fun x y => image2 limit x y ^ 2)))).
  unfold sum; ring.
intros k; f_equal; rewrite <- (normal_scale (a k) (b k)).
  f_equal; apply funext2; intros; unfold image2, times; simpl xx; simpl xy; simpl yy; ring.
replace (fun x y => image2 limit x y ^ 2) with (fun x y => image2 limit x y * image2 limit x y) by (apply funext2;
  intros; ring).
apply tame_mult; apply tame_image2.
Qed.

(* T15 (1), in H. *)
Theorem T15_distance H : psd H -> (forall K, psd K -> L H <= L K) ->
  norm2 (minus H (times delta limit)) <= delta ^ 4 * constant2.
Proof.
intros pH least; set (H0 := times delta limit); set (D := minus H H0); set (n := norm2 D).
assert (p0 : psd H0).
  intros x y; replace (form H0 x y x y) with (delta * form limit x y x y) by (unfold H0, form, times; simpl; ring).
  apply Rmult_le_pos; [lra | apply psd_limit].
assert (c := certificate H H0 pH p0 least); assert (t := tangent H0 H); fold D n in t.
assert (e : norm2 (minus H0 H) = n) by (unfold n, D, norm2, minus; simpl; ring); rewrite e in c.
assert (z : dot (sandwich H0) D - delta * dot between D = 0).
  rewrite <- sandwich_limit; unfold H0, sandwich, dot, times; simpl; ring.
assert (n0 : 0 <= n).
  unfold n, norm2; assert (q1 := pow2_ge_0 (xx D)); assert (q2 := pow2_ge_0 (xy D)); assert (q3 := pow2_ge_0 (yy D));
    lra.
assert (bound : forall e, 0 < e -> n <= spread ^ 3 / 16 * (e * (delta ^ 4 * fourth_moment limit)
  + / e * (sigma * n))).
  intros u u0; assert (r := T15_remainder u H0 D u0); rewrite z, Rminus_0_r in r.
  assert (f4 : fourth_moment H0 = delta ^ 4 * fourth_moment limit) by apply fourth_moment_times; rewrite f4 in r.
  apply Rabs_le_between in r; fold n in r; lra.
assert (s0 := sigma_pos); unfold constant2; destruct spread0 as [p | <-].
- assert (s3 : 0 < spread ^ 3) by (apply pow_lt; auto).
  assert (u0 : 0 < spread ^ 3 * sigma / 8) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; auto | lra]).
  assert (q := bound _ u0).
  replace (spread ^ 3 / 16 * _) with (delta ^ 4 * (spread ^ 6 * (sigma * fourth_moment limit) / 64) / 2
    + n / 2) in q; [lra|].
  field; split; lra.
- assert (q := bound 1 ltac:(lra)); lra.
Qed.

(* T15 (3): below lambda / C nothing is left out. *)
Theorem T15_definite H lambda : psd H -> (forall K, psd K -> L H <= L K) -> 0 < lambda ->
  (forall x y, lambda * (x ^ 2 + y ^ 2) <= form limit x y x y) -> delta ^ 2 * constant2 < lambda ^ 2 ->
  forall x y, x <> 0 \/ y <> 0 -> 0 < form H x y x y.
Proof.
intros pH least l0 low small_bias x y n; set (m := x ^ 2 + y ^ 2).
assert (m0 : 0 < m).
  assert (q1 := pow2_ge_0 x); assert (q2 := pow2_ge_0 y); unfold m; destruct n as [n | n];
    assert (q := pow2_gt_0 _ n); lra.
assert (d := T15_distance H pH least); set (D := minus H (times delta limit)) in *.
assert (e : form H x y x y = delta * form limit x y x y + form D x y x y) by (unfold D, form, minus, times; simpl;
  ring).
assert (cs : form D x y x y ^ 2 <= norm2 D * m ^ 2).
  assert (q1 := pow2_ge_0 (xx D * (x * y) - xy D * (x * x))); assert (q2 := pow2_ge_0 (xx D * (y * y) - yy D * (x *
    x))).
  assert (q3 := pow2_ge_0 (xy D * (y * y) - yy D * (x * y))).
  apply Rminus_le; replace (_ - _) with (- (2 * (xx D * (x * y) - xy D * (x * x)) ^ 2
    + (xx D * (y * y) - yy D * (x * x)) ^ 2 + 2 * (xy D * (y * y) - yy D * (x * y)) ^ 2)); [lra|].
  unfold form, norm2, m; ring.
assert (lt : form D x y x y ^ 2 < (delta * lambda * m) ^ 2).
  apply Rle_lt_trans with (1 := cs); replace ((delta * lambda * m) ^ 2) with (delta ^ 2 * lambda ^ 2 * m ^ 2) by ring.
  apply Rmult_lt_compat_r; [apply pow_lt; auto|]; apply Rle_lt_trans with (1 := d).
  replace (delta ^ 4 * constant2) with (delta ^ 2 * (delta ^ 2 * constant2)) by ring.
  apply Rmult_lt_compat_l; [apply pow_lt; auto | auto].
assert (lo := Rmult_le_compat_l delta _ _ (Rlt_le _ _ delta0) (low x y)); fold m in lo.
assert (pos : 0 < delta * lambda * m) by (repeat apply Rmult_lt_0_compat; auto).
rewrite e; nra.
Qed.
(* The same for encoders of two rows; a small bias leaves no direction out. *)
Theorem T15_encoders A : (forall C, infonce (biased delta w) w a b (inner A)
  <= infonce (biased delta w) w a b (inner C)) ->
  norm2 (minus (gram A) (times delta limit)) <= delta ^ 4 * constant2 /\
  forall lambda, 0 < lambda -> (forall x y, lambda * (x ^ 2 + y ^ 2) <= form limit x y x y) ->
    delta ^ 2 * constant2 < lambda ^ 2 -> forall x y, x <> 0 \/ y <> 0 -> out1 A x y <> 0 \/ out2 A x y <> 0.
Proof.
intros least; assert (least_psd : forall K, psd K -> L (gram A) <= L K).
  intros K pK; destruct (gram_onto K pK) as [C <-]; rewrite <- !infonce_gram; apply least.
split; [apply T15_distance; auto using psd_gram|]; intros lambda l0 low small_bias x y n.
assert (p := T15_definite (gram A) lambda (psd_gram A) least_psd l0 low small_bias x y n); rewrite form_gram in p.
destruct (Req_dec (out1 A x y) 0) as [z1 | z1]; auto; right; intros z2; unfold inner in p; rewrite z1, z2 in p; lra.
Qed.
End SmallBias.
