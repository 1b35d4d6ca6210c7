(* The normal law with covariance I in the plane: the expectation of a function of the two
   coordinates is its integral against the density. Proved of it, for tame functions: the
   integrals converge; it is linear and monotone; its moments and exponential moments; the
   coordinates are independent; a rotation of the plane rotates the mean. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line Normal_Plane Normal_Density Normal_Tame.
Open Scope R_scope.

Definition normal (m1 m2 : R) (f : R -> R -> R) : R := plane (fun x y => f x y * density2 m1 m2 x y).

Lemma normal_converges m1 m2 f : tame f ->
  (forall x, is_line (fun y => f x y * density2 m1 m2 x y) (line (fun y => f x y * density2 m1 m2 x y))) /\
  is_line (fun x => line (fun y => f x y * density2 m1 m2 x y)) (normal m1 m2 f).
Proof.
intros tf; assert (d := tame_decays m1 m2 f tf); split.
  intros x; apply decays_line, (row_decays _ x d).
apply decays_line, (lines_decay _ d).
Qed.

Lemma normal_linear m1 m2 f g c : tame f -> tame g ->
  normal m1 m2 (fun x y => f x y + c * g x y) = normal m1 m2 f + c * normal m1 m2 g.
Proof.
intros tf tg; unfold normal; rewrite <- plane_linear by (apply tame_decays; auto).
f_equal; apply funext2; intros; ring.
Qed.

Lemma normal_plus m1 m2 f g : tame f -> tame g ->
  normal m1 m2 (fun x y => f x y + g x y) = normal m1 m2 f + normal m1 m2 g.
Proof.
intros tf tg; rewrite <- (Rmult_1_l (normal m1 m2 g)), <- normal_linear; auto.
f_equal; apply funext2; intros; ring.
Qed.

Lemma normal_scale m1 m2 c f : tame f -> normal m1 m2 (fun x y => c * f x y) = c * normal m1 m2 f.
Proof.
intros tf; assert (l := normal_linear m1 m2 f f (c - 1) tf tf).
replace (fun x y => f x y + (c - 1) * f x y) with (fun x y => c * f x y) in l by (apply funext2; intros; ring).
rewrite l; ring.
Qed.

Lemma normal_monotone m1 m2 f g : tame f -> tame g -> (forall x y, f x y <= g x y) ->
  normal m1 m2 f <= normal m1 m2 g.
Proof.
intros tf tg le; apply plane_le; try apply tame_decays; auto; intros x y.
apply Rmult_le_compat_r; auto; left; apply Rmult_lt_0_compat; apply density_pos.
Qed.

Lemma normal_rotated m1 m2 u1 u2 f : tame f -> u1 ^ 2 + u2 ^ 2 = 1 -> u1 <> -1 ->
  normal m1 m2 (fun x y => f (u1 * x + u2 * y) (u1 * y - u2 * x))
  = normal (u1 * m1 + u2 * m2) (u1 * m2 - u2 * m1) f.
Proof.
intros tf uu n; unfold normal.
rewrite <- (plane_rotation _ u1 u2 (tame_decays (u1 * m1 + u2 * m2) (u1 * m2 - u2 * m1) f tf) uu n).
f_equal; apply funext2; intros x y; f_equal; unfold density2, normal_density, bell, Rdiv.
replace (exp (- (x - m1) ^ 2 * / 2) * / sqrt (2 * PI) * (exp (- (y - m2) ^ 2 * / 2) * / sqrt (2 * PI)))
  with (exp (- (x - m1) ^ 2 * / 2) * exp (- (y - m2) ^ 2 * / 2) * (/ sqrt (2 * PI) * / sqrt (2 * PI))) by ring.
rewrite <- exp_plus.
replace (- (x - m1) ^ 2 * / 2 + - (y - m2) ^ 2 * / 2) with
  (- (u1 * x + u2 * y - (u1 * m1 + u2 * m2)) ^ 2 * / 2 + - (u1 * y - u2 * x - (u1 * m2 - u2 * m1)) ^ 2 * / 2).
  rewrite exp_plus; ring.
transitivity (- (u1 ^ 2 + u2 ^ 2) * ((x - m1) ^ 2 + (y - m2) ^ 2) * / 2); [field | rewrite uu; field].
Qed.

(* Independence of the coordinates *)
Definition normal1 (m : R) (f : R -> R) : R := line (fun t => f t * normal_density (t - m)).

Lemma normal_product m1 m2 f g : tame1 f -> tame1 g ->
  normal m1 m2 (fun x y => f x * g y) = normal1 m1 f * normal1 m2 g.
Proof.
intros tf tg; assert (df := tame1_decays m1 f tf); assert (dg := tame1_decays m2 g tg).
unfold normal, plane.
replace (fun x => line _) with (fun x => normal1 m2 g * (f x * normal_density (x - m1))).
  rewrite (Rmult_comm (normal1 m1 f)); apply line_unique.
  apply line_scale, decays_line, df.
apply functional_extensionality; intros x; symmetry; apply line_unique.
replace (fun y => _) with (fun y => (f x * normal_density (x - m1)) * (g y * normal_density (y - m2)))
  by (apply functional_extensionality; intros y; unfold density2; ring).
rewrite (Rmult_comm (normal1 m2 g)).
apply line_scale, decays_line, dg.
Qed.

(* From here on what is proved of it is used, not its definition. *)
#[global] Opaque normal.

Lemma mass m : normal1 m (fun _ => 1) = 1.
Proof.
apply line_unique.
replace (fun t => 1 * normal_density (t - m)) with (fun t => normal_density (t + - m))
  by (apply functional_extensionality; intros; unfold Rminus; ring).
apply line_shift; [apply density_everywhere | apply density_mass].
Qed.

Lemma centred_moments : is_line (fun t => t * normal_density t) 0 /\ is_line (fun t => t ^ 2 * normal_density t) 1.
Proof.
assert (d : forall t : R, is_derive normal_density t (- (t * normal_density t))).
  intros t; unfold normal_density, bell; auto_derive; auto.
  simpl; unfold Rdiv; field; apply Rgt_not_eq, root_pos.
assert (t1 := tame1_of_tame _ tame_x).
assert (t2 := tame1_of_tame (fun t => t * t) (tame_mult _ _ tame_x tame_x)).
assert (d0 := tame1_decays 0 _ (tame1_of_tame _ (tame_const 1))).
assert (d1 := tame1_decays 0 _ t1); assert (d2 := tame1_decays 0 _ t2); cbv beta in d0, d1, d2.
replace (fun t => 1 * normal_density (t - 0)) with normal_density in d0
  by (apply functional_extensionality; intros; rewrite Rminus_0_r; ring).
replace (fun t => t * normal_density (t - 0)) with (fun t => t * normal_density t) in d1
  by (apply functional_extensionality; intros; rewrite Rminus_0_r; ring).
replace (fun t => t * t * normal_density (t - 0)) with (fun t => t ^ 2 * normal_density t) in d2
  by (apply functional_extensionality; intros; rewrite Rminus_0_r; ring).
destruct (decays_limit _ d0) as [l0 r0]; destruct (decays_limit _ d1) as [l1 r1].
split.
  assert (i : is_line (fun t => - (t * normal_density t)) (0 - 0)).
    apply (line_of_derivative normal_density); auto.
    intros t; exact (continuous_opp (V := R_NormedModule) (fun t => t * normal_density t) t (proj1 d1 t)).
  apply (is_RInt_gen_opp (fun t => - (t * normal_density t))) in i.
  unfold opp in i; simpl in i; replace (- (0 - 0)) with 0 in i by ring.
  replace (fun t => t * normal_density t) with (fun t => - - (t * normal_density t)); auto.
  apply functional_extensionality; intros; ring.
assert (i : is_line (fun t => normal_density t + -1 * (t ^ 2 * normal_density t)) (0 - 0)).
  apply (line_of_derivative (fun t => t * normal_density t)); auto.
    intros t; replace (_ + _) with (1 * normal_density t + t * - (t * normal_density t)) by ring.
    apply (is_derive_mult (fun t : R => t) normal_density);
      [exact (is_derive_id (K := R_AbsRing) t) | apply d | intros; apply Rmult_comm].
  intros t; apply (continuous_plus (V := R_NormedModule)); [apply density_everywhere|].
  apply (continuous_scal_r (V := R_NormedModule) (-1)), d2.
assert (j := eq_trans (eq_sym (line_unique _ _ i)) (line_unique _ _ (line_linear _ _ (-1) d0 d2))).
rewrite (line_unique _ _ density_mass) in j.
replace 1 with (line (fun t => t ^ 2 * normal_density t)) by lra; apply decays_line, d2.
Qed.

Lemma normal1_shift m f : tame1 f -> normal1 m f = normal1 0 (fun t => f (t + m)).
Proof.
intros tf; assert (d := tame1_decays m f tf); symmetry; apply line_unique.
assert (s := line_shift _ _ m (proj1 d) (decays_line _ d)).
replace (fun t => f (t + m) * normal_density (t - 0)) with (fun t => f (t + m) * normal_density (t + m - m)); auto.
apply functional_extensionality; intros; do 2 f_equal; ring.
Qed.

Lemma normal1_opp m f : tame1 f -> normal1 (- m) f = normal1 m (fun t => f (- t)).
Proof.
intros tf; assert (d := tame1_decays (- m) f tf); symmetry; apply line_unique.
replace (fun t => f (- t) * normal_density (t - m)) with (fun t => f (- t) * normal_density (- t - - m)).
  apply (line_opp (fun t => f t * normal_density (t - - m))); [apply d | apply decays_line, d].
apply functional_extensionality; intros t; f_equal; unfold normal_density, bell; do 3 f_equal; ring.
Qed.

Lemma normal1_linear m f g c : tame1 f -> tame1 g ->
  normal1 m (fun t => f t + c * g t) = normal1 m f + c * normal1 m g.
Proof.
intros tf tg; apply line_unique.
replace (fun t => (f t + c * g t) * normal_density (t - m))
  with (fun t => f t * normal_density (t - m) + c * (g t * normal_density (t - m)))
  by (apply functional_extensionality; intros; ring).
apply (line_linear (fun t => f t * normal_density (t - m)) (fun t => g t * normal_density (t - m))); apply tame1_decays; auto.
Qed.

Lemma first_moment m : normal1 m (fun t => t) = m.
Proof.
rewrite normal1_shift by apply tame1_id.
replace (fun t => t + m) with (fun t => t + m * 1) by (apply functional_extensionality; intros; ring).
rewrite (normal1_linear 0 (fun t => t) (fun _ => 1) m tame1_id tame1_1), mass.
replace (normal1 0 (fun t => t)) with 0; [ring|]; symmetry; apply line_unique.
replace (fun t => t * normal_density (t - 0)) with (fun t => t * normal_density t); [apply centred_moments|].
apply functional_extensionality; intros; rewrite Rminus_0_r; ring.
Qed.

Lemma second_moment m : normal1 m (fun t => t ^ 2) = 1 + m ^ 2.
Proof.
rewrite normal1_shift by apply tame1_square.
replace (fun t => (t + m) ^ 2) with (fun t => t ^ 2 + m * (t + (t + m * 1)))
  by (apply functional_extensionality; intros; ring).
assert (t1 : tame1 (fun t => t + m * 1)) by (apply tame1_of_tame, tame_plus; [apply tame_x | apply (tame_const (m * 1))]).
rewrite (normal1_linear 0 (fun t => t ^ 2) (fun t => t + (t + m * 1)) m tame1_square).
  replace (fun t => t + (t + m * 1)) with (fun t => t + 1 * (t + m * 1)) by (apply functional_extensionality; intros; ring).
  rewrite (normal1_linear 0 (fun t => t) (fun t => t + m * 1) 1 tame1_id t1).
  rewrite (normal1_linear 0 (fun t => t) (fun _ => 1) m tame1_id tame1_1), mass, first_moment.
  replace (normal1 0 (fun t => t ^ 2)) with 1; [ring|]; symmetry; apply line_unique.
  replace (fun t => t ^ 2 * normal_density (t - 0)) with (fun t => t ^ 2 * normal_density t); [apply centred_moments|].
  apply functional_extensionality; intros; rewrite Rminus_0_r; ring.
apply tame1_of_tame, (tame_plus _ _ tame_x), (tame_plus _ _ tame_x), (tame_const (m * 1)).
Qed.

Lemma exponential_moment m s : normal1 m (fun t => exp (s * t)) = exp (s * m + s ^ 2 / 2).
Proof.
apply line_unique.
replace (fun t => exp (s * t) * normal_density (t - m))
  with (fun t => exp (s * m + s ^ 2 / 2) * normal_density (t + - (m + s))).
  assert (i := line_shift _ _ (- (m + s)) density_everywhere density_mass).
  assert (j := line_scale _ _ (exp (s * m + s ^ 2 / 2)) i); rewrite Rmult_1_r in j; exact j.
apply functional_extensionality; intros t.
assert (e : exp (s * m + s ^ 2 / 2) * bell (t + - (m + s)) = exp (s * t) * bell (t - m)).
  unfold bell; rewrite <- !exp_plus; f_equal; field.
assert (r := Rgt_not_eq _ _ root_pos); unfold normal_density.
transitivity (exp (s * m + s ^ 2 / 2) * bell (t + - (m + s)) / sqrt (2 * PI)); [|rewrite e]; field; auto.
Qed.

(* In the plane *)

Lemma normal_of_x m1 m2 f : tame1 f -> normal m1 m2 (fun x _ => f x) = normal1 m1 f.
Proof.
intros tf; replace (fun x _ => f x) with (fun x (_ : R) => f x * 1) by (apply funext2; intros; ring).
rewrite (normal_product m1 m2 f (fun _ => 1) tf tame1_1), mass; ring.
Qed.

Lemma normal_of_y m1 m2 f : tame1 f -> normal m1 m2 (fun _ y => f y) = normal1 m2 f.
Proof.
intros tf; replace (fun _ y => f y) with (fun (_ : R) y => 1 * f y) by (apply funext2; intros; ring).
rewrite (normal_product m1 m2 (fun _ => 1) f tame1_1 tf), mass; ring.
Qed.

Lemma normal_const m1 m2 c : normal m1 m2 (fun _ _ => c) = c.
Proof.
replace (fun _ _ : R => c) with (fun x y : R => c * (fun _ _ => 1) x y) by (apply funext2; intros; ring).
rewrite normal_scale by apply tame_const.
rewrite (normal_of_x m1 m2 (fun _ => 1) tame1_1), mass; ring.
Qed.

Lemma normal_quadratic m1 m2 c0 c1 c2 c3 c4 c5 : normal m1 m2 (quadratic c0 c1 c2 c3 c4 c5)
  = c0 + c1 * m1 + c2 * m2 + c3 * (1 + m1 ^ 2) + c4 * (m1 * m2) + c5 * (1 + m2 ^ 2).
Proof.
assert (mx := tame_scale c1 _ tame_x); assert (my := tame_scale c2 _ tame_y).
assert (mxx := tame_scale c3 _ tame_square_x); assert (mxy := tame_scale c4 _ (tame_mult _ _ tame_x tame_y)).
assert (myy := tame_scale c5 _ tame_square_y); assert (s0 := tame_const c0).
assert (s1 := tame_plus _ _ s0 mx); assert (s2 := tame_plus _ _ s1 my).
assert (s3 := tame_plus _ _ s2 mxx); assert (s4 := tame_plus _ _ s3 mxy); unfold quadratic.
rewrite (normal_plus _ _ _ _ s4 myy), (normal_plus _ _ _ _ s3 mxy), (normal_plus _ _ _ _ s2 mxx),
  (normal_plus _ _ _ _ s1 my), (normal_plus _ _ _ _ s0 mx), normal_const.
repeat apply (f_equal2 Rplus); auto.
- rewrite (normal_scale m1 m2 c1 _ tame_x), (normal_of_x _ _ (fun t => t) tame1_id), first_moment; auto.
- rewrite (normal_scale m1 m2 c2 _ tame_y), (normal_of_y _ _ (fun t => t) tame1_id), first_moment; auto.
- rewrite (normal_scale m1 m2 c3 _ tame_square_x), (normal_of_x _ _ _ tame1_square), second_moment; auto.
- rewrite (normal_scale m1 m2 c4 _ (tame_mult _ _ tame_x tame_y)).
  rewrite (normal_product _ _ (fun t => t) (fun t => t) tame1_id tame1_id), !first_moment; auto.
- rewrite (normal_scale m1 m2 c5 _ tame_square_y), (normal_of_y _ _ _ tame1_square), second_moment; auto.
Qed.

Lemma normal_exponential m1 m2 s t :
  normal m1 m2 (fun x y => exp (s * x + t * y)) = exp (s * m1 + t * m2 + (s ^ 2 + t ^ 2) / 2).
Proof.
assert (te : forall s, tame1 (fun t => exp (s * t))).
  intros u; apply tame1_of_tame; replace (fun x _ => exp (u * x)) with (fun x y => exp (u * x + 0 * y)).
    apply tame_exp.
  apply funext2; intros; f_equal; ring.
replace (fun x y => exp (s * x + t * y)) with (fun x y => exp (s * x) * exp (t * y))
  by (apply funext2; intros; symmetry; apply exp_plus).
rewrite (normal_product m1 m2 (fun x => exp (s * x)) (fun y => exp (t * y))), !exponential_moment, <- exp_plus; auto.
f_equal; field.
Qed.

(* Of what is not negative a bounded interval has at most the expectation. *)
Lemma normal_interval m1 m2 f lo hi : tame1 f -> lo <= hi -> (forall t, 0 <= f t) ->
  RInt (fun t => f t * normal_density (t - m1)) lo hi <= normal m1 m2 (fun x _ => f x).
Proof.
intros tf o p; rewrite normal_of_x; auto; apply interval_le_line; [apply tame1_decays; auto | auto|].
intros t; apply Rmult_le_pos; [auto | left; apply density_pos].
Qed.
