(* T16: at H0 = h e1 e1^T three numbers, the components of the gradient, decide. If the
   gradient is nearly zero in xx and xy and positive enough in yy, then a matrix outside the
   cone, H0 - t e2 e2^T, has a smaller loss than all of the cone. A positive definite
   minimiser could be improved by moving towards it. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line Normal_Plane Normal_Tame Normal_Law T16_Definitions T16_LogSumExp T16_Loss
  T16_Encoders.
Open Scope R_scope.

Section Certificate.
Variables w a b : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Hypothesis centred_a : sum (fun k => w k * a k) = 0.
Hypothesis centred_b : sum (fun k => w k * b k) = 0.
Notation E k := (normal (a k) (b k)).
Variable h : R.

Lemma posterior_continuous l t : continuity_pt (fun t => posterior w a h t l) t.
Proof.
unfold posterior, softmax; apply continuity_pt_div.
- reg.
- unfold total, sum; reg.
- apply Rgt_not_eq, total_pos; auto.
Qed.

Lemma posterior_mean_continuous c t : continuity_pt (fun t => mean (posterior w a h t) c) t.
Proof.
unfold mean, sum; repeat apply continuity_pt_plus;
  (apply continuity_pt_mult; [apply posterior_continuous | apply continuity_pt_const; intros u v; reflexivity]).
Qed.

Definition size (c : component -> R) : R := Rabs (c large) + Rabs (c medium) + Rabs (c small).

Lemma posterior_mean_size c t : Rabs (mean (posterior w a h t) c) <= size c.
Proof.
assert (p := softmax_pos w wp (fun l => h * (t * a l))); assert (s := softmax_sum w wp (fun l => h * (t * a l))).
unfold mean, size, sum, posterior in *.
assert (q : forall l, Rabs (softmax w (fun l => h * (t * a l)) l * c l) <= Rabs (c l)).
  intros l; rewrite Rabs_mult, (Rabs_pos_eq (softmax _ _ _)) by (left; apply p).
  assert (0 <= Rabs (c l)) by apply Rabs_pos.
  assert (p1 := p large); assert (p2 := p medium); assert (p3 := p small).
  assert (softmax w (fun l => h * (t * a l)) l <= 1) by (destruct l; lra); nra.
apply Rle_trans with (1 := Rabs_triang _ _); apply Rplus_le_compat; [|apply q].
apply Rle_trans with (1 := Rabs_triang _ _); apply Rplus_le_compat; apply q.
Qed.

Lemma tame1_mean c : tame1 (fun t => mean (posterior w a h t) c).
Proof.
split; [intros t; apply continuity_pt_filterlim, posterior_mean_continuous|].
exists (size c), 0; split; [|split; [lra|]].
  assert (p := fun l => Rabs_pos (c l)); unfold size.
  assert (p1 := p large); assert (p2 := p medium); assert (p3 := p small); lra.
intros t; rewrite Rmult_0_l, exp_0, Rmult_1_r; apply posterior_mean_size.
Qed.

Lemma tame_mean c : tame (fun x _ => mean (posterior w a h x) c).
Proof. apply tame_of_x, tame1_mean. Qed.

Lemma tame_x_mean c : tame (fun x _ => mean (posterior w a h x) c * x).
Proof. apply (tame_mult _ _ (tame_mean c) tame_x). Qed.

Lemma tame_y_mean c : tame (fun x y => mean (posterior w a h x) c * y).
Proof. apply (tame_mult _ _ (tame_mean c) tame_y). Qed.

Lemma mean_y_independent c k :
  E k (fun x y => mean (posterior w a h x) c * y) = E k (fun x _ => mean (posterior w a h x) c) * b k.
Proof.
rewrite (normal_product _ _ (fun x => mean (posterior w a h x) c) (fun y => y)), first_moment, normal_of_x;
  auto using tame1_mean, tame1_id.
Qed.

(* The integrals that are enclosed. *)
Definition along (k : component) : R := E k (fun x _ => mean (posterior w a h x) a * x).
Definition cross (k : component) : R :=
  E k (fun x _ => mean (posterior w a h x) b * x + b k * mean (posterior w a h x) a).
Definition across (k : component) : R := E k (fun x _ => mean (posterior w a h x) b).

Lemma cross_parts k :
  cross k = E k (fun x _ => mean (posterior w a h x) b * x) + b k * E k (fun x _ => mean (posterior w a h x) a).
Proof.
assert (ma := tame_mean a); unfold cross.
rewrite (normal_plus (a k) (b k) _ _ (tame_x_mean b) (tame_scale (b k) _ ma)); f_equal.
apply (normal_scale (a k) (b k) _ _ ma).
Qed.

Definition slope (D : symmetric) (k : component) : R :=
  xx D * along k + xy D * cross k + yy D * (b k * across k).

Definition tilt (D : symmetric) (x y : R) : R := mean (posterior w a h x) (fun l => form D x y (a l) (b l)).

Lemma tilt_parts D : tilt D = (fun x y =>
  (xx D * (mean (posterior w a h x) a * x) + xy D * (mean (posterior w a h x) b * x + mean (posterior w a h x) a * y))
  + yy D * (mean (posterior w a h x) b * y)).
Proof. apply funext2; intros; unfold tilt, mean, sum, form; ring. Qed.

Lemma tame_tilt D : tame (tilt D).
Proof.
rewrite tilt_parts; repeat apply tame_plus; try apply tame_scale; try apply tame_plus;
  auto using tame_x_mean, tame_y_mean.
Qed.

Lemma expected_tilt D k : E k (tilt D) = slope D k.
Proof.
assert (mxa := tame_x_mean a); assert (mxb := tame_x_mean b).
assert (mya := tame_y_mean a); assert (myb := tame_y_mean b).
assert (mb := tame_plus _ _ mxb mya).
assert (m1 := tame_scale (xx D) _ mxa); assert (m2 := tame_scale (xy D) _ mb).
assert (m3 := tame_scale (yy D) _ myb).
rewrite tilt_parts, (normal_plus (a k) (b k) _ _ (tame_plus _ _ m1 m2) m3), (normal_plus (a k) (b k) _ _ m1 m2).
rewrite (normal_scale (a k) (b k) _ _ mxa), (normal_scale (a k) (b k) _ _ mb), (normal_scale (a k) (b k) _ _ myb).
rewrite (normal_plus (a k) (b k) _ _ mxb mya), !mean_y_independent.
unfold slope, along, across; rewrite cross_parts; ring.
Qed.

Definition candidate : symmetric := Symmetric h 0 0.
Definition outside t : symmetric := Symmetric h 0 (- t).

Lemma candidate_scores x y : scores a b candidate x y = (fun l => h * (x * a l)).
Proof. apply functional_extensionality; intros l; unfold scores, form, candidate; simpl; ring. Qed.

Lemma log_part_above_tangent H :
  log_part w a b candidate + sum (fun k => w k * slope (minus H candidate) k) <= log_part w a b H.
Proof.
unfold log_part.
replace (sum _ + sum _) with (sum (fun k => w k * (E k (fun x y => lse w (scores a b candidate x y))
  + slope (minus H candidate) k))) by (unfold sum; ring).
apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp|].
assert (mc := tame_lse w a b wp w1 candidate).
rewrite <- expected_tilt, <- (normal_plus (a k) (b k) _ _ mc (tame_tilt _)).
apply (normal_monotone (a k) (b k)).
- apply tame_plus; [exact mc | apply tame_tilt].
- apply tame_lse; auto.
- intros x y; assert (t := lse_tangent w wp (scores a b H x y) (scores a b candidate x y)).
  replace (tilt (minus H candidate) x y) with
    (mean (softmax w (scores a b candidate x y)) (fun l => scores a b H x y l - scores a b candidate x y l)); auto.
  rewrite candidate_scores; unfold tilt, posterior, mean, sum, scores, form, minus, candidate; simpl; ring.
