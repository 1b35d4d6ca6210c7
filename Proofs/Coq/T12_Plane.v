(* T12 from the definition, for three components in the plane with covariance I, any weights, centred means, any bias
   and encoders of two rows: every second-order point is a global minimiser. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Plane Normal_Tame Normal_Law T16_Definitions T16_LogSumExp T16_Loss
  T16_Encoders
  T16_Certificate T15_Plane.
Open Scope R_scope.

(* The terms of first and of second order of what is nowhere much below 0. *)
Lemma first_order_zero g c : (forall t, Rabs t <= 1 -> 0 <= t * g + c * t ^ 2) -> g = 0.
Proof.
intros h; assert (b : forall s, 0 < s <= 1 -> Rabs g <= c * s).
  intros s hs; assert (p := h s ltac:(apply Rabs_le; lra)); assert (q := h (- s) ltac:(apply Rabs_le; lra)).
  apply Rabs_le; split; apply Rmult_le_reg_l with s; lra.
destruct (Req_dec g 0) as [z | n]; auto; exfalso; assert (g0 := Rabs_pos_lt g n); assert (c0 := Rabs_pos c).
set (s := Rabs g / (Rabs g + Rabs c + 1)).
assert (e : s * (Rabs g + Rabs c + 1) = Rabs g) by (unfold s; field; lra).
assert (s0 : 0 < s) by (apply Rdiv_lt_0_compat; lra); assert (s1 : s <= 1) by nra.
assert (q := b s ltac:(lra)); assert (r := Rle_abs c); nra.
Qed.

Lemma second_order_pos g c : (forall t, 0 < t <= 1 -> 0 <= t ^ 2 * g + c * t ^ 3) -> 0 <= g.
Proof.
intros h; apply Rnot_lt_le; intros n; assert (c0 := Rabs_pos c).
set (s := - g / (- g + Rabs c + 1)).
assert (e : s * (- g + Rabs c + 1) = - g) by (unfold s; field; lra).
assert (s0 : 0 < s) by (apply Rdiv_lt_0_compat; lra); assert (s1 : s <= 1) by nra.
assert (q := h s ltac:(lra)); assert (p : 0 <= g + c * s).
  apply Rmult_le_reg_l with (s ^ 2); [apply pow_lt; auto|]; lra.
assert (r := Rle_abs c); nra.
Qed.

(* The encoder A + t D. *)
Definition along_line (A D : encoder) (t : R) : encoder :=
  Encoder (a11 A + t * a11 D) (a12 A + t * a12 D) (a21 A + t * a21 D) (a22 A + t * a22 D).

(* The Gram matrix of A + t D is that of A and t cross A D + t^2 gram D. *)
Definition cross_gram (A D : encoder) : symmetric := Symmetric (2 * (a11 A * a11 D + a21 A * a21 D))
  (a11 A * a12 D + a12 A * a11 D + (a21 A * a22 D + a22 A * a21 D)) (2 * (a12 A * a12 D + a22 A * a22 D)).
Definition outer (v1 v2 : R) : symmetric := Symmetric (v1 ^ 2) (v1 * v2) (v2 ^ 2).

Lemma gram_along A D t : minus (gram (along_line A D t)) (gram A)
  = plus (times t (cross_gram A D)) (times (t ^ 2) (gram D)).
Proof. unfold minus, gram, along_line, plus, times, cross_gram; simpl; f_equal; ring. Qed.

Section Plane.
Variables w a b : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Hypothesis centred_a : sum (fun k => w k * a k) = 0.
Hypothesis centred_b : sum (fun k => w k * b k) = 0.
Variable delta : R.
Notation E k := (normal (a k) (b k)).
Notation L H := (infonce (biased delta w) w a b (form H)).
Notation S := (total_covariance w a b).

Let spread := 2 * (size a + size b).
Let sigma := xx S + yy S.

Lemma spread_pos : 0 <= spread.
Proof.
assert (p : forall f : component -> R, 0 <= size f).
  intros f; assert (q := fun l => Rabs_pos (f l)); unfold size.
  assert (q1 := q large); assert (q2 := q medium); assert (q3 := q small); lra.
assert (p1 := p a); assert (p2 := p b); unfold spread; lra.
Qed.

Lemma spread_bounds k l : (a k - a l) ^ 2 + (b k - b l) ^ 2 <= spread ^ 2.
Proof.
assert (s : forall (f : component -> R) k, Rabs (f k) <= size f).
  intros f i; assert (q := fun l => Rabs_pos (f l)); unfold size.
  assert (q1 := q large); assert (q2 := q medium); assert (q3 := q small); destruct i; lra.
assert (d : forall f : component -> R, Rabs (f k - f l) <= 2 * size f).
  intros f; assert (t := Rabs_triang (f k) (- f l)); rewrite Rabs_Ropp in t.
  assert (s1 := s f k); assert (s2 := s f l); unfold Rminus; lra.
assert (d1 := d a); assert (d2 := d b); assert (p1 := Rabs_pos (a k - a l)); assert (p2 := Rabs_pos (b k - b l)).
rewrite <- (pow2_abs (a k - a l)), <- (pow2_abs (b k - b l)); unfold spread; nra.
Qed.

Lemma sigma_bounds x y : form S x y x y <= sigma * (x ^ 2 + y ^ 2).
Proof.
assert (d := det_pos w a b wp); unfold det in d.
assert (q : forall k, 0 <= w k * a k ^ 2) by (intros; apply Rmult_le_pos; [left; apply wp | apply pow2_ge_0]).
assert (q1 := q large); assert (q2 := q medium); assert (q3 := q small).
assert (s0 : 0 < xx S) by (unfold total_covariance, between, sum; simpl in *; lra); clear q q1 q2 q3.
unfold sigma, form; set (p := xx S) in *; set (r := yy S) in *; set (m := xy S) in *; clearbody p r m.
assert (0 <= p * (r * x ^ 2 - 2 * (m * (x * y)) + p * y ^ 2)).
  replace (p * _) with ((p * y - m * x) ^ 2 + (p * r - m ^ 2) * x ^ 2) by ring.
  apply Rplus_le_le_0_compat; [apply pow2_ge_0 | apply Rmult_le_pos; [lra | apply pow2_ge_0]].
assert (0 <= r * x ^ 2 - 2 * (m * (x * y)) + p * y ^ 2) by (apply Rmult_le_reg_l with p; lra); lra.
Qed.

Lemma gradient_plus H D F : gradient w a b delta H (plus D F) = gradient w a b delta H D + gradient w a b delta H F.
Proof.
assert (e : forall k, E k (fun x y => mean (softmax w (scores a b H x y)) (scores a b (plus D F) x y))
    = E k (fun x y => mean (softmax w (scores a b H x y)) (scores a b D x y))
      + E k (fun x y => mean (softmax w (scores a b H x y)) (scores a b F x y))).
  intros k; rewrite <- (normal_plus (a k) (b k)) by (apply tame_softmax_mean; auto).
  f_equal; apply funext2; intros; unfold mean, scores, form, plus, sum; simpl; ring.
unfold gradient; rewrite (sum_ext _ _ (fun k => f_equal (Rmult (w k)) (e k))).
unfold dot, images, plus, sum; simpl; ring.
Qed.

(* The loss is above its tangents by at most a multiple of the square. *)
Lemma loss_above : exists C, 0 <= C /\ forall H K,
  L K <= L H + gradient w a b delta H (minus K H) + C * norm2 (minus K H).
Proof.
assert (sp := spread_pos); assert (sg := sigma_pos w a b wp sigma sigma_bounds).
exists ((/ 2 + 2 * spread ^ 2) * sigma); split.
  apply Rmult_le_pos; [assert (q := pow2_ge_0 spread); lra | lra].
intros H K; set (D := minus K H); rewrite !(infonce_closed w a b wp w1).
assert (m := mean_image2 w a b w1 sigma sigma_bounds D).
assert (logs : log_part w a b K <= log_part w a b H + sum (fun k => w k * E k (fun x y =>
    mean (softmax w (scores a b H x y)) (scores a b D x y))) + 2 * spread ^ 2 * sum (fun k => w k * E k (image2 D))).
  unfold log_part; replace (_ + _ + _) with (sum (fun k => w k * (E k (fun x y => lse w (scores a b H x y))
    + E k (fun x y => mean (softmax w (scores a b H x y)) (scores a b D x y)) + 2 * spread ^ 2 * E k (image2 D))))
    by (unfold sum; ring).
  apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp|].
  assert (t1 := tame_lse w a b wp w1 H); assert (t2 := tame_softmax_mean w a b wp H D).
  rewrite <- (normal_plus (a k) (b k) _ _ t1 t2).
  rewrite <- (normal_linear (a k) (b k) _ _ _ (tame_plus _ _ t1 t2) (tame_image2 D)).
  apply (normal_monotone (a k) (b k)); [apply tame_lse; auto | apply tame_plus; [apply tame_plus;
    auto | apply tame_scale, tame_image2]|].
  intros x y; assert (i0 : 0 <= image2 D x y) by (apply Rplus_le_le_0_compat; apply pow2_ge_0).
  assert (u := lse_above w wp (scores a b K x y) (scores a b H x y) (spread * sqrt (image2 D x y))).
  assert (e : forall l, scores a b K x y l - scores a b H x y l = scores a b D x y l)
    by (intros; unfold scores, form, D, minus; simpl; ring).
  assert (f : (fun l => scores a b K x y l - scores a b H x y l) = scores a b D x y)
    by (apply functional_extensionality; auto).
  rewrite f in u; replace ((spread * sqrt (image2 D x y)) ^ 2) with (spread ^ 2 * sqrt (image2 D x y) ^ 2) in u
    by ring.
  rewrite pow2_sqrt in u by auto; apply Rle_trans with (1 := u ltac:(intros; rewrite !e; apply scores_spread;
    auto using spread_bounds)); lra.
