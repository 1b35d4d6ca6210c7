(* T26, disproved: for four equal clusters at the corners of a rectangle of the sides 6 and 8 population
   InfoNCE of one row has a strict local minimum that is not a global one. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Contrastive Require Import Normal_Line Normal_Density Normal_Tame Normal_Law T26_LogCosh T26_Box.
Open Scope R_scope.

(* Of what is not negative a bounded interval has at most the expectation. *)
Lemma interval_below m f lo hi : tame1 f -> lo <= hi -> (forall t, 0 <= f t) ->
  RInt (fun t => f t * normal_density (t - m)) lo hi <= normal1 m f.
Proof.
intros tf o p; apply interval_le_line; [apply tame1_decays; auto | auto|].
intros t; apply Rmult_le_pos; [auto | left; apply density_pos].
Qed.

(* Of what M (1 + x^2) exceeds it has at least the rest. *)
Lemma interval_above m M f lo hi : tame1 f -> lo <= hi -> (forall t, f t <= M * (1 + t ^ 2)) ->
  normal1 m f <= M * (2 + m ^ 2) - RInt (fun t => (M * (1 + t ^ 2) - f t) * normal_density (t - m)) lo hi.
Proof.
intros tf o le; assert (tq : tame1 (fun t => 1 + 1 * t ^ 2)).
  apply tame1_of_tame, (tame_plus _ _ (tame_const 1)), tame_scale, tame_square_x.
assert (tl : tame1 (fun t => M * (1 + 1 * t ^ 2))) by (apply tame1_of_tame, tame_scale, (tame_of_x _ tq)).
assert (e : normal1 m (fun t => M * (1 + 1 * t ^ 2) + -1 * f t) = M * (2 + m ^ 2) - normal1 m f).
  rewrite (normal1_linear m _ f (-1) tl tf), (normal1_scale m M _ tq).
  rewrite (normal1_linear m (fun _ => 1) (fun t => t ^ 2) 1 tame1_1 tame1_square), mass, second_moment; ring.
replace (fun t => (M * (1 + t ^ 2) - f t) * normal_density (t - m))
  with (fun t => (M * (1 + 1 * t ^ 2) + -1 * f t) * normal_density (t - m))
  by (apply functional_extensionality; intros; ring).
assert (i := interval_below m (fun t => M * (1 + 1 * t ^ 2) + -1 * f t) lo hi).
assert (RInt (fun t => (M * (1 + 1 * t ^ 2) + -1 * f t) * normal_density (t - m)) lo hi
  <= normal1 m (fun t => M * (1 + 1 * t ^ 2) + -1 * f t)); [apply i; auto | lra].
  apply tame1_of_tame, tame_plus; [apply (tame_of_x _ tl) | apply tame_scale, (tame_of_x _ tf)].
intros t; assert (q := le t); lra.
Qed.

(* The integrals, enclosed by interval arithmetic. The minimiser along the shorter axis is .13690. *)
Ltac enclose := unfold lcosh, th, normal_density, bell; integral with (i_fuel 200, i_degree 7, i_width (-10),
  i_prec 40).

Lemma slope_left : 1438 / 100 <= RInt (fun x => (2 * (1 + x ^ 2) - 3 * x * th (136 / 1000 * 3 * x)) *
  normal_density (x - 3)) (-2) 8.
Proof. enclose. Qed.
Lemma slope_right : 763 / 100 <= RInt (fun x => 3 * x * th (138 / 1000 * 3 * x) * normal_density (x - 3)) (-2) 8.
Proof. enclose. Qed.
Lemma variance_right : 326 / 1000 <= RInt (fun x => (1 - th (1385 / 10000 * 3 * x) ^ 2) * normal_density (x - 3))
  (-2) 8.
Proof. enclose. Qed.
Lemma logs_short : 63 / 100 <= RInt (fun x => lcosh (136 / 1000 * 3 * x) * normal_density (x - 3)) (-2) 8.
Proof. enclose. Qed.
Lemma logs_long : 1718 / 100 <= RInt (fun x => (1 * (1 + x ^ 2) - lcosh (9 / 100 * 4 * x)) * normal_density (x -
  4)) (-1) 9.
Proof. enclose. Qed.

Theorem T26_local_minimum_is_not_global : exists u, 0 < u /\ local_minimum (row_loss 3 4) u 0 /\
  row_loss 3 4 0 (3 / 10) < row_loss 3 4 u 0.
Proof.
assert (square : forall x, 2 * Rabs x <= 1 + x ^ 2).
  intros x; rewrite <- (pow2_abs x); assert (q := pow2_ge_0 (Rabs x - 1)); lra.
assert (s1 : slope 3 (136 / 1000) < 0).
  assert (i := interval_above 3 2 _ (-2) 8 (tame1_slope 3 (136 / 1000 * 3)) ltac:(lra)).
  assert (j := slope_left); unfold slope; enough (forall t, 3 * t * th (136 / 1000 * 3 * t) <= 2 * (1 + t ^ 2)).
    assert (k := i H); lra.
  intros t; assert (q := square t); assert (p := th_size (136 / 1000 * 3 * t)).
  assert (r := Rle_abs (t * th (136 / 1000 * 3 * t))); rewrite Rabs_mult in r.
  assert (Rabs (th (136 / 1000 * 3 * t)) <= 1) by (apply Rabs_le; lra); assert (x := Rabs_pos t).
  assert (Rabs t * Rabs (th (136 / 1000 * 3 * t)) <= Rabs t) by nra; lra.
assert (s2 : 0 < slope 3 (138 / 1000)).
  assert (i := interval_below 3 _ (-2) 8 (tame1_slope 3 (138 / 1000 * 3)) ltac:(lra)); cbv beta in i.
  assert (j := slope_right); unfold slope; enough (forall t, 0 <= 3 * t * th (138 / 1000 * 3 * t)).
    assert (k := i H); lra.
  intros t; assert (q := times_th (138 / 1000 * 3 * t)); lra.
assert (v : 2934 / 1000 <= variance 3 (1385 / 10000)).
  assert (i := interval_below 3 _ (-2) 8 (tame1_variance (1385 / 10000 * 3)) ltac:(lra)); cbv beta in i.
  assert (j := variance_right); unfold variance; enough (forall t, 0 <= 1 - th (1385 / 10000 * 3 * t) ^ 2).
    assert (k := i H); lra.
  intros t; assert (q := th_size (1385 / 10000 * 3 * t)); nra.
destruct (T26_axis_is_local_minimum 3 4 ltac:(lra) ltac:(lra) (1355 / 10000) (136 / 1000) (138 / 1000) (1385 / 10000))
  as [u [u0 [hu local]]]; try lra.
exists u; split; auto; split; auto; rewrite row_loss_first, row_loss_second; unfold axis_loss.
assert (short : 63 / 100 <= logs 3 (u ^ 2)).
  apply Rle_trans with (1 := logs_short).
  apply Rle_trans with (normal1 3 (fun x => lcosh (136 / 1000 * 3 * x))).
    apply (interval_below 3 (fun x => lcosh (136 / 1000 * 3 * x))); [apply tame1_lcosh | lra | intros;
      apply lcosh_pos].
  apply normal1_monotone; try apply tame1_lcosh; intros; apply lcosh_monotone; lra.
assert (long : logs 4 ((3 / 10) ^ 2) <= 82 / 100).
  replace ((3 / 10) ^ 2) with (9 / 100) by field; assert (j := logs_long).
  assert (i := interval_above 4 1 _ (-1) 9 (tame1_lcosh (9 / 100 * 4)) ltac:(lra)); cbv beta in i.
  unfold logs; enough (forall t, lcosh (9 / 100 * 4 * t) <= 1 * (1 + t ^ 2)).
    assert (k := i H); lra.
  intros t; assert (q := lcosh_size (9 / 100 * 4 * t)); assert (p := Rle_abs (lcosh (9 / 100 * 4 * t))).
  rewrite Rabs_mult, (Rabs_pos_eq (9 / 100 * 4)) in q by lra; assert (r := square t); assert (x := Rabs_pos t); lra.
nra.
Qed.