Qed.

Variable spread : R.
Hypothesis spread_b : forall k l, Rabs (b k - b l) <= spread.

Lemma log_part_outside t :
  log_part w a b (outside t) <= log_part w a b candidate
    - t * sum (fun k => w k * (b k * across k))
    + 2 * t ^ 2 * spread ^ 2 * (1 + sum (fun k => w k * b k ^ 2)).
Proof.
unfold log_part.
replace (sum _ - _ + _) with (sum (fun k => w k * (E k (fun x y => lse w (scores a b candidate x y))
  + slope (minus (outside t) candidate) k + 2 * t ^ 2 * spread ^ 2 * (1 + b k ^ 2)))).
  2: unfold sum in *; unfold slope, minus, outside, candidate; simpl;
     replace (w large) with (1 - w medium - w small) by lra; ring.
apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp|].
assert (mc := tame_lse w a b wp w1 candidate).
assert (ms := tame_scale (2 * t ^ 2 * spread ^ 2) _ tame_square_y).
assert (mt := tame_tilt (minus (outside t) candidate)).
replace (1 + b k ^ 2) with (E k (fun _ y => y ^ 2))
  by (rewrite (normal_of_y _ _ _ tame1_square), second_moment; reflexivity).
rewrite <- (normal_scale (a k) (b k) _ _ tame_square_y), <- expected_tilt.
rewrite <- (normal_plus (a k) (b k) _ _ mc mt), <- (normal_plus (a k) (b k) _ _ (tame_plus _ _ mc mt) ms).
apply (normal_monotone (a k) (b k)).
- apply tame_lse; auto.
- apply tame_plus; [apply tame_plus; auto | exact ms].
- intros x y.
  assert (u := lse_above w wp (scores a b (outside t) x y) (scores a b candidate x y) (Rabs t * spread * Rabs y)).
  replace (tilt (minus (outside t) candidate) x y) with
    (mean (softmax w (scores a b candidate x y)) (fun l => scores a b (outside t) x y l - scores a b candidate x y l)).
    2: rewrite candidate_scores; unfold tilt, posterior, mean, sum, scores, form, minus, outside, candidate; simpl; ring.
  replace (2 * t ^ 2 * spread ^ 2 * y ^ 2) with (2 * (Rabs t * spread * Rabs y) ^ 2)
    by (rewrite <- (pow2_abs y), <- (pow2_abs t); ring).
  apply u; intros i j.
  replace (_ - _ - _) with (t * (y * (b j - b i))) by (unfold scores, form, outside, candidate; simpl; ring).
  rewrite Rabs_mult, Rmult_assoc, Rabs_mult, (Rmult_comm spread).
  repeat apply Rmult_le_compat_l; auto using Rabs_pos.
