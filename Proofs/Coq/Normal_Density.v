(* The normal density on the line: its integral is 1 (the Gaussian integral), its mean 0, its
   variance 1. It decays faster than every exponential. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line.
Open Scope R_scope.

Definition bell (t : R) : R := exp (- t ^ 2 / 2).
Definition normal_density (t : R) : R := bell t / sqrt (2 * PI).

Lemma root_pos : 0 < sqrt (2 * PI).
Proof. apply sqrt_lt_R0; assert (p := PI_RGT_0); lra. Qed.

Lemma exp_le x y : x <= y -> exp x <= exp y.
Proof. intros [h | ->]; [left; apply exp_increasing; auto | lra]. Qed.

Lemma bell_continuous : everywhere bell.
Proof. intros t; apply continuity_pt_filterlim; unfold bell; reg. Qed.

Lemma bell_below k m t : 0 <= k -> bell (t - m) <= exp (k * Rabs m + k ^ 2 / 2) * exp (- k * Rabs t).
Proof.
intros k0; unfold bell; rewrite <- exp_plus; apply exp_le.
assert (h := Rabs_triang (t - m) m); replace (t - m + m) with t in h by ring.
assert (e := pow2_abs (t - m)); assert (0 <= (Rabs (t - m) - k) ^ 2) by apply pow2_ge_0.
nra.
Qed.

Lemma bell_decays : decays bell.
Proof.
split; [apply bell_continuous|].
exists (exp (/ 2)), 1; split; [lra|]; intros t.
rewrite Rabs_pos_eq by (left; apply exp_pos).
assert (b := bell_below 1 0 t ltac:(lra)); rewrite Rminus_0_r, Rabs_R0 in b.
replace (1 * 0 + 1 ^ 2 / 2) with (/ 2) in b by field; exact b.
Qed.

(* The square of the integral over [0, x], and what it lacks of PI / 2. *)
Definition half (x : R) : R := RInt bell 0 x.
Definition rest (x : R) : R := RInt (fun t => 2 * exp (- x ^ 2 * (1 + t ^ 2) / 2) / (1 + t ^ 2)) 0 1.

Lemma square_pos t : 0 < 1 + t ^ 2.
Proof. assert (p := pow2_ge_0 t); lra. Qed.

Lemma rest_integrand (x t : R) : is_derive (fun x => 2 * exp (- x ^ 2 * (1 + t ^ 2) / 2) / (1 + t ^ 2)) x
  (- 2 * x * exp (- x ^ 2 * (1 + t ^ 2) / 2)).
Proof.
assert (p := square_pos t); auto_derive; [auto|].
change (exp (- (x * (x * 1)) * (1 + t * (t * 1)) * / 2)) with (exp (- x ^ 2 * (1 + t ^ 2) / 2)); field; lra.
Qed.

Lemma rest_derivative (x : R) : is_derive rest x (- 2 * bell x * half x).
Proof.
assert (i : forall u, everywhere (fun t => 2 * exp (- u ^ 2 * (1 + t ^ 2) / 2) / (1 + t ^ 2))).
  intros u t; apply continuity_pt_filterlim; assert (p := square_pos t); reg; lra.
replace (- 2 * bell x * half x)
  with (RInt (fun t => Derive (fun u => 2 * exp (- u ^ 2 * (1 + t ^ 2) / 2) / (1 + t ^ 2)) x) 0 1).
  apply (is_derive_RInt_param (fun x t => 2 * exp (- x ^ 2 * (1 + t ^ 2) / 2) / (1 + t ^ 2)) 0 1 x).
  - apply filter_forall; intros u t _; eexists; apply rest_integrand.
  - intros t _; apply continuity_2d_pt_ext with (fun u v => - 2 * u * exp (- (u * u) * (1 + v * v) / 2)).
      intros u v; symmetry; replace (- (u * u) * (1 + v * v) / 2) with (- u ^ 2 * (1 + v ^ 2) / 2) by field.
      apply is_derive_unique, rest_integrand.
    assert (c1 := continuity_2d_pt_id1 x t); assert (c2 := continuity_2d_pt_id2 x t).
    assert (k := continuity_2d_pt_const x t).
    apply continuity_2d_pt_mult; [apply continuity_2d_pt_mult; auto|].
    apply (continuity_1d_2d_pt_comp exp (fun u v => - (u * u) * (1 + v * v) / 2)).
      apply derivable_continuous_pt, derivable_pt_exp.
    apply continuity_2d_pt_mult; auto.
    apply continuity_2d_pt_mult; [apply continuity_2d_pt_opp, continuity_2d_pt_mult; auto|].
    apply continuity_2d_pt_plus; auto; apply continuity_2d_pt_mult; auto.
  - apply filter_forall; intros u; apply integrable; auto.
assert (l := RInt_comp_lin bell x 0 0 1 (integrable _ _ _ bell_continuous)).
replace (x * 0 + 0) with 0 in l by ring; replace (x * 1 + 0) with x in l by ring.
unfold half; rewrite <- l.
transitivity (scal (- 2 * bell x) (RInt (fun y => scal x (bell (x * y + 0))) 0 1)); [|reflexivity].
rewrite <- (RInt_scal (V := R_CompleteNormedModule) (fun y => scal x (bell (x * y + 0))) 0 1 (- 2 * bell x)).
  apply RInt_ext; intros t _; transitivity (- 2 * x * exp (- x ^ 2 * (1 + t ^ 2) / 2)).
    apply is_derive_unique, rest_integrand.
  change (- 2 * x * exp (- x ^ 2 * (1 + t ^ 2) / 2) = - 2 * bell x * (x * bell (x * t + 0))); unfold bell.
  replace (- x ^ 2 * (1 + t ^ 2) / 2) with (- x ^ 2 / 2 + - (x * t + 0) ^ 2 / 2) by field.
  rewrite exp_plus; ring.
apply (integrable (fun y => scal x (bell (x * y + 0)))); intros t.
apply continuity_pt_filterlim; unfold scal; simpl; unfold mult; simpl; unfold bell; reg.
Qed.

Lemma rest_0 : rest 0 = PI / 2.
Proof.
unfold rest; rewrite (RInt_ext _ (fun t => scal 2 (/ (1 + t ^ 2)))).
  2: intros t _; replace (- 0 ^ 2 * (1 + t ^ 2) / 2) with 0 by field; rewrite exp_0; unfold scal; simpl;
     unfold mult; simpl; field; assert (p := square_pos t); simpl in p; lra.
apply is_RInt_unique; replace (PI / 2) with (scal 2 (minus (atan 1) (atan 0))).
  apply (is_RInt_scal (V := R_NormedModule)), (is_RInt_derive atan).
    intros t _; auto_derive; auto; simpl; field; assert (p := square_pos t); simpl in p; lra.
  intros z _; apply continuity_pt_filterlim; assert (p := square_pos z); reg; lra.
rewrite atan_1, atan_0; unfold scal, minus, plus, opp; simpl; unfold mult; simpl; field.
Qed.

Lemma half_square (x : R) : half x ^ 2 = PI / 2 - rest x.
Proof.
assert (d : forall t : R, is_derive (fun x => half x ^ 2 + rest x) t 0).
  intros t.
  assert (dh : is_derive half t (bell t)).
    apply (is_derive_RInt (V := R_NormedModule) bell half 0 t); [|apply bell_continuous].
    apply filter_forall; intros u; apply (RInt_correct (V := R_CompleteNormedModule)), integrable, bell_continuous.
  replace 0 with (INR 2 * bell t * half t ^ 1 + - 2 * bell t * half t) by (simpl; ring).
  apply (is_derive_plus (fun x => half x ^ 2) rest); [|apply rest_derivative].
  apply (is_derive_pow half 2 t (bell t)); auto.
assert (h0 : half 0 = 0) by exact (RInt_point 0 bell).
assert (e : half x ^ 2 + rest x = half 0 ^ 2 + rest 0).
  destruct (Rtotal_order x 0) as [o | [-> | o]]; auto.
    apply (eq_is_derive (fun x => half x ^ 2 + rest x) x 0); auto.
  symmetry; apply (eq_is_derive (fun x => half x ^ 2 + rest x) 0 x); auto.
rewrite h0, rest_0 in e; lra.
Qed.

Lemma rest_small x : 0 <= rest x <= 2 * bell x.
Proof.
assert (c : everywhere (fun t => 2 * exp (- x ^ 2 * (1 + t ^ 2) / 2) / (1 + t ^ 2))).
  intros t; apply continuity_pt_filterlim; assert (p := square_pos t); reg; lra.
assert (n : forall t, 0 <= 2 * exp (- x ^ 2 * (1 + t ^ 2) / 2) / (1 + t ^ 2) <= 2 * bell x).
  intros t; assert (p := square_pos t); assert (q := exp_pos (- x ^ 2 * (1 + t ^ 2) / 2)); split.
    left; apply Rdiv_lt_0_compat; lra.
  apply Rmult_le_reg_r with (1 + t ^ 2); auto.
  unfold Rdiv at 1; rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  assert (s : exp (- x ^ 2 * (1 + t ^ 2) / 2) <= bell x).
    apply exp_le; assert (0 <= x ^ 2 * t ^ 2) by (apply Rmult_le_pos; apply pow2_ge_0); lra.
  assert (0 < bell x) by apply exp_pos; assert (0 <= t ^ 2) by apply pow2_ge_0; nra.
split.
  apply RInt_ge_0; [lra | apply integrable; auto | intros; apply n].
unfold rest; apply Rle_trans with (RInt (fun _ => 2 * bell x) 0 1).
  apply RInt_le; [lra | apply integrable; auto | apply ex_RInt_const | intros; apply n].
rewrite RInt_const; unfold scal; simpl; unfold mult; simpl; lra.
Qed.

Lemma even_bell m : RInt bell (- m) m = 2 * half m.
Proof.
assert (i : forall u v, ex_RInt bell u v) by (intros; apply integrable, bell_continuous).
rewrite <- (RInt_Chasles bell (- m) 0 m) by auto; fold (half m).
assert (l := RInt_comp_lin bell (-1) 0 m 0 (i _ _)).
replace (-1 * m + 0) with (- m) in l by ring; replace (-1 * 0 + 0) with 0 in l by ring.
rewrite <- l, (RInt_ext _ (fun t => opp (bell t))).
  2: intros t _; unfold scal, opp; simpl; unfold mult; simpl; unfold bell; replace ((-1 * t + 0) ^ 2) with (t ^ 2) by ring; ring.
rewrite (RInt_opp bell) by auto; rewrite (opp_RInt_swap bell) by auto.
unfold plus; simpl; fold (half m); ring.
Qed.

Theorem gaussian_integral : is_line bell (sqrt (2 * PI)).
Proof.
assert (l := decays_line _ bell_decays).
assert (n : 0 <= line bell).
  apply Rle_trans with (RInt bell 0 0); [rewrite RInt_point; apply Rle_refl|].
  apply interval_le_line; [apply bell_decays | lra | intros; left; apply exp_pos].
replace (sqrt (2 * PI)) with (line bell); auto.
assert (e : line bell ^ 2 = 2 * PI).
  2: rewrite <- e, sqrt_pow2; auto.
destruct bell_decays as [cb [c [e [pe bb]]]].
assert (b1 : forall m, 0 <= m -> bell m <= c * exp (- e * m)).
  intros m m0; assert (b := bb m); rewrite Rabs_pos_eq, (Rabs_pos_eq m) in b; auto; left; apply exp_pos.
apply Rminus_diag_uniq, (vanishes _ (2 * c / e * (2 * line bell + 2 * c / e) + 8 * c) e pe); intros m m0.
assert (t := line_tail _ _ _ m (- m) m cb pe bb m0 ltac:(lra) ltac:(lra)).
rewrite even_bell in t; assert (h := half_square m); assert (r := rest_small m); assert (b := b1 m m0).
assert (c0 := coefficient_pos _ _ _ bb).
assert (x : 0 < exp (- e * m) <= 1).
  split; [apply exp_pos|]; rewrite <- exp_0; apply exp_le; nra.
set (L := line bell) in *; set (q := 2 * c / e) in *; set (E := exp (- e * m)) in *.
assert (q0 : 0 <= q) by (unfold q; apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; auto]).
replace (L ^ 2 - 2 * PI) with ((L - 2 * half m) * (L + 2 * half m) - 4 * rest m) by (rewrite <- (Rmult_1_l (half m)); nra).
apply Rabs_le_between in t; apply Rabs_le.
assert (- (q * E) <= L - 2 * half m <= q * E) by lra.
assert (Rabs ((L - 2 * half m) * (L + 2 * half m)) <= q * E * (2 * L + q)).
  rewrite Rabs_mult; apply Rmult_le_compat; try apply Rabs_pos; apply Rabs_le; nra.
apply Rabs_le_between in H0; nra.
Qed.

Lemma density_everywhere : everywhere normal_density.
Proof. intros t; apply continuity_pt_filterlim; unfold normal_density, bell; reg; apply Rgt_not_eq, root_pos. Qed.

Lemma density_pos t : 0 < normal_density t.
Proof. apply Rdiv_lt_0_compat; [apply exp_pos | apply root_pos]. Qed.

Lemma density_below k m t : 0 <= k ->
  normal_density (t - m) <= exp (k * Rabs m + k ^ 2 / 2) / sqrt (2 * PI) * exp (- k * Rabs t).
Proof.
intros k0; assert (b := bell_below k m t k0); assert (r := Rinv_0_lt_compat _ root_pos); unfold normal_density, Rdiv in *; nra.
Qed.

Lemma density_mass : is_line normal_density 1.
Proof.
assert (g := line_scale _ _ (/ sqrt (2 * PI)) gaussian_integral).
rewrite Rinv_l in g by (apply Rgt_not_eq, root_pos).
replace normal_density with (fun t => / sqrt (2 * PI) * bell t); auto.
apply functional_extensionality; intros t; apply Rmult_comm.
Qed.
