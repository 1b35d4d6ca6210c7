(* T16: three components in the plane whose InfoNCE optimum does not span the Fisher
   subspace, bias 1/2. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line Normal_Density Normal_Tame Normal_Law T16_Definitions T16_LogSumExp
  T16_Loss T16_Certificate T16_Rotation T16_Integrals.
Open Scope R_scope.

Lemma weight_pos k : 0 < weight k.
Proof. destruct k; simpl; lra. Qed.
Lemma weight_sum : sum weight = 1.
Proof. unfold sum; simpl; lra. Qed.
Lemma a_between k : - 24 / 10 <= a k <= 95 / 10.
Proof. destruct k; unfold a, mean1, mean2; lra. Qed.
Lemma b_between k : - 9 / 10 <= b k <= 64 / 10.
Proof. destruct k; unfold b, mean1, mean2; lra. Qed.

Lemma mean_between c lo hi t : (forall l, lo <= c l <= hi) -> lo <= mean (posterior weight a h t) c <= hi.
Proof.
intros hc; set (s := fun l => h * (t * a l)).
assert (p := softmax_pos weight weight_pos s); assert (q := softmax_sum weight weight_pos s).
unfold mean, sum, posterior in *; fold s.
assert (c1 := hc large); assert (c2 := hc medium); assert (c3 := hc small).
assert (p1 := p large); assert (p2 := p medium); assert (p3 := p small).
set (x := softmax weight s large) in *; set (y := softmax weight s medium) in *.
set (z := softmax weight s small) in *.
replace z with (1 - x - y) in * by lra; split; nra.
Qed.

Lemma na_size t : Rabs (na t) <= 95 / 10.
Proof. apply Rabs_le; destruct (mean_between a _ _ t a_between); unfold na; lra. Qed.
Lemma nb_size t : Rabs (nb t) <= 64 / 10.
Proof. apply Rabs_le; destruct (mean_between b _ _ t b_between); unfold nb; lra. Qed.

Lemma product_size n m t : Rabs n <= 2 * m -> Rabs (n * t) <= m * (1 + t ^ 2).
Proof.
intros hn; rewrite Rabs_mult; assert (e := pow2_abs t).
assert (0 <= Rabs t) by apply Rabs_pos; assert (0 <= Rabs n) by apply Rabs_pos.
assert (0 <= (Rabs t - 1) ^ 2) by apply pow2_ge_0; nra.
Qed.

Section Enclosures.
Notation E k := (normal (a k) (b k)).

(* An expectation of what is not negative is at least the integral over an interval. *)
Lemma integral_below k M s g lo hi : lo <= hi -> s = 1 \/ s = -1 ->
  (forall t, Rabs (g t) <= M * (1 + t ^ 2)) -> tame1 g ->
  RInt (fun t => lifted M s g t * normal_density (t - a k)) lo hi <= M * (2 + a k ^ 2) + s * E k (fun x _ => g x).
Proof.
intros hl hs bg mg; assert (tg := tame_of_x g mg).
assert (two : forall t, - (M * (1 + t ^ 2)) <= s * g t <= M * (1 + t ^ 2)).
  intros t; assert (q := bg t); apply Rabs_le_between in q; destruct hs as [-> | ->]; lra.
assert (e : (fun x (_ : R) => lifted M s g x) = (fun x y => quadratic M 0 0 M 0 0 x y + s * g x))
  by (apply funext2; intros x y; unfold lifted, quadratic; ring).
assert (tl : tame (fun x _ => lifted M s g x))
  by (rewrite e; apply tame_plus; [apply tame_quadratic | apply tame_scale, tg]).
assert (m := normal_interval (a k) (b k) (lifted M s g) lo hi (tame1_of_tame _ tl) hl).
rewrite e, (normal_linear _ _ _ _ s (tame_quadratic M 0 0 M 0 0) tg), normal_quadratic in m.
replace (M * (2 + a k ^ 2)) with
  (M + 0 * a k + 0 * b k + M * (1 + a k ^ 2) + 0 * (a k * b k) + 0 * (1 + b k ^ 2)) by ring.
apply m; intros t; unfold lifted; assert (q := two t); lra.
Qed.

Lemma one_le_square t : 1 <= 1 + t ^ 2.
Proof. assert (0 <= t ^ 2) by apply pow2_ge_0; lra. Qed.

Lemma along_below k s lo hi : lo <= hi -> s = 1 \/ s = -1 ->
  RInt (fun t => lifted 5 s (fun t => na t * t) t * normal_density (t - a k)) lo hi
  <= 5 * (2 + a k ^ 2) + s * along weight a b h k.
Proof.
intros hl hs; unfold along; apply (integral_below k 5 s (fun t => na t * t)); auto.
- intros t; apply product_size; assert (q := na_size t); lra.
- apply tame1_of_tame, tame_x_mean, weight_pos.
Qed.

Lemma cross_below k M s lo hi : 32 / 10 + 95 / 10 * Rabs (b k) <= M -> lo <= hi -> s = 1 \/ s = -1 ->
  RInt (fun t => lifted M s (fun t => nb t * t + b k * na t) t * normal_density (t - a k)) lo hi
  <= M * (2 + a k ^ 2) + s * cross weight a b h k.
Proof.
intros hM hl hs; unfold cross; apply (integral_below k M s (fun t => nb t * t + b k * na t)); auto.
- intros t; apply Rle_trans with (1 := Rabs_triang _ _).
  assert (p : Rabs (nb t * t) <= 32 / 10 * (1 + t ^ 2)) by (apply product_size; assert (q := nb_size t); lra).
  assert (q := na_size t); rewrite (Rabs_mult (b k)); assert (0 <= Rabs (b k)) by apply Rabs_pos.
  assert (o := one_le_square t).
  assert (Rabs (b k) * Rabs (na t) <= 95 / 10 * Rabs (b k)) by nra.
  assert (95 / 10 * Rabs (b k) <= 95 / 10 * Rabs (b k) * (1 + t ^ 2)) by nra.
  assert ((32 / 10 + 95 / 10 * Rabs (b k)) * (1 + t ^ 2) <= M * (1 + t ^ 2)) by (apply Rmult_le_compat_r; lra).
  lra.
- apply tame1_of_tame, (tame_plus (fun x _ => nb x * x)); [apply tame_x_mean, weight_pos|].
  apply (tame_scale (b k) (fun x _ => na x)), tame_mean, weight_pos.
Qed.

Lemma across_below k s lo hi : lo <= hi -> s = 1 \/ s = -1 ->
  RInt (fun t => lifted 7 s nb t * normal_density (t - a k)) lo hi
  <= 7 * (2 + a k ^ 2) + s * across weight a b h k.
Proof.
intros hl hs; unfold across; apply (integral_below k 7 s nb); auto.
- intros t; assert (q := nb_size t); assert (o := one_le_square t); lra.
- apply tame1_mean, weight_pos.
Qed.
End Enclosures.

Lemma gradient_xx_small : Rabs (gradient_xx weight a b h) <= 22 / 100000.
Proof.
assert (i1 := along_below large 1 (-5) 6); assert (i2 := along_below large (-1) (-5) 6).
assert (i3 := along_below medium 1 (-8) 3); assert (i4 := along_below medium (-1) (-8) 3).
assert (i5 := along_below small 1 4 15); assert (i6 := along_below small (-1) 4 15).
assert (j1 := along_large_plus); assert (j2 := along_large_minus); assert (j3 := along_medium_plus).
assert (j4 := along_medium_minus); assert (j5 := along_small_plus); assert (j6 := along_small_minus).
set (r1 := RInt _ (-5) 6) in i1, j1; set (r2 := RInt _ (-5) 6) in i2, j2.
set (r3 := RInt _ (-8) 3) in i3, j3; set (r4 := RInt _ (-8) 3) in i4, j4.
set (r5 := RInt _ 4 15) in i5, j5; set (r6 := RInt _ 4 15) in i6, j6.
unfold gradient_xx, moment, sum.
set (x1 := along weight a b h large) in *; set (x2 := along weight a b h medium) in *.
set (x3 := along weight a b h small) in *.
specialize (i1 ltac:(lra) ltac:(lra)); specialize (i2 ltac:(lra) ltac:(lra)).
specialize (i3 ltac:(lra) ltac:(lra)); specialize (i4 ltac:(lra) ltac:(lra)).
specialize (i5 ltac:(lra) ltac:(lra)); specialize (i6 ltac:(lra) ltac:(lra)).
unfold a, mean1, mean2, weight, h in *; apply Rabs_le; split; lra.
Qed.

Lemma b_abs_large : Rabs (b large) <= 184 / 1000.
Proof. apply Rabs_le; unfold b, mean1, mean2; split; lra. Qed.
Lemma b_abs_medium : Rabs (b medium) <= 89 / 100.
Proof. apply Rabs_le; unfold b, mean1, mean2; split; lra. Qed.
Lemma b_abs_small : Rabs (b small) <= 64 / 10.
Proof. apply Rabs_le; unfold b, mean1, mean2; split; lra. Qed.

Lemma gradient_xy_small : Rabs (gradient_xy weight a b h) <= 19 / 100000.
Proof.
assert (b1 := b_abs_large); assert (b2 := b_abs_medium); assert (b3 := b_abs_small).
assert (i1 := cross_below large 5 1 (-5) 6 ltac:(lra) ltac:(lra) ltac:(lra)).
assert (i2 := cross_below large 5 (-1) (-5) 6 ltac:(lra) ltac:(lra) ltac:(lra)).
assert (i3 := cross_below medium 12 1 (-8) 3 ltac:(lra) ltac:(lra) ltac:(lra)).
assert (i4 := cross_below medium 12 (-1) (-8) 3 ltac:(lra) ltac:(lra) ltac:(lra)).
assert (i5 := cross_below small 64 1 4 15 ltac:(lra) ltac:(lra) ltac:(lra)).
assert (i6 := cross_below small 64 (-1) 4 15 ltac:(lra) ltac:(lra) ltac:(lra)).
assert (j1 := cross_large_plus); assert (j2 := cross_large_minus); assert (j3 := cross_medium_plus).
assert (j4 := cross_medium_minus); assert (j5 := cross_small_plus); assert (j6 := cross_small_minus).
assert (k1 := Rle_trans _ _ _ j1 i1); assert (k2 := Rle_trans _ _ _ j2 i2).
assert (k3 := Rle_trans _ _ _ j3 i3); assert (k4 := Rle_trans _ _ _ j4 i4).
assert (k5 := Rle_trans _ _ _ j5 i5); assert (k6 := Rle_trans _ _ _ j6 i6).
clear i1 i2 i3 i4 i5 i6 j1 j2 j3 j4 j5 j6.
unfold gradient_xy, moment, sum.
set (x1 := cross weight a b h large) in *; set (x2 := cross weight a b h medium) in *.
set (x3 := cross weight a b h small) in *; clearbody x1 x2 x3.
unfold a, b, mean1, mean2, weight, h in *; apply Rabs_le; split; lra.
Qed.

Lemma gradient_yy_large : 635 / 100000 <= gradient_yy weight a b h.
Proof.
assert (i1 := across_below large 1 (-5) 6 ltac:(lra) ltac:(lra)).
assert (i3 := across_below medium (-1) (-8) 3 ltac:(lra) ltac:(lra)).
assert (i5 := across_below small 1 4 15 ltac:(lra) ltac:(lra)).
assert (k1 := Rle_trans _ _ _ across_large_plus i1); assert (k3 := Rle_trans _ _ _ across_medium_minus i3).
assert (k5 := Rle_trans _ _ _ across_small_plus i5); clear i1 i3 i5.
unfold gradient_yy, moment, sum.
set (x1 := across weight a b h large) in *; set (x2 := across weight a b h medium) in *.
set (x3 := across weight a b h small) in *; clearbody x1 x2 x3.
unfold a, b, mean1, mean2, weight, h in *; lra.
Qed.

Lemma singular_turned H : psd H -> (forall K, psd K -> loss weight a b H <= loss weight a b K) -> det H = 0.
Proof.
assert (gx := gradient_xx_small); assert (gxy := gradient_xy_small); assert (gy := gradient_yy_large).
apply (T16_certificate weight a b weight_pos weight_sum) with (h := h) (spread := 727 / 100) (t := 19 / 1000000); auto.
- unfold sum, a, weight, mean1, mean2; lra.
- unfold sum, b, weight, mean1, mean2; lra.
- intros k l; apply Rabs_le; destruct k, l; unfold b, mean1, mean2; split; lra.
- unfold h; lra.
- lra.
- lra.
- apply Rabs_le_between in gx; apply Rabs_le_between in gxy.
  assert (gradient_xx weight a b h ^ 2 <= (22 / 100000) ^ 2) by nra.
  assert (gradient_xy weight a b h ^ 2 <= (19 / 100000) ^ 2) by nra.
  assert (m : moment weight b b <= 62 / 100) by (unfold moment, sum, b, weight, mean1, mean2; lra).
  lra.
Qed.
(* The components are centred, and their means span the plane: F is the whole of it. *)
Theorem T16_fisher_is_the_plane :
  sum (fun k => weight k * mean1 k) = 0 /\ sum (fun k => weight k * mean2 k) = 0 /\
  (mean1 medium - mean1 large) * (mean2 small - mean2 large)
    - (mean1 small - mean1 large) * (mean2 medium - mean2 large) <> 0.
Proof. unfold sum, weight, mean1, mean2; repeat split; lra. Qed.

Lemma unit_axis : (89 / 3961) ^ 2 + (3960 / 3961) ^ 2 = 1.
Proof. lra. Qed.

Lemma mean1_centred : sum (fun k => weight k * mean1 k) = 0.
Proof. apply T16_fisher_is_the_plane. Qed.
Lemma mean2_centred : sum (fun k => weight k * mean2 k) = 0.
Proof. apply T16_fisher_is_the_plane. Qed.

(* Whatever minimises population InfoNCE over the positive semidefinite matrices is
   singular: its row space is at most a line. *)
Theorem T16_optimum_is_singular H : psd H ->
  (forall K, psd K -> loss weight mean1 mean2 H <= loss weight mean1 mean2 K) -> det H = 0.
Proof.
assert (t := infonce_back _ _ unit_axis weight mean1 mean2 ltac:(lra) weight_pos weight_sum (coupling weight)).
change (turned_a _ _ mean1 mean2) with a in t; change (turned_b _ _ mean1 mean2) with b in t.
intros pH least; rewrite <- (det_forth _ _ unit_axis H); apply singular_turned; [apply psd_forth; auto|].
intros K pK; unfold loss; rewrite !t, (back_forth _ _ unit_axis); apply least, psd_back; auto.
Qed.