Qed.

(* The gradient at the candidate. *)
Definition moment (f g : component -> R) : R := sum (fun k => w k * (f k * g k)).
Definition gradient_xx : R := - / 2 * moment a a + h * (1 + moment a a) + sum (fun k => w k * along k).
Definition gradient_xy : R := - moment a b + h * moment a b + sum (fun k => w k * cross k).
Definition gradient_yy : R := - / 2 * moment b b + sum (fun k => w k * (b k * across k)).

Lemma loss_above H : 0 <= yy H -> 0 <= gradient_yy ->
  loss w a b candidate - (/ 2 * gradient_xx ^ 2 + / 4 * gradient_xy ^ 2) <= loss w a b H.
Proof.
intros y0 g0; rewrite !(loss_closed w a b) by auto.
assert (l := log_part_above_tangent H); set (D := minus H candidate) in *.
assert (q : square_part w a b H = square_part w a b candidate + h * (1 + moment a a) * xx D
    + h * moment a b * xy D + square_part w a b D).
  unfold square_part, moved2, norm2, moment, sum, D, minus, candidate; simpl; field.
assert (p : pair_part w a b H = pair_part w a b candidate
    + / 2 * (moment a a * xx D + 2 * moment a b * xy D + moment b b * yy D)).
  unfold pair_part, moment, sum, form, D, minus, candidate; simpl; field.
