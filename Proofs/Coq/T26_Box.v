(* T26: population InfoNCE of one row for four equal clusters at the corners of a rectangle, from
   the definition. The best row along an axis is a strict local minimum where the second
   variation across is positive. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line Normal_Plane Normal_Density Normal_Tame Normal_Law T26_LogCosh.
Open Scope R_scope.

(* The mean over the four corners (+-a, +-b). *)
Definition corners (a b : R) (f : R -> R -> R) : R := (f a b + f a (- b) + f (- a) b + f (- a) (- b)) / 4.

(* L = - E s(x, x') + E_x log E_y exp s(x, y) for the row (u1, u2), s(x, y) = <u, x> <u, y>: both
   points of a pair are of the same component (bias 1), all covariances are the identity. *)
Definition row_loss (a b u1 u2 : R) : R :=
  let s x y x' y' := (u1 * x + u2 * y) * (u1 * x' + u2 * y') in
  - corners a b (fun m n => normal m n (fun x y => normal m n (fun x' y' => s x y x' y')))
  + corners a b (fun m n => normal m n (fun x y =>
      ln (corners a b (fun m' n' => normal m' n' (fun x' y' => exp (s x y x' y')))))).

(* The same along an axis: a line with two clusters +-a, and the row sqrt h. *)
Definition logs (a h : R) : R := normal1 a (fun x => lcosh (h * a * x)).
Definition axis_loss (a h : R) : R := - (h * a ^ 2) + h ^ 2 * (1 + a ^ 2) / 2 + logs a h.
Definition slope (a h : R) : R := - a ^ 2 + h * (1 + a ^ 2) + normal1 a (fun x => a * x * th (h * a * x)).
(* The posterior's variance along the axis. *)
Definition variance (a h : R) : R := a ^ 2 * normal1 a (fun x => 1 - th (h * a * x) ^ 2).
(* Half the second derivative across it. *)
Definition curvature (a b h : R) : R := - b ^ 2 + h * (1 + b ^ 2) * (2 + a ^ 2 + variance a h) / 2.

(* All these functions are tame. *)

Lemma lcosh_continuous t : continuity_pt lcosh t.
Proof. apply continuity_pt_filterlim, (ex_derive_continuous lcosh); eexists; apply lcosh_derive. Qed.

Lemma th_continuous t : continuity_pt th t.
Proof. apply continuity_pt_filterlim, (ex_derive_continuous th); eexists; apply th_derive. Qed.

Lemma tame_line s t : tame (fun x y => s * x + t * y).
Proof. apply (tame_plus (fun x _ => s * x) (fun _ y => t * y)); apply tame_scale; [apply tame_x | apply tame_y]. Qed.

Lemma tame_lcosh s t : tame (fun x y => lcosh (s * x + t * y)).
Proof.
apply tame_le with (2 := tame_line s t); [|intros; apply lcosh_size].
intros x y; apply (continuity_1d_2d_pt_comp lcosh (fun x y => s * x + t * y));
  [apply lcosh_continuous | apply tame_line].
Qed.

Lemma tame_th s : tame (fun x _ => th (s * x)).
Proof.
apply tame_le with (fun _ _ => 1); [|apply tame_const|].
  intros x y; apply (continuity_1d_2d_pt_comp th (fun x _ => s * x)); [apply th_continuous|].
  apply (tame_scale s (fun x _ => x) tame_x).
intros x y; assert (q := th_size (s * x)); rewrite Rabs_R1; apply Rabs_le; lra.
Qed.

Lemma tame_variance s : tame (fun x _ => 1 - th (s * x) ^ 2).
Proof.
replace (fun x _ => 1 - th (s * x) ^ 2) with (fun x (_ : R) => 1 + -1 * (th (s * x) * th (s * x)))
  by (apply funext2; intros; ring).
apply (tame_plus (fun _ _ => 1)); [apply tame_const|]; apply tame_scale, (tame_mult _ _ (tame_th s) (tame_th s)).
Qed.

Lemma tame1_lcosh s : tame1 (fun x => lcosh (s * x)).
Proof.
apply tame1_of_tame; replace (fun x _ => lcosh (s * x)) with (fun x y => lcosh (s * x + 0 * y)); [apply tame_lcosh|].
apply funext2; intros; f_equal; ring.
Qed.

Lemma tame1_variance s : tame1 (fun x => 1 - th (s * x) ^ 2).
Proof. apply tame1_of_tame, tame_variance. Qed.

Lemma tame1_slope a s : tame1 (fun x => a * x * th (s * x)).
Proof. apply tame1_of_tame, (tame_mult _ _ (tame_scale a _ tame_x) (tame_th s)). Qed.

Lemma normal1_monotone m f g : tame1 f -> tame1 g -> (forall t, f t <= g t) -> normal1 m f <= normal1 m g.
Proof.
intros tf tg h; rewrite <- (normal_of_x m 0 f tf), <- (normal_of_x m 0 g tg).
apply normal_monotone; auto using tame_of_x.
Qed.

Lemma normal1_scale m c f : tame1 f -> normal1 m (fun t => c * f t) = c * normal1 m f.
Proof.
intros tf; rewrite <- (normal_of_x m 0 f tf), <- (normal_scale m 0 c (fun x _ => f x)) by (apply tame_of_x; auto).
symmetry; apply (normal_of_x m 0 (fun t => c * f t)).
apply tame1_of_tame, (tame_scale c (fun x _ => f x)), tame_of_x; auto.
Qed.

Lemma corners_ext a b f g : (forall m n, f m n = g m n) -> corners a b f = corners a b g.
Proof. intros e; unfold corners; rewrite !e; reflexivity. Qed.

Section Closed.
Variables a b : R.

Lemma row_loss_closed u1 u2 : row_loss a b u1 u2 = - (u1 ^ 2 * a ^ 2 + u2 ^ 2 * b ^ 2)
  + (u1 ^ 2 + u2 ^ 2) * (u1 ^ 2 * (1 + a ^ 2) + u2 ^ 2 * (1 + b ^ 2)) / 2
  + corners a b (fun m n => normal m n (fun x y => lcosh (a * u1 * (u1 * x + u2 * y)))
      + normal m n (fun x y => lcosh (b * u2 * (u1 * x + u2 * y)))).
Proof.
assert (f1 : forall m n x y, normal m n (fun x' y' => (u1 * x + u2 * y) * (u1 * x' + u2 * y'))
    = (u1 * x + u2 * y) * (u1 * m + u2 * n)).
  intros m n x y; replace (fun x' y' => (u1 * x + u2 * y) * (u1 * x' + u2 * y'))
    with (quadratic 0 ((u1 * x + u2 * y) * u1) ((u1 * x + u2 * y) * u2) 0 0 0)
    by (apply funext2; intros; unfold quadratic; ring).
  rewrite normal_quadratic; ring.
assert (f2 : forall m n, normal m n (fun x y => normal m n (fun x' y' => (u1 * x + u2 * y) * (u1 * x' + u2 * y')))
    = (u1 * m + u2 * n) ^ 2).
  intros m n; replace (fun x y => normal m n (fun x' y' => (u1 * x + u2 * y) * (u1 * x' + u2 * y')))
    with (quadratic 0 (u1 * (u1 * m + u2 * n)) (u2 * (u1 * m + u2 * n)) 0 0 0)
    by (apply funext2; intros; rewrite f1; unfold quadratic; ring).
  rewrite normal_quadratic; ring.
pose (q := quadratic 0 0 0 ((u1 ^ 2 + u2 ^ 2) * u1 ^ 2 / 2) ((u1 ^ 2 + u2 ^ 2) * (u1 * u2))
  ((u1 ^ 2 + u2 ^ 2) * u2 ^ 2 / 2)).
assert (f3 : forall x y, ln (corners a b (fun m' n' => normal m' n' (fun x' y' =>
      exp ((u1 * x + u2 * y) * (u1 * x' + u2 * y')))))
    = q x y + (lcosh (a * u1 * (u1 * x + u2 * y)) + lcosh (b * u2 * (u1 * x + u2 * y)))).
  intros x y; set (s := u1 * x + u2 * y).
  rewrite (corners_ext _ _ _ (fun m' n' => exp (q x y) * (exp (s * u1 * m') * exp (s * u2 * n')))).
    replace (corners a b _) with (exp (q x y) * ((exp (a * u1 * s) + exp (- (a * u1 * s))) / 2
      * ((exp (b * u2 * s) + exp (- (b * u2 * s))) / 2))).
      assert (p1 := cosh_pos (a * u1 * s)); assert (p2 := cosh_pos (b * u2 * s)).
      rewrite ln_mult, ln_exp, ln_mult; [reflexivity | lra | lra | apply exp_pos |].
      apply Rmult_lt_0_compat; lra.
    unfold corners; replace (s * u1 * - a) with (- (a * u1 * s)) by ring;
      replace (s * u1 * a) with (a * u1 * s) by ring.
    replace (s * u2 * - b) with (- (b * u2 * s)) by ring; replace (s * u2 * b) with (b * u2 * s) by ring; field.
  intros m n; replace (fun x' y' => exp (s * (u1 * x' + u2 * y')))
    with (fun x' y' => exp (s * u1 * x' + s * u2 * y')) by (apply funext2; intros; f_equal; ring).
  rewrite normal_exponential, <- !exp_plus; f_equal; unfold q, quadratic, s; field.
assert (tl : forall c, tame (fun x y => lcosh (c * (u1 * x + u2 * y)))).
  intros c; replace (fun x y => lcosh (c * (u1 * x + u2 * y))) with (fun x y => lcosh (c * u1 * x + c * u2 * y));
    [apply tame_lcosh | apply funext2; intros; f_equal; ring].
unfold row_loss; rewrite (corners_ext _ _ _ _ f2).
rewrite (corners_ext _ _ (fun m n => normal m n (fun x y => ln _)) (fun m n => normal m n q +
   (normal m n (fun x y => lcosh (a * u1 * (u1 * x + u2 * y))) + normal m n (fun x y => lcosh (b * u2 * (u1 * x
     + u2 * y)))))).
  2: intros m n; rewrite <- (normal_plus m n _ _ (tl _) (tl _)), <- (normal_plus m n);
     [f_equal; apply funext2; intros; apply f3 | apply tame_quadratic | apply tame_plus; apply tl].
unfold corners, q; rewrite !normal_quadratic.
set (e1 := normal a b (fun x y => lcosh (a * u1 * _))).
field.
Qed.

(* Even functions of one coordinate: both signs of the mean give the same. *)
Lemma normal1_even m f : tame1 f -> (forall t, f (- t) = f t) -> normal1 (- m) f = normal1 m f.
Proof. intros tf e; rewrite normal1_opp by auto; f_equal; apply functional_extensionality, e. Qed.

Lemma logs_opp m c : normal1 (- m) (fun x => lcosh (c * x)) = normal1 m (fun x => lcosh (c * x)).
Proof.
apply normal1_even; [apply tame1_lcosh|]; intros t; rewrite <- Ropp_mult_distr_r; apply lcosh_even.
Qed.

Lemma variance_opp m c : normal1 (- m) (fun x => 1 - th (c * x) ^ 2) = normal1 m (fun x => 1 - th (c * x) ^ 2).
Proof.
apply normal1_even; [apply tame1_variance|]; intros t; rewrite <- Ropp_mult_distr_r, th_odd; ring.
Qed.

Lemma row_loss_first p : row_loss a b p 0 = axis_loss a (p ^ 2).
Proof.
assert (e : forall m n, normal m n (fun x y => lcosh (a * p * (p * x + 0 * y)))
    + normal m n (fun x y => lcosh (b * 0 * (p * x + 0 * y))) = normal1 m (fun x => lcosh (p ^ 2 * a * x))).
  intros m n; rewrite <- (normal_of_x m n) by apply tame1_lcosh.
  replace (fun x y => lcosh (b * 0 * (p * x + 0 * y))) with (fun _ _ : R => 0).
    rewrite normal_const, Rplus_0_r; f_equal; apply funext2; intros; f_equal; ring.
  apply funext2; intros; rewrite Rmult_0_r, Rmult_0_l, lcosh_0; reflexivity.
rewrite row_loss_closed, (corners_ext _ _ _ _ e); unfold corners, axis_loss, logs; rewrite !logs_opp; field.
Qed.

Lemma row_loss_second q : row_loss a b 0 q = axis_loss b (q ^ 2).
Proof.
assert (e : forall m n, normal m n (fun x y => lcosh (a * 0 * (0 * x + q * y)))
    + normal m n (fun x y => lcosh (b * q * (0 * x + q * y))) = normal1 n (fun x => lcosh (q ^ 2 * b * x))).
  intros m n; rewrite <- (normal_of_y m n) by apply tame1_lcosh.
  replace (fun x y => lcosh (a * 0 * (0 * x + q * y))) with (fun _ _ : R => 0).
    rewrite normal_const, Rplus_0_l; f_equal; apply funext2; intros; f_equal; ring.
  apply funext2; intros; rewrite Rmult_0_r, Rmult_0_l, lcosh_0; reflexivity.
rewrite row_loss_closed, (corners_ext _ _ _ _ e); unfold corners, axis_loss, logs; rewrite !logs_opp; field.
Qed.

Hypothesis a0 : 0 < a.
Hypothesis b0 : 0 < b.

(* What is left of third order, divided by the cube of the turn. *)
Definition rest (x y : R) : R := (a ^ 3 * Rabs y ^ 3 + b ^ 3 * (Rabs x + Rabs y) ^ 3) / 6.

Lemma tame_rest : tame rest.
Proof.
assert (tx := tame_abs _ tame_x); assert (ty := tame_abs _ tame_y); assert (ts := tame_plus _ _ tx ty).
assert (cube : forall f, tame f -> tame (fun x y => f x y ^ 3)).
  intros f tf; replace (fun x y => f x y ^ 3) with (fun x y => f x y * (f x y * f x y)) by (apply funext2; intros;
    ring).
  apply tame_mult; auto; apply tame_mult; auto.
replace rest with (fun x y => a ^ 3 / 6 * Rabs y ^ 3 + b ^ 3 / 6 * (Rabs x + Rabs y) ^ 3)
  by (apply funext2; intros; unfold rest; field).
apply tame_plus; apply tame_scale; [apply (cube _ ty) | apply (cube _ ts)].
Qed.

Lemma rest_pos x y : 0 <= rest x y.
Proof.
assert (p : forall z, 0 <= z -> 0 <= z ^ 3) by (intros; apply pow_le; auto).
assert (q := Rabs_pos x); assert (r := Rabs_pos y); assert (p1 := p (Rabs y) r);
  assert (p2 := p (Rabs x + Rabs y) ltac:(lra)).
assert (p3 := p a ltac:(lra)); assert (p4 := p b ltac:(lra)); unfold rest.
apply Rmult_le_pos; [apply Rplus_le_le_0_compat; apply Rmult_le_pos; auto | lra].
Qed.

(* The logarithms at one point, from below. *)
Definition below_logs (p q x y : R) : R := lcosh (p ^ 2 * a * x) + a * p * q * (th (p ^ 2 * a * x) * y)
  + (a * p * q) ^ 2 / 2 * ((1 - th (p ^ 2 * a * x) ^ 2) * y ^ 2)
  + quadratic 0 0 0 ((b * q) ^ 2 / 2 * p ^ 2) ((b * q) ^ 2 * (p * q)) ((b * q) ^ 2 / 2 * q ^ 2) x y
  + - Rabs q ^ 3 * rest x y.

Lemma logs_below p q x y : Rabs p <= 1 -> Rabs q <= 1 ->
  below_logs p q x y <= lcosh (a * p * (p * x + q * y)) + lcosh (b * q * (p * x + q * y)).
Proof.
intros p1 q1; assert (e1 := lcosh_expansion (p ^ 2 * a * x) (a * p * q * y)).
assert (e2 := lcosh_expansion 0 (b * q * (p * x + q * y))); rewrite lcosh_0, th_0, !Rplus_0_l in e2.
replace (p ^ 2 * a * x + a * p * q * y) with (a * p * (p * x + q * y)) in e1 by ring.
assert (q0 := Rabs_pos q); assert (p0 := Rabs_pos p); assert (x0 := Rabs_pos x); assert (y0 := Rabs_pos y).
assert (c1 : Rabs (a * p * q * y) ^ 3 <= Rabs q ^ 3 * (a ^ 3 * Rabs y ^ 3)).
  rewrite <- !Rpow_mult_distr; apply pow_incr; split; [apply Rabs_pos|].
  rewrite !Rabs_mult, (Rabs_pos_eq a) by lra.
  assert (z : 0 <= Rabs q * (a * Rabs y)) by (apply Rmult_le_pos; [auto | apply Rmult_le_pos; lra]).
  assert (k := Rmult_le_compat_r _ _ _ z p1); lra.
assert (c2 : Rabs (b * q * (p * x + q * y)) ^ 3 <= Rabs q ^ 3 * (b ^ 3 * (Rabs x + Rabs y) ^ 3)).
  rewrite <- !Rpow_mult_distr; apply pow_incr; split; [apply Rabs_pos|].
  rewrite !Rabs_mult, (Rabs_pos_eq b) by lra.
  assert (t := Rabs_triang (p * x) (q * y)); rewrite !Rabs_mult in t.
  assert (k1 := Rmult_le_compat_r _ _ _ x0 p1); assert (k2 := Rmult_le_compat_r _ _ _ y0 q1).
  replace (Rabs q * (b * (Rabs x + Rabs y))) with (b * Rabs q * (Rabs x + Rabs y)) by ring.
  apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | lra].
unfold below_logs, quadratic, rest; lra.
Qed.

(* Across the axis the loss grows at least like its second variation. *)
Lemma row_loss_below : exists C, 0 <= C /\ forall p q, Rabs p <= 1 -> Rabs q <= 1 ->
  axis_loss a (p ^ 2) + q ^ 2 * curvature a b (p ^ 2) - C * Rabs q ^ 3 <= row_loss a b p q.
Proof.
exists (corners a b (fun m n => normal m n rest)); split.
  assert (c : forall m n, 0 <= normal m n rest).
    intros m n; rewrite <- (normal_const m n 0); apply normal_monotone;
      [apply tame_const | apply tame_rest | apply rest_pos].
  assert (c1 := c a b); assert (c2 := c a (- b)); assert (c3 := c (- a) b); assert (c4 := c (- a) (- b));
    unfold corners; lra.
intros p q p1 q1; set (h := p ^ 2).
assert (t1 := tame_of_x _ (tame1_lcosh (h * a))); assert (t2 := tame_mult _ _ (tame_th (h * a)) tame_y).
assert (t3 := tame_mult _ _ (tame_variance (h * a)) tame_square_y).
assert (t4 := tame_quadratic 0 0 0 ((b * q) ^ 2 / 2 * p ^ 2) ((b * q) ^ 2 * (p * q)) ((b * q) ^ 2 / 2 * q ^ 2)).
assert (s2 := tame_plus _ _ t1 (tame_scale (a * p * q) _ t2)).
assert (s3 := tame_plus _ _ s2 (tame_scale ((a * p * q) ^ 2 / 2) _ t3)).
assert (s4 := tame_plus _ _ s3 t4).
assert (e : forall m n, normal m n (below_logs p q) = normal1 m (fun x => lcosh (h * a * x))
    + a * p * q * (normal1 m (fun x => th (h * a * x)) * n)
    + (a * p * q) ^ 2 / 2 * (normal1 m (fun x => 1 - th (h * a * x) ^ 2) * (1 + n ^ 2))
    + ((b * q) ^ 2 / 2 * p ^ 2 * (1 + m ^ 2) + (b * q) ^ 2 * (p * q) * (m * n) + (b * q) ^ 2 / 2 * q ^ 2 * (1
      + n ^ 2))
    + - Rabs q ^ 3 * normal m n rest).
  intros m n; unfold below_logs; fold h.
  rewrite (normal_linear m n _ rest _ s4 tame_rest), (normal_plus m n _ _ s3 t4), (normal_linear m n _ _ _ s2 t3),
    (normal_linear m n _ _ _ t1 t2), normal_quadratic.
  rewrite (normal_of_x m n _ (tame1_lcosh (h * a))).
  rewrite (normal_product m n (fun x => th (h * a * x)) (fun y => y) (tame1_of_tame _ (tame_th _)) tame1_id),
    first_moment.
  rewrite (normal_product m n (fun x => 1 - th (h * a * x) ^ 2) (fun y => y ^ 2) (tame1_variance _) tame1_square),
    second_moment.
  fold h; ring.
assert (le : forall m n, normal m n (below_logs p q) <= normal m n (fun x y => lcosh (a * p * (p * x + q * y)))
    + normal m n (fun x y => lcosh (b * q * (p * x + q * y)))).
  intros m n; assert (tl : forall c, tame (fun x y => lcosh (c * (p * x + q * y)))).
    intros c; replace (fun x y => lcosh (c * (p * x + q * y))) with (fun x y => lcosh (c * p * x + c * q * y));
      [apply tame_lcosh | apply funext2; intros; f_equal; ring].
  rewrite <- (normal_plus m n _ _ (tl _) (tl _)); apply normal_monotone;
    [apply (tame_plus _ _ s4 (tame_scale _ _ tame_rest)) | apply tame_plus; apply tl | intros; apply logs_below;
      auto].
rewrite row_loss_closed; assert (l1 := le a b); assert (l2 := le a (- b)).
assert (l3 := le (- a) b); assert (l4 := le (- a) (- b)).
rewrite e in l1, l2, l3, l4; rewrite ?logs_opp, ?variance_opp in *.
unfold corners, axis_loss, curvature, variance, logs; fold h.
set (A := normal1 a (fun x => lcosh (h * a * x))) in *; set (V := normal1 a (fun x => 1 - th (h * a * x) ^ 2)) in *.
set (S1 := normal1 a (fun x => th (h * a * x))) in *; set (S2 := normal1 (- a) (fun x => th (h * a * x))) in *.
clearbody A V S1 S2; unfold h in *; clear h.
assert (0 <= (q ^ 2 * (1 + b ^ 2)) ^ 2) by apply pow2_ge_0; lra.
Qed.

(* Along the axis it is strictly convex. *)
Lemma axis_loss_tangent g h : axis_loss a g + slope a g * (h - g) + (1 + a ^ 2) * (h - g) ^ 2 / 2 <= axis_loss a h.
Proof.
assert (t : logs a g + (h - g) * normal1 a (fun x => a * x * th (g * a * x)) <= logs a h).
  unfold logs; assert (tg := tame1_lcosh (g * a)); assert (ts := tame1_slope a (g * a)).
  rewrite <- (normal1_linear a _ _ (h - g) tg ts); apply normal1_monotone; [|apply tame1_lcosh|].
    apply tame1_of_tame, (tame_plus _ _ (tame_of_x _ tg) (tame_scale _ _ (tame_of_x _ ts))).
  intros x; assert (q := lcosh_tangent (g * a * x) (h * a * x)); lra.
unfold axis_loss, slope; lra.
Qed.

Lemma tame1_abs : tame1 (fun x => a * Rabs x).
Proof. apply tame1_of_tame, (tame_scale a (fun x _ => Rabs x)), (tame_abs _ tame_x). Qed.

Lemma logs_lipschitz u v : Rabs (logs a u - logs a v) <= normal1 a (fun x => a * Rabs x) * Rabs (u - v).
Proof.
assert (s : forall g h, logs a h <= logs a g + Rabs (h - g) * normal1 a (fun x => a * Rabs x)).
  intros g h; unfold logs; rewrite <- (normal1_linear a _ _ _ (tame1_lcosh (g * a)) tame1_abs).
  apply normal1_monotone; [apply tame1_lcosh| |].
    apply tame1_of_tame, (tame_plus _ _ (tame_of_x _ (tame1_lcosh (g * a)))), tame_scale, tame_of_x, tame1_abs.
  intros x; assert (l := lcosh_lipschitz (h * a * x) (g * a * x)); apply Rabs_le_between in l.
  replace (h * a * x - g * a * x) with ((h - g) * (a * x)) in l by ring.
  rewrite !Rabs_mult, (Rabs_pos_eq a) in l by lra; lra.
assert (s1 := s v u); assert (s2 := s u v); rewrite (Rabs_minus_sym v u) in s2; apply Rabs_le; lra.
Qed.

Lemma lipschitz_continuous f k x : 0 <= k -> (forall u v, Rabs (f u - f v) <= k * Rabs (u - v)) -> continuity_pt f x.
Proof.
intros k0 l eps pe; exists (eps / (k + 1)); split; [apply Rdiv_lt_0_compat; lra|].
intros y [_ h]; simpl in *; unfold R_dist in *; apply Rle_lt_trans with (1 := l y x).
assert (e : (k + 1) * (eps / (k + 1)) = eps) by (field; lra); assert (p := Rabs_pos (y - x)).
rewrite <- e; nra.
Qed.

Lemma axis_loss_continuous h : continuity_pt (axis_loss a) h.
Proof.
change (axis_loss a) with (fun h => - (h * a ^ 2) + h ^ 2 * (1 + a ^ 2) / 2 + logs a h).
apply (continuity_pt_plus (fun h => - (h * a ^ 2) + h ^ 2 * (1 + a ^ 2) / 2)); [reg|].
apply (lipschitz_continuous _ (normal1 a (fun x => a * Rabs x))); [|apply logs_lipschitz].
assert (p := logs_lipschitz 1 0); assert (q := Rabs_pos (logs a 1 - logs a 0)).
rewrite Rminus_0_r, Rabs_R1, Rmult_1_r in p; lra.
Qed.

(* The minimiser along the axis lies where the slope changes its sign. *)
Lemma axis_minimiser g h : g < h -> slope a g < 0 -> 0 < slope a h ->
  exists m, g <= m <= h /\ forall u, u <> m -> axis_loss a m < axis_loss a u.
Proof.
intros gh sg sh; destruct (continuity_ab_min (axis_loss a) g h) as [m [hm bm]];
  [lra | intros; apply axis_loss_continuous|].
assert (least : forall u, axis_loss a m <= axis_loss a u).
  assert (sq := pow2_ge_0 a).
  assert (end_point : forall e u, slope a e * (u - e) >= 0 -> axis_loss a e <= axis_loss a u).
    intros e u o; assert (t := axis_loss_tangent e u); assert (0 <= (1 + a ^ 2) * (u - e) ^ 2).
      apply Rmult_le_pos; [lra | apply pow2_ge_0].
    lra.
  intros u; destruct (Rlt_le_dec u g) as [l | l].
    apply Rle_trans with (axis_loss a g); [apply hm; lra | apply end_point; nra].
  destruct (Rlt_le_dec h u) as [r | r]; [|apply hm; lra].
  apply Rle_trans with (axis_loss a h); [apply hm; lra | apply end_point; nra].
exists m; split; auto; intros u n.
set (c := (m + u) / 2); assert (lc := least c).
assert (t1 := axis_loss_tangent c m); assert (t2 := axis_loss_tangent c u).
assert (e : m - c = - (u - c)) by (unfold c; field); rewrite e in t1.
assert (p : 0 < (u - c) ^ 2) by (apply pow2_gt_0; unfold c; lra).
assert (0 < (1 + a ^ 2) * (u - c) ^ 2) by (apply Rmult_lt_0_compat; [assert (sq := pow2_ge_0 a); lra | auto]).
replace ((- (u - c)) ^ 2) with ((u - c) ^ 2) in t1 by ring; lra.
Qed.

Lemma variance_decreases g h : 0 <= g -> g <= h -> variance a h <= variance a g.
Proof.
intros g0 gh; apply Rmult_le_compat_l; [apply pow2_ge_0|].
apply normal1_monotone; try apply tame1_variance; intros x.
assert (q := th_square_monotone (g * a) (h * a) x ltac:(apply Rmult_le_pos; lra) ltac:(apply Rmult_le_compat_r;
  lra)); lra.
Qed.

Lemma curvature_bound g h u : 0 <= g -> g <= u -> u <= h ->
  - b ^ 2 + g * (1 + b ^ 2) * (2 + a ^ 2 + variance a h) / 2 <= curvature a b u.
Proof.
intros g0 gu uh; assert (v := variance_decreases u h ltac:(lra) uh); unfold curvature.
assert (v0 : 0 <= variance a h).
  unfold variance; apply Rmult_le_pos; [apply pow2_ge_0|].
  rewrite <- (Rmult_0_l (normal1 a (fun _ => 1))), <- (normal1_scale a 0 (fun _ => 1)) by apply tame1_1.
  apply normal1_monotone; [|apply tame1_variance|].
    apply tame1_of_tame, (tame_scale 0 (fun _ _ => 1)), tame_const.
  intros x; assert (q := th_size (h * a * x)); nra.
assert (sa := pow2_ge_0 a); assert (sb := pow2_ge_0 b).
assert (m := Rmult_le_compat g u ((1 + b ^ 2) * (2 + a ^ 2 + variance a h)) ((1 + b ^ 2) * (2 + a ^ 2
  + variance a u))).
assert (w : g * ((1 + b ^ 2) * (2 + a ^ 2 + variance a h)) <= u * ((1 + b ^ 2) * (2 + a ^ 2 + variance a u))).
  apply m; auto; [apply Rmult_le_pos; lra | apply Rmult_le_compat_l; lra].
lra.
Qed.

(* A strict local minimum, up to the sign of the row. *)
Definition local_minimum (L : R -> R -> R) (u1 u2 : R) : Prop := exists r, 0 < r /\
  forall v1 v2, Rabs (v1 - u1) < r -> Rabs (v2 - u2) < r -> (v1 <> u1 \/ v2 <> u2) -> L u1 u2 < L v1 v2.

Theorem T26_axis_is_local_minimum g0 g h h0 : 0 < g0 -> g0 < g -> g < h -> h < h0 -> h0 <= 1 ->
  slope a g < 0 -> 0 < slope a h -> 0 < - b ^ 2 + g0 * (1 + b ^ 2) * (2 + a ^ 2 + variance a h0) / 2 ->
  exists u, 0 < u /\ g <= u ^ 2 <= h /\ local_minimum (row_loss a b) u 0.
Proof.
intros p0 p1 p2 p3 p4 sg sh pos; destruct (axis_minimiser g h p2 sg sh) as [m [hm least]].
destruct row_loss_below as [C [C0 below]].
set (eps := - b ^ 2 + _) in pos.
assert (um : sqrt m * sqrt m = m) by (apply sqrt_sqrt; lra).
assert (u0 : 0 < sqrt m) by (apply sqrt_lt_R0; lra).
assert (u1 : sqrt m <= 1) by (rewrite <- sqrt_1; apply sqrt_le_1; lra).
set (u := sqrt m) in *; clearbody u; exists u; split; auto; split; [lra|].
set (r := Rmin (Rmin ((g - g0) / 3) ((h0 - h) / 3)) (eps / (C + 1))).
assert (ec : 0 < eps / (C + 1)) by (apply Rdiv_lt_0_compat; lra).
assert (x1 := Rmin_l (Rmin ((g - g0) / 3) ((h0 - h) / 3)) (eps / (C + 1))); fold r in x1.
assert (x2 := Rmin_r (Rmin ((g - g0) / 3) ((h0 - h) / 3)) (eps / (C + 1))); fold r in x2.
assert (x3 := Rmin_l ((g - g0) / 3) ((h0 - h) / 3)); assert (x4 := Rmin_r ((g - g0) / 3) ((h0 - h) / 3)).
exists r; split; [repeat apply Rmin_pos; lra|].
intros p q hp hq n; rewrite Rminus_0_r in hq.
assert (r1 : r <= / 3) by lra.
apply Rabs_lt_between in hp; assert (up : g0 <= p ^ 2 <= h0) by (split; nra).
assert (pp : 0 < p) by (assert (g <= u) by nra; lra).
assert (pa : Rabs p <= 1) by (rewrite Rabs_pos_eq; nra).
assert (bl := below p q pa ltac:(lra)); rewrite row_loss_first.
assert (cv := curvature_bound g0 h0 (p ^ 2) ltac:(lra) ltac:(lra) ltac:(lra)); fold eps in cv.
replace (u ^ 2) with m by lra.
assert (lm : axis_loss a m <= axis_loss a (p ^ 2)).
  destruct (Req_dec (p ^ 2) m) as [-> | ne]; [lra | left; apply least; auto].
destruct (Req_dec q 0) as [z | z].
- subst q; rewrite Rabs_R0 in bl; assert (axis_loss a m < axis_loss a (p ^ 2)); [|lra].
  apply least; intros e; destruct n as [n | n]; auto; apply n; nra.
- assert (q0 := Rabs_pos_lt q z); rewrite <- (pow2_abs q) in bl.
  assert (C * Rabs q < eps).
    assert (e : (C + 1) * (eps / (C + 1)) = eps) by (field; lra); rewrite <- e; nra.
  assert (0 < Rabs q ^ 2 * (curvature a b (p ^ 2) - C * Rabs q)).
    apply Rmult_lt_0_compat; [apply pow_lt; auto | lra].
  lra.
Qed.
End Closed.