assert (pairs : forall M, sum (fun k => sum (fun l => biased delta w k l * form M (a k) (b k) (a l) (b l)))
    = delta * dot (between w a b) M + (1 - delta) * form M (sum (fun k => w k * a k)) (sum (fun k => w k * b k))
      (sum (fun k => w k * a k)) (sum (fun k => w k * b k))).
  intros M; unfold biased, between, dot, form, sum, same; simpl; ring.
rewrite !pairs, centred_a, centred_b.
assert (square : / 2 * (sum (fun k => w k * moved2 a b K k) + norm2 K)
  = / 2 * (sum (fun k => w k * moved2 a b H k) + norm2 H)
    + (sum (fun k => w k * images H D (a k) (b k)) + dot H D)
    + / 2 * (sum (fun k => w k * image2 D (a k) (b k)) + norm2 D)).
  unfold moved2, norm2, image2, images, dot, D, minus, sum; simpl; field.
assert (mean : sum (fun k => w k * image2 D (a k) (b k)) + norm2 D = sum (fun k => w k * E k (image2 D))).
  transitivity (sum (fun k => w k * (image2 D (a k) (b k) + norm2 D))).
    unfold sum in *; replace (norm2 D) with ((w large + w medium + w small) * norm2 D) at 1 by (rewrite w1; ring);
      ring.
  apply sum_ext; intros k; f_equal.
  assert (e : image2 D = quadratic 0 0 0 (xx D ^ 2 + xy D ^ 2) (2 * (xx D * xy D + xy D * yy D)) (xy D ^ 2
    + yy D ^ 2))
    by (apply funext2; intros; unfold quadratic, image2; ring).
  rewrite e, (normal_quadratic (a k) (b k)); unfold quadratic, norm2; ring.