assert (s : sum (fun k => w k * slope D k) = xx D * sum (fun k => w k * along k)
    + xy D * sum (fun k => w k * cross k) + yy D * sum (fun k => w k * (b k * across k))).
  unfold sum, slope; ring.
assert (qD := square_part_large w a b wp D); unfold norm2 in qD.
assert (yD : 0 <= yy D) by (unfold D, minus, candidate; simpl; lra).
rewrite s in l; rewrite p, q.
assert (g : xx D * gradient_xx + xy D * gradient_xy + yy D * gradient_yy
    = - / 2 * (moment a a * xx D + 2 * moment a b * xy D + moment b b * yy D) + h * (1 + moment a a) * xx D
      + h * moment a b * xy D + (xx D * sum (fun k => w k * along k)
      + xy D * sum (fun k => w k * cross k) + yy D * sum (fun k => w k * (b k * across k)))).
  unfold gradient_xx, gradient_xy, gradient_yy; field.
assert (0 <= yy D * gradient_yy) by (apply Rmult_le_pos; auto).
assert (0 <= (xx D + gradient_xx) ^ 2) by apply pow2_ge_0.
assert (0 <= (xy D + / 2 * gradient_xy) ^ 2) by apply pow2_ge_0.
assert (0 <= yy D ^ 2) by apply pow2_ge_0.
nra.
Qed.

Lemma loss_outside t :
  loss w a b (outside t) <= loss w a b candidate - t * gradient_yy
    + t ^ 2 * (1 + moment b b) * (/ 2 + 2 * spread ^ 2).
Proof.
rewrite !(loss_closed w a b) by auto; assert (l := log_part_outside t).
assert (q : square_part w a b (outside t) = square_part w a b candidate + / 2 * t ^ 2 * (1 + moment b b)).
  unfold square_part, moved2, norm2, moment, sum, outside, candidate; simpl; field.
assert (p : pair_part w a b (outside t) = pair_part w a b candidate - / 2 * t * moment b b).
  unfold pair_part, moment, sum, form, outside, candidate; simpl; field.
assert (m : sum (fun k => w k * b k ^ 2) = moment b b) by (unfold sum, moment, sum; ring).
rewrite m in l; rewrite p, q; unfold gradient_yy; nra.
Qed.

Lemma psd_definite H : psd H -> det H <> 0 -> 0 < xx H /\ 0 < det H.
Proof.
intros p n; assert (q := p 1 0); unfold form in q.
assert (x0 : 0 <= xx H) by lra.
assert (r := p (xy H) (- xx H)); unfold form in r; unfold det in *.
destruct x0 as [x0 | x0].
  split; auto; assert (0 <= xx H * yy H - xy H ^ 2); [|lra].
  apply Rmult_le_reg_l with (xx H); auto; lra.
assert (u := p (- (yy H + 1) * xy H) 1); assert (v := psd_yy H p); unfold form in u; rewrite <- x0 in *.
exfalso; apply n; assert (xy H = 0); [|nra].
assert (xy H ^ 2 <= 0); [|nra].
assert (xy H ^ 2 * (2 * (yy H + 1)) <= yy H) by nra.
assert (z := p (- (yy H + 1) * xy H * (yy H + 1) / (xy H ^ 2 + 1)) 1).
destruct (Rle_lt_dec (xy H ^ 2) 0) as [k | k]; auto.
assert (y := p (- (yy H + 1) / xy H) 1); unfold form in y; rewrite <- x0 in y.
assert (xy H <> 0) by (intros e; rewrite e in k; lra).
replace (0 * (- (yy H + 1) / xy H * (- (yy H + 1) / xy H)) + xy H * (- (yy H + 1) / xy H * 1 + 1 * (- (yy H + 1) / xy H))
  + yy H * (1 * 1)) with (- yy H - 2) in y by (field; auto); lra.
