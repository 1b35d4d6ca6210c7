(* Tame functions, of one number or of two: continuous, and growing at most exponentially.
   Against a normal density they decay. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line Normal_Plane Normal_Density.
Open Scope R_scope.

Definition density2 (m1 m2 x y : R) : R := normal_density (x - m1) * normal_density (y - m2).

Definition tame (f : R -> R -> R) : Prop := everywhere2 f /\
  exists c k, 0 <= c /\ 0 <= k /\ forall x y, Rabs (f x y) <= c * exp (k * (Rabs x + Rabs y)).
Definition tame1 (f : R -> R) : Prop := everywhere f /\
  exists c k, 0 <= c /\ 0 <= k /\ forall t, Rabs (f t) <= c * exp (k * Rabs t).

Lemma funext2 (f g : R -> R -> R) : (forall x y, f x y = g x y) -> f = g.
Proof. intros e; apply functional_extensionality; intros x; apply functional_extensionality; auto. Qed.

(* Tame functions *)

Lemma abs_sum_pos x y : 0 <= Rabs x + Rabs y.
Proof. assert (p := Rabs_pos x); assert (q := Rabs_pos y); lra. Qed.

Lemma tame_const c : tame (fun _ _ => c).
Proof.
split; [intros x y; apply continuity_2d_pt_const|].
exists (Rabs c), 0; split; [apply Rabs_pos | split; [lra|]].
intros x y; rewrite Rmult_0_l, exp_0; lra.
Qed.

Lemma tame_x : tame (fun x _ => x).
Proof.
split; [intros x y; apply continuity_2d_pt_id1|].
exists 1, 1; split; [lra | split; [lra|]]; intros x y.
assert (e := exp_ineq1_le (1 * (Rabs x + Rabs y))); assert (p := Rabs_pos y); lra.
Qed.

Lemma tame_swapped f : tame f -> tame (swapped f).
Proof.
intros [cf [c [k [c0 [k0 b]]]]]; split; [apply everywhere2_swapped; auto|].
exists c, k; repeat split; auto; intros x y; rewrite (Rplus_comm (Rabs x)); apply b.
Qed.

Lemma tame_y : tame (fun _ y => y).
Proof. apply (tame_swapped (fun x _ => x)), tame_x. Qed.

Lemma tame_plus f g : tame f -> tame g -> tame (fun x y => f x y + g x y).
Proof.
intros [cf [c [k [c0 [k0 b]]]]] [cg [d [l [d0 [l0 e]]]]].
split; [intros x y; apply continuity_2d_pt_plus; auto|].
exists (c + d), (k + l); split; [lra | split; [lra|]]; intros x y.
apply Rle_trans with (1 := Rabs_triang _ _); assert (b1 := b x y); assert (e1 := e x y); assert (p := abs_sum_pos x y).
assert (exp (k * (Rabs x + Rabs y)) <= exp ((k + l) * (Rabs x + Rabs y))) by (apply exp_le; nra).
assert (exp (l * (Rabs x + Rabs y)) <= exp ((k + l) * (Rabs x + Rabs y))) by (apply exp_le; nra).
nra.
Qed.

Lemma tame_mult f g : tame f -> tame g -> tame (fun x y => f x y * g x y).
Proof.
intros [cf [c [k [c0 [k0 b]]]]] [cg [d [l [d0 [l0 e]]]]].
split; [intros x y; apply continuity_2d_pt_mult; auto|].
exists (c * d), (k + l); split; [apply Rmult_le_pos; auto | split; [lra|]]; intros x y.
rewrite Rabs_mult, Rmult_plus_distr_r, exp_plus.
replace (c * d * _) with (c * exp (k * (Rabs x + Rabs y)) * (d * exp (l * (Rabs x + Rabs y)))) by ring.
apply Rmult_le_compat; auto using Rabs_pos.
Qed.

Lemma tame_scale c f : tame f -> tame (fun x y => c * f x y).
Proof. intros tf; apply (tame_mult (fun _ _ => c)); auto using tame_const. Qed.

Lemma tame_le f g : everywhere2 f -> tame g -> (forall x y, Rabs (f x y) <= Rabs (g x y)) -> tame f.
Proof.
intros cf [_ [c [k [c0 [k0 b]]]]] le; split; auto; exists c, k; repeat split; auto.
intros x y; apply Rle_trans with (1 := le x y); auto.
Qed.

Lemma tame_abs f : tame f -> tame (fun x y => Rabs (f x y)).
Proof.
intros tf; apply tame_le with f; auto; [|intros x y; rewrite Rabs_Rabsolu; lra].
intros x y; apply (continuity_1d_2d_pt_comp Rabs f); [apply Rcontinuity_abs | apply tf].
Qed.

Lemma tame_of_x f : tame1 f -> tame (fun x _ => f x).
Proof.
intros [cf [c [k [c0 [k0 b]]]]]; split.
  intros x y; apply (continuity_1d_2d_pt_comp f (fun x _ => x)); [apply continuity_pt_filterlim, cf | apply continuity_2d_pt_id1].
exists c, k; repeat split; auto; intros x y; apply Rle_trans with (1 := b x); apply Rmult_le_compat_l; auto.
apply exp_le; assert (p := Rabs_pos y); nra.
Qed.

Lemma tame_exp s t : tame (fun x y => exp (s * x + t * y)).
Proof.
split.
  intros x y; apply (continuity_1d_2d_pt_comp exp (fun x y => s * x + t * y)).
    apply derivable_continuous_pt, derivable_pt_exp.
  apply (tame_plus (fun x _ => s * x) (fun _ y => t * y)); apply tame_scale; [apply tame_x | apply tame_y].
exists 1, (Rabs s + Rabs t); split; [lra | split; [apply abs_sum_pos|]]; intros x y.
rewrite Rabs_pos_eq, Rmult_1_l by (left; apply exp_pos); apply exp_le.
assert (p := Rle_abs (s * x)); assert (q := Rle_abs (t * y)); rewrite Rabs_mult in p, q.
assert (0 <= Rabs s * Rabs y) by (apply Rmult_le_pos; apply Rabs_pos).
assert (0 <= Rabs t * Rabs x) by (apply Rmult_le_pos; apply Rabs_pos); nra.
Qed.

Definition quadratic c0 c1 c2 c3 c4 c5 (x y : R) : R :=
  c0 + c1 * x + c2 * y + c3 * x ^ 2 + c4 * (x * y) + c5 * y ^ 2.

Lemma tame_square_x : tame (fun x _ => x ^ 2).
Proof.
replace (fun x _ => x ^ 2) with (fun x (_ : R) => x * x) by (apply funext2; intros; ring).
apply (tame_mult _ _ tame_x tame_x).
Qed.

Lemma tame_square_y : tame (fun _ y => y ^ 2).
Proof. apply (tame_swapped (fun x _ => x ^ 2)), tame_square_x. Qed.

Lemma tame_quadratic c0 c1 c2 c3 c4 c5 : tame (quadratic c0 c1 c2 c3 c4 c5).
Proof.
unfold quadratic; repeat apply tame_plus; try apply tame_scale;
  auto using tame_const, tame_x, tame_y, tame_square_x, tame_square_y, (tame_mult _ _ tame_x tame_y).
Qed.

Lemma tame1_of_tame f : tame (fun x _ => f x) -> tame1 f.
Proof.
intros [cf [c [k [c0 [k0 b]]]]]; split.
  intros x; apply (row_continuous (swapped (fun x _ => f x)) 0), everywhere2_swapped, cf.
exists c, k; repeat split; auto; intros t; assert (q := b t 0); rewrite Rabs_R0, Rplus_0_r in q; exact q.
Qed.

Lemma tame1_1 : tame1 (fun _ => 1).
Proof. apply tame1_of_tame, tame_const. Qed.

Lemma tame1_id : tame1 (fun t => t).
Proof. apply tame1_of_tame, tame_x. Qed.

Lemma tame1_square : tame1 (fun t => t ^ 2).
Proof. apply tame1_of_tame, tame_square_x. Qed.

(* Against the density they decay. *)

Lemma tame1_decays m f : tame1 f -> decays (fun t => f t * normal_density (t - m)).
Proof.
intros [cf [c [k [c0 [k0 b]]]]]; split.
  intros t; apply (continuous_mult (K := R_AbsRing) f); [apply cf|].
  apply (continuous_comp (fun t => t - m) normal_density); [|apply density_everywhere].
  apply (continuous_minus (V := R_NormedModule) (fun t : R => t)); [apply continuous_id | apply continuous_const].
set (d := exp ((k + 1) * Rabs m + (k + 1) ^ 2 / 2) / sqrt (2 * PI)).
exists (c * d), 1; split; [lra|]; intros t; rewrite Rabs_mult, (Rabs_pos_eq (normal_density _)) by (left; apply density_pos).
assert (q := density_below (k + 1) m t ltac:(lra)); fold d in q.
replace (c * d * exp (- (1) * Rabs t)) with (c * exp (k * Rabs t) * (d * exp (- (k + 1) * Rabs t))).
  apply Rmult_le_compat; auto using Rabs_pos; left; apply density_pos.
replace (- (1) * Rabs t) with (k * Rabs t + - (k + 1) * Rabs t) by ring; rewrite exp_plus; ring.
Qed.

Lemma tame_decays m1 m2 f : tame f -> decays2 (fun x y => f x y * density2 m1 m2 x y).
Proof.
intros [cf [c [k [c0 [k0 b]]]]]; split.
  assert (s : forall m t, continuity_pt (fun t => normal_density (t - m)) t).
    intros m t; apply continuity_pt_filterlim.
    apply (continuous_comp (fun t => t - m) normal_density); [|apply density_everywhere].
    apply (continuous_minus (V := R_NormedModule) (fun t : R => t)); [apply continuous_id | apply continuous_const].
  intros x y; apply continuity_2d_pt_mult; auto; apply continuity_2d_pt_mult.
    apply (continuity_1d_2d_pt_comp (fun t => normal_density (t - m1)) (fun x _ => x)); auto; apply continuity_2d_pt_id1.
  apply (continuity_1d_2d_pt_comp (fun t => normal_density (t - m2)) (fun _ y => y)); auto; apply continuity_2d_pt_id2.
set (d := fun m => exp ((k + 1) * Rabs m + (k + 1) ^ 2 / 2) / sqrt (2 * PI)).
exists (c * (d m1 * d m2)), 1; split; [lra|]; intros x y.
assert (q : forall m t, 0 <= normal_density (t - m) <= d m * exp (- (k + 1) * Rabs t)).
  intros m t; split; [left; apply density_pos | apply density_below; lra].
unfold density2; rewrite !Rabs_mult, (Rabs_pos_eq (normal_density (x - m1))), (Rabs_pos_eq (normal_density (y - m2))) by apply q.
replace (c * (d m1 * d m2) * exp (- (1) * (Rabs x + Rabs y))) with (c * exp (k * (Rabs x + Rabs y))
  * ((d m1 * exp (- (k + 1) * Rabs x)) * (d m2 * exp (- (k + 1) * Rabs y)))).
  destruct (q m1 x); destruct (q m2 y).
  apply Rmult_le_compat; auto using Rabs_pos; [apply Rmult_le_pos; auto | apply Rmult_le_compat; auto].
replace (- (1) * (Rabs x + Rabs y)) with (k * (Rabs x + Rabs y) + (- (k + 1) * Rabs x + - (k + 1) * Rabs y)) by ring.
rewrite !exp_plus; ring.
Qed.