assert (lin : dot (between w a b) D = dot (between w a b) K - dot (between w a b) H) by (unfold dot, D, minus; simpl;
  ring).
unfold gradient; rewrite square, lin, mean; unfold form; assert (sq := pow2_ge_0 spread).
assert (q := Rmult_le_compat_l (/ 2 + 2 * spread ^ 2) _ _ ltac:(lra) m); lra.
Qed.
(* Second-order points, local minima among them: along every line the loss falls by no more than a multiple of t^3. *)
Definition second_order (A : encoder) : Prop := forall D, exists c, forall t, Rabs t <= 1 ->
  infonce (biased delta w) w a b (inner A) - c * Rabs t ^ 3 <= infonce (biased delta w) w a b (inner (along_line A
    D t)).

Section Point.
Variable A : encoder.
Hypothesis point : second_order A.
Notation g := (gradient w a b delta (gram A)).

Lemma gradient_scale c D : g (times c D) = c * g D.
Proof. apply gradient_times; auto. Qed.

(* Along A + t D, with the first and second order. *)
Lemma along D : exists c C, 0 <= C /\ forall t, Rabs t <= 1 ->
  0 <= t * g (cross_gram A D) + t ^ 2 * g (gram D) + c * Rabs t ^ 3
    + C * norm2 (plus (times t (cross_gram A D)) (times (t ^ 2) (gram D))).