Qed.

Lemma psd_of_det H : 0 < xx H -> 0 <= det H -> psd H.
Proof.
intros x0 d x y; unfold form; unfold det in d.
apply Rmult_le_reg_l with (xx H); auto.
assert (0 <= (xx H * x + xy H * y) ^ 2) by apply pow2_ge_0.
assert (0 <= (xx H * yy H - xy H ^ 2) * y ^ 2) by (apply Rmult_le_pos; [auto | apply pow2_ge_0]).
lra.
Qed.

Theorem T16_certificate t : 0 < h -> 0 < t -> 0 <= gradient_yy ->
  / 2 * gradient_xx ^ 2 + / 4 * gradient_xy ^ 2
    < t * gradient_yy - t ^ 2 * (1 + moment b b) * (/ 2 + 2 * spread ^ 2) ->
  forall H, psd H -> (forall K, psd K -> loss w a b H <= loss w a b K) -> det H = 0.
Proof.
intros h0 t0 g0 gap H pH least.
destruct (Req_dec (det H) 0) as [|n]; auto; exfalso.
destruct (psd_definite H pH n) as [x0 d0].
assert (y0 := psd_yy H pH).
assert (lower := loss_above H y0 g0); assert (upper := loss_outside t).
assert (better : loss w a b (outside t) < loss w a b H) by lra.
set (c := t * (xx H + h)); assert (c0 : 0 < c) by (unfold c; nra).
set (s := det H / (4 * c + 2 * det H)).
assert (den : 0 < 4 * c + 2 * det H) by lra.
assert (sE : s * (4 * c + 2 * det H) = det H) by (unfold s; field; lra).
assert (s0 : 0 < s) by (unfold s; apply Rdiv_lt_0_compat; lra).
clearbody s.
assert (s1 : s <= / 2) by nra.
assert (sc : s * c <= / 4 * det H) by nra.
assert (p : psd (segment s H (outside t))).
  apply psd_of_det; unfold segment, outside; simpl; [nra|].
  unfold det; simpl.
  replace (_ - _) with ((1 - s) ^ 2 * det H - s * (1 - s) * t * xx H + s * (1 - s) * h * yy H - s ^ 2 * h * t)
    by (unfold det; ring).
  assert (0 <= s * (1 - s) * h * yy H) by (repeat apply Rmult_le_pos; lra).
  assert (/ 4 * det H <= (1 - s) ^ 2 * det H) by (apply Rmult_le_compat_r; [lra|];
    assert (/ 2 * / 2 <= (1 - s) * (1 - s)) by (apply Rmult_le_compat; lra); lra).
  assert (s * (1 - s) * t * xx H <= s * (t * xx H)).
    assert (0 <= s * (t * xx H)) by (repeat apply Rmult_le_pos; lra); nra.
  assert (s ^ 2 * h * t <= s * (t * h)).
    assert (0 <= s * (t * h)) by (repeat apply Rmult_le_pos; lra); nra.
  unfold c in sc; lra.
assert (m := least _ p).
assert (v := loss_strongly_convex w a b wp w1 centred_a centred_b H (outside t) s).
assert (0 <= s <= 1) by lra; specialize (v H0).
assert (0 <= s * (1 - s) / 2 * norm2 (minus H (outside t))).
  apply Rmult_le_pos; [nra|]; unfold norm2; assert (n1 := pow2_ge_0 (xx (minus H (outside t)))).
  assert (n2 := pow2_ge_0 (xy (minus H (outside t)))); assert (n3 := pow2_ge_0 (yy (minus H (outside t)))); lra.
nra.
Qed.
End Certificate.