Proof.
destruct (point D) as [c hc]; destruct loss_above as [C [C0 above]]; exists c, C; split; auto; intros t ht.
assert (p := hc t ht); assert (q := above (gram A) (gram (along_line A D t))); rewrite gram_along in q.
rewrite !infonce_gram in p; rewrite gradient_plus, !gradient_scale in q; lra.
Qed.

(* BL = 0: the gradient in the encoder is zero. *)
Lemma cross_zero D : g (cross_gram A D) = 0.
Proof.
destruct (along D) as [c [C [C0 h]]]; set (K := cross_gram A D) in *; set (M := gram D) in *.
apply (first_order_zero _ (Rabs (g M) + Rabs c + C * (2 * norm2 K + 2 * norm2 M))); intros t ht.
assert (q := h t ht); assert (r := Rle_abs (g M)); assert (u := Rle_abs c); assert (t0 := Rabs_pos t).
assert (t2 := pow2_ge_0 t); assert (t3 : Rabs t ^ 3 <= t ^ 2) by (rewrite <- (pow2_abs t); nra).
assert (n : norm2 (plus (times t K) (times (t ^ 2) M)) <= t ^ 2 * (2 * norm2 K + 2 * norm2 M)).
  assert (small : t ^ 2 <= 1) by (rewrite <- (pow2_abs t); nra).
  assert (one : forall x y, (t * x + t ^ 2 * y) ^ 2 <= t ^ 2 * (2 * x ^ 2 + 2 * y ^ 2)).
    intros x y; replace ((t * x + t ^ 2 * y) ^ 2) with (t ^ 2 * (x + t * y) ^ 2) by ring.
    apply Rmult_le_compat_l; auto; assert (z := pow2_ge_0 (x - t * y)); assert (y2 := pow2_ge_0 y); nra.
  assert (o1 := one (xx K) (xx M)); assert (o2 := one (xy K) (xy M)); assert (o3 := one (yy K) (yy M)).
  unfold norm2, plus, times; simpl in *; lra.
assert (q1 := Rmult_le_compat_l C _ _ C0 n); assert (q2 := Rmult_le_compat_l (t ^ 2) _ _ t2 r).
assert (c3 : c * Rabs t ^ 3 <= Rabs c * t ^ 2).
  assert (p3 : 0 <= Rabs t ^ 3) by (apply pow_le; auto).
  apply Rle_trans with (Rabs c * Rabs t ^ 3); [apply Rmult_le_compat_r | apply Rmult_le_compat_l];
    auto using Rabs_pos.
lra.
Qed.

(* Where no first order stands in the way, the second is not negative. *)
Lemma second_pos D : cross_gram A D = Symmetric 0 0 0 -> 0 <= g (gram D).
Proof.
intros z; destruct (along D) as [c [C [C0 h]]]; rewrite z in h; assert (g0 := cross_zero D); rewrite z in g0.
apply (second_order_pos _ (c + C * norm2 (gram D))); intros t ht.
assert (q := h t ltac:(apply Rabs_le; lra)); rewrite g0, Rabs_pos_eq in q by lra.
replace (norm2 _) with (t ^ 4 * norm2 (gram D)) in q by (unfold norm2, plus, times; simpl; ring).
assert (n : 0 <= norm2 (gram D)).
  unfold norm2; assert (q1 := pow2_ge_0 (xx (gram D))); assert (q2 := pow2_ge_0 (xy (gram D)));
    assert (q3 := pow2_ge_0 (yy (gram D))); lra.
assert (t3 : 0 <= t ^ 3) by (apply pow_le; lra).
assert (t ^ 4 * norm2 (gram D) <= t ^ 3 * norm2 (gram D)) by (apply Rmult_le_compat_r; auto; simpl; nra).
assert (k := Rmult_le_compat_l C _ _ C0 H); lra.
Qed.

(* A vanishing combination of the rows of A. *)
Lemma dependent_rows : a11 A * a22 A - a12 A * a21 A = 0 ->
  exists u1 u2, 0 < u1 ^ 2 + u2 ^ 2 /\ u1 * a11 A + u2 * a21 A = 0 /\ u1 * a12 A + u2 * a22 A = 0.
Proof.
intros d; destruct (Req_dec (a11 A ^ 2 + a21 A ^ 2) 0) as [z | n].
- assert (z1 : a11 A = 0) by nra; assert (z2 : a21 A = 0) by nra.
  destruct (Req_dec (a12 A ^ 2 + a22 A ^ 2) 0) as [y | m].
    exists 1, 0; assert (y1 : a12 A = 0) by nra; rewrite z1, y1; repeat split; lra.
  exists (a22 A), (- a12 A); rewrite z1, z2; repeat split; [|ring | ring].
  assert (q1 := pow2_ge_0 (a12 A)); assert (q2 := pow2_ge_0 (a22 A)); lra.
- exists (a21 A), (- a11 A); repeat split; [|ring | lra].
  assert (q1 := pow2_ge_0 (a11 A)); assert (q2 := pow2_ge_0 (a21 A)); lra.
Qed.

Lemma gradient_pos K : psd K -> 0 <= g (minus K (gram A)).
Proof.
intros pK; destruct (Req_dec (a11 A * a22 A - a12 A * a21 A) 0) as [d | d].
- assert (gA : g (gram A) = 0).
    assert (z := cross_zero A); replace (cross_gram A A) with (times 2 (gram A)) in z
      by (unfold cross_gram, times, gram; simpl; f_equal; ring).
    rewrite gradient_scale in z; lra.
  assert (rank_one : forall v1 v2, 0 <= g (outer v1 v2)).
    intros v1 v2; destruct (dependent_rows d) as [u1 [u2 [u0 [e1 e2]]]].
    set (D := Encoder (u1 * v1) (u1 * v2) (u2 * v1) (u2 * v2)); assert (p := second_pos D).
    replace (gram D) with (times (u1 ^ 2 + u2 ^ 2) (outer v1 v2)) in p
      by (unfold gram, times, outer; simpl; f_equal; ring).
    rewrite gradient_scale in p; apply Rmult_le_reg_l with (u1 ^ 2 + u2 ^ 2); auto; rewrite Rmult_0_r; apply p.
    unfold cross_gram; simpl; f_equal.
    + transitivity (2 * v1 * (u1 * a11 A + u2 * a21 A)); [ring | rewrite e1; ring].
    + transitivity (v2 * (u1 * a11 A + u2 * a21 A) + v1 * (u1 * a12 A + u2 * a22 A)); [ring | rewrite e1, e2; ring].
    + transitivity (2 * v2 * (u1 * a12 A + u2 * a22 A)); [ring | rewrite e2; ring].
  destruct (gram_onto K pK) as [C <-].
  replace (minus (gram C) (gram A)) with (plus (plus (outer (a11 C) (a12 C)) (outer (a21 C) (a22 C))) (times (-1)
    (gram A)))
    by (unfold minus, plus, outer, times, gram; simpl; f_equal; ring).
  rewrite !gradient_plus, gradient_scale, gA; assert (r1 := rank_one (a11 C) (a12 C));
    assert (r2 := rank_one (a21 C) (a22 C)); lra.
- right; symmetry; set (M := minus K (gram A)); set (e := a11 A * a22 A - a12 A * a21 A) in *.
  replace M with (cross_gram A (Encoder ((a22 A * xx M - a21 A * xy M) / (2 * e)) ((a22 A * xy M - a21 A * yy M) /
    (2 * e))
    ((a11 A * xy M - a12 A * xx M) / (2 * e)) ((a11 A * yy M - a12 A * xy M) / (2 * e)))); [apply cross_zero|].
  transitivity (Symmetric (xx M) (xy M) (yy M)); [|reflexivity].
  unfold cross_gram; simpl; f_equal; unfold e in *; field; auto.
Qed.

Theorem T12_second_order_is_global C :
  infonce (biased delta w) w a b (inner A) <= infonce (biased delta w) w a b (inner C).
Proof.
rewrite !infonce_gram; assert (t := tangent w a b wp w1 centred_a centred_b delta (gram A) (gram C)).
assert (p := gradient_pos (gram C) (psd_gram C)).
assert (n : 0 <= norm2 (minus (gram C) (gram A))).
  set (D := minus _ _); unfold norm2; assert (q1 := pow2_ge_0 (xx D)); assert (q2 := pow2_ge_0 (xy D)).
  assert (q3 := pow2_ge_0 (yy D)); lra.
lra.
Qed.
End Point.
End Plane.
