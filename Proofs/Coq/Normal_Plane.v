(* Integrals over the plane, as integrals over lines of integrals over lines, of continuous
   functions that decay exponentially: the order does not matter (Fubini), nor does a
   rotation of the plane, which is made of three shears. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line.
Open Scope R_scope.

Definition plane (f : R -> R -> R) : R := line (fun x => line (fun y => f x y)).

Definition everywhere2 (f : R -> R -> R) : Prop := forall x y, continuity_2d_pt f x y.
Definition below2 (c e : R) (f : R -> R -> R) : Prop :=
  forall x y, Rabs (f x y) <= c * exp (- e * (Rabs x + Rabs y)).
Definition decays2 (f : R -> R -> R) : Prop := everywhere2 f /\ exists c e, 0 < e /\ below2 c e f.
Definition swapped (f : R -> R -> R) (x y : R) : R := f y x.

Lemma continuity_2d_comp f p q x y : continuity_2d_pt f (p x y) (q x y) ->
  continuity_2d_pt p x y -> continuity_2d_pt q x y -> continuity_2d_pt (fun u v => f (p u v) (q u v)) x y.
Proof.
intros cf cp cq eps; destruct (cf eps) as [d hd].
apply locally_2d_impl with (2 := locally_2d_and _ _ _ _ (cp d) (cq d)).
apply locally_2d_forall; intros u v [hp hq]; apply hd; auto.
Qed.

Lemma everywhere2_swapped f : everywhere2 f -> everywhere2 (swapped f).
Proof.
intros cf x y; apply (continuity_2d_comp f (fun _ v => v) (fun u _ => u));
  [apply cf | apply continuity_2d_pt_id2 | apply continuity_2d_pt_id1].
Qed.

Lemma decays2_swapped f : decays2 f -> decays2 (swapped f).
Proof.
intros [cf [c [e [pe bf]]]]; split; [apply everywhere2_swapped; auto|].
exists c, e; split; auto; intros x y; rewrite (Rplus_comm (Rabs x)); apply bf.
Qed.

Lemma row_continuous f x : everywhere2 f -> everywhere (f x).
Proof.
intros cf y; apply filterlim_locally; intros eps; destruct (cf x y eps) as [d hd].
exists d; intros v hv; apply hd; [rewrite Rminus_eq_0, Rabs_R0; apply cond_pos | exact hv].
Qed.

Lemma row_below c e f x : 0 < e -> below2 c e f -> below (c * exp (- e * Rabs x)) e (f x).
Proof.
intros pe bf y; rewrite Rmult_assoc, <- exp_plus, <- Rmult_plus_distr_l; apply bf.
Qed.

Lemma row_decays f x : decays2 f -> decays (f x).
Proof.
intros [cf [c [e [pe bf]]]]; split; [apply row_continuous; auto|].
exists (c * exp (- e * Rabs x)), e; split; auto; apply row_below; auto.
Qed.

Lemma interval_of_rows_continuous f a b : everywhere2 f -> everywhere (fun x => RInt (fun y => f x y) a b).
Proof.
intros cf x; apply filterlim_locally; intros eps.
assert (pd : 0 < eps / (Rabs (b - a) + 1)).
  assert (p := cond_pos eps); assert (q := Rabs_pos (b - a)); apply Rdiv_lt_0_compat; lra.
destruct (uniform_continuity_2d f (x - 1) (x + 1) (Rmin a b) (Rmax a b) (fun u v _ _ => cf u v) (mkposreal _ pd)) as [d hd].
simpl in hd; assert (d1 : 0 < Rmin d 1) by (apply Rmin_pos; [apply cond_pos | lra]).
exists (mkposreal _ d1); intros u hu; change (Rabs (u - x) < Rmin d 1) in hu.
assert (u1 := Rmin_l d 1); assert (u2 := Rmin_r d 1).
change (Rabs (RInt (f u) a b - RInt (f x) a b) < eps).
assert (i : forall z, ex_RInt (f z) a b) by (intros; apply integrable, row_continuous; auto).
replace (RInt (f u) a b - RInt (f x) a b) with (RInt (fun y => minus (f u y) (f x y)) a b)
  by (apply (RInt_minus (V := R_CompleteNormedModule) (f u) (f x)); auto).
assert (bound : forall y, Rmin a b <= y <= Rmax a b -> Rabs (minus (f u y) (f x y)) <= eps / (Rabs (b - a) + 1)).
  intros y hy; left; apply Rabs_lt_between' in hu as hu'; apply hd; try lra.
    rewrite Rminus_eq_0, Rabs_R0; apply cond_pos.
assert (c : forall l r, l <= r -> (forall y, l <= y <= r -> Rmin a b <= y <= Rmax a b) ->
    Rabs (RInt (fun y => minus (f u y) (f x y)) l r) <= (r - l) * (eps / (Rabs (b - a) + 1))).
  intros l r o inside; apply abs_RInt_le_const; auto.
  apply (ex_RInt_minus (V := R_NormedModule) (f u) (f x)); apply integrable, row_continuous; auto.
apply Rle_lt_trans with (Rabs (b - a) * (eps / (Rabs (b - a) + 1))).
  destruct (Rle_dec a b) as [o | o].
    rewrite (Rabs_pos_eq (b - a)) at 1 by lra; apply c; auto.
    intros y hy; rewrite Rmin_left, Rmax_right; auto.
  rewrite <- opp_RInt_swap by (apply (ex_RInt_minus (V := R_NormedModule) (f u) (f x)); apply integrable, row_continuous; auto).
  unfold opp; simpl; rewrite Rabs_Ropp, (Rabs_minus_sym b), (Rabs_pos_eq (a - b)) at 1 by lra; apply c; [lra|].
  intros y hy; rewrite Rmin_right, Rmax_left; lra.
assert (q := Rabs_pos (b - a)); assert (p := cond_pos eps).
apply Rmult_lt_reg_r with (Rabs (b - a) + 1); [lra|].
replace (_ * _ * _) with (Rabs (b - a) * eps) by (field; lra); nra.
Qed.

(* Fubini on a rectangle: both sides are 0 at b = a and have the same derivative in b. *)
Lemma rectangle f a b c d : everywhere2 f ->
  RInt (fun x => RInt (fun y => f x y) c d) a b = RInt (fun y => RInt (fun x => f x y) a b) c d.
Proof.
intros cf.
assert (cs := everywhere2_swapped f cf).
pose (F := fun z => RInt (fun x => RInt (fun y => f x y) c d) a z).
pose (G := fun z => RInt (fun y => RInt (fun x => f x y) a z) c d).
assert (dF : forall z, is_derive F z (RInt (fun y => f z y) c d)).
  intros z; apply (is_derive_RInt (V := R_NormedModule) (fun x => RInt (fun y => f x y) c d) F a z).
    apply filter_forall; intros u; apply (RInt_correct (V := R_CompleteNormedModule)).
    apply integrable, interval_of_rows_continuous; auto.
  apply interval_of_rows_continuous; auto.
assert (dg : forall z y, is_derive (fun z => RInt (fun x => f x y) a z) z (f z y)).
  intros z y; apply (is_derive_RInt (V := R_NormedModule) (fun x => f x y) _ a z).
    apply filter_forall; intros u; apply (RInt_correct (V := R_CompleteNormedModule)).
    apply integrable, (row_continuous (swapped f)); auto.
  apply (row_continuous (swapped f)); auto.
assert (dG : forall z, is_derive G z (RInt (fun y => f z y) c d)).
  intros z; replace (RInt (fun y => f z y) c d)
    with (RInt (fun t => Derive (fun u => RInt (fun x => f x t) a u) z) c d).
    apply (is_derive_RInt_param (fun u t => RInt (fun x => f x t) a u) c d z).
    - apply filter_forall; intros u t _; exists (f u t); apply dg.
    - intros t _; apply continuity_2d_pt_ext with f; [|apply cf].
      intros u v; symmetry; apply is_derive_unique, dg.
    - apply filter_forall; intros u; apply (integrable (fun t => RInt (fun x => f x t) a u)).
      apply (interval_of_rows_continuous (swapped f)); auto.
  apply RInt_ext; intros t _; apply is_derive_unique, dg.
assert (e : RInt (fun z => minus (RInt (fun y => f z y) c d) (RInt (fun y => f z y) c d)) a b
    = minus (minus (F b) (G b)) (minus (F a) (G a))).
  apply is_RInt_unique, (is_RInt_derive (fun z => minus (F z) (G z))).
    intros z _; apply (is_derive_minus F G); auto.
  intros z _; apply (continuous_minus (V := R_NormedModule)); apply interval_of_rows_continuous; auto.
rewrite (RInt_ext _ (fun _ => 0)) in e by (intros; unfold minus, plus, opp; simpl; ring).
rewrite RInt_const in e.
assert (F0 : F a = 0) by exact (RInt_point a _).
assert (G0 : G a = 0).
  unfold G; rewrite (RInt_ext _ (fun _ => 0)) by (intros; exact (RInt_point a _)).
  rewrite RInt_const; unfold scal; simpl; unfold mult; simpl; ring.
rewrite F0, G0 in e; unfold minus, plus, opp, scal in e; simpl in e; unfold mult in e; simpl in e.
fold (F b) (G b); lra.
Qed.

Section Decay.
Variables (f : R -> R -> R) (c e : R).
Hypothesis cf : everywhere2 f.
Hypothesis pe : 0 < e.
Hypothesis bf : below2 c e f.

Lemma row_tail x m : 0 <= m ->
  Rabs (line (f x) - RInt (f x) (- m) m) <= 2 * c / e * exp (- e * m) * exp (- e * Rabs x).
Proof.
intros m0; apply Rle_trans with (1 := line_tail _ _ _ m (- m) m (row_continuous _ x cf) pe (row_below _ _ _ x pe bf) m0
  ltac:(lra) ltac:(lra)).
right; field; lra.
Qed.

Lemma lines_below : below (2 * c / e) e (fun x => line (f x)).
Proof.
intros x; apply Rle_trans with (1 := line_size _ _ _ (row_continuous _ x cf) pe (row_below _ _ _ x pe bf)).
right; field; lra.
Qed.

Lemma c_pos : 0 <= c.
Proof.
assert (b := bf 0 0); rewrite Rabs_R0, Rplus_0_r, Rmult_0_r, exp_0 in b; assert (p := Rabs_pos (f 0 0)); lra.
Qed.

Lemma lines_continuous : everywhere (fun x => line (f x)).
Proof.
intros x; apply filterlim_locally; intros eps.
assert (p4 : 0 < eps / 4) by (assert (p := cond_pos eps); lra).
destruct (small_tail (2 * c / e) e (mkposreal _ p4) pe) as [m [m0 hm]]; simpl in hm.
assert (k := proj1 (filterlim_locally _ _) (interval_of_rows_continuous f (- m) m cf x) (mkposreal _ p4)).
apply filter_imp with (2 := k); intros u hu.
change (Rabs (RInt (f u) (- m) m - RInt (f x) (- m) m) < eps / 4) in hu.
change (Rabs (line (f u) - line (f x)) < eps).
assert (t : forall z, Rabs (line (f z) - RInt (f z) (- m) m) < eps / 4).
  intros z; apply Rle_lt_trans with (1 := row_tail z m m0); apply Rle_lt_trans with (2 := hm).
  rewrite <- (Rmult_1_r (2 * c / e * exp (- e * m))) at 2; apply Rmult_le_compat_l.
    apply Rmult_le_pos; [|left; apply exp_pos]; assert (q := c_pos).
    apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; auto].
  rewrite <- exp_0; assert (q := Rabs_pos z).
  destruct (Req_dec (Rabs z) 0) as [-> | n]; [rewrite Rmult_0_r; lra | left; apply exp_increasing; nra].
assert (t1 := t u); assert (t2 := t x).
apply Rabs_lt_between in t1; apply Rabs_lt_between in t2; apply Rabs_lt_between in hu.
apply Rabs_lt_between; lra.
Qed.

Definition square (m : R) : R := RInt (fun x => RInt (fun y => f x y) (- m) m) (- m) m.

Lemma plane_square m : 0 <= m -> Rabs (plane f - square m) <= 8 * c / e ^ 2 * exp (- e * m).
Proof.
intros m0; unfold plane, square.
assert (l := line_tail _ _ _ m (- m) m lines_continuous pe lines_below m0 ltac:(lra) ltac:(lra)).
set (r := fun x => minus (line (f x)) (RInt (f x) (- m) m)).
assert (cr : everywhere r).
  intros x; apply (continuous_minus (V := R_NormedModule)); [apply lines_continuous | apply interval_of_rows_continuous; auto].
assert (br : below (2 * c / e * exp (- e * m)) e r) by exact (fun x => row_tail x m m0).
assert (s := two_intervals _ _ _ 0 (- m) m 0 0 cr pe br ltac:(lra) ltac:(lra) ltac:(lra) m0 ltac:(lra)).
rewrite RInt_point, Rmult_0_r, exp_0 in s; change (zero (G := R_CompleteNormedModule)) with 0 in s.
assert (q : RInt r (- m) m = RInt (fun x => line (f x)) (- m) m - RInt (fun x => RInt (f x) (- m) m) (- m) m).
  apply (RInt_minus (V := R_CompleteNormedModule) (fun x => line (f x)) (fun x => RInt (f x) (- m) m));
    apply integrable; [apply lines_continuous | apply interval_of_rows_continuous; auto].
rewrite q in s.
replace (8 * c / e ^ 2 * exp (- e * m)) with
  (2 * (2 * c / e) / e * exp (- e * m) + 2 * (2 * c / e * exp (- e * m)) / e * 1) by (field; lra).
rewrite Rminus_0_r in s; exact (distances _ _ _ _ _ l s).
Qed.
End Decay.

Lemma lines_decay f : decays2 f -> decays (fun x => line (f x)).
Proof.
intros [cf [c [e [pe bf]]]]; split; [apply (lines_continuous f c e); auto|].
exists (2 * c / e), e; split; auto; apply lines_below; auto.
Qed.

Lemma plane_swapped f : decays2 f -> plane (swapped f) = plane f.
Proof.
intros df; destruct (decays2_swapped f df) as [cs _]; destruct df as [cf [c [e [pe bf]]]].
assert (bs : below2 c e (swapped f)) by (intros x y; rewrite (Rplus_comm (Rabs x)); apply bf).
apply Rminus_diag_uniq, (vanishes _ (16 * c / e ^ 2) e pe); intros m m0.
assert (t1 := plane_square f c e cf pe bf m m0); assert (t2 := plane_square (swapped f) c e cs pe bs m m0).
assert (q : square (swapped f) m = square f m) by exact (rectangle (swapped f) (- m) m (- m) m cs).
rewrite q in t2; rewrite Rabs_minus_sym in t1; assert (t := distances _ _ _ _ _ t2 t1).
replace (16 * c / e ^ 2) with (8 * c / e ^ 2 + 8 * c / e ^ 2) by (field; lra); lra.
Qed.

Lemma plane_linear f g c : decays2 f -> decays2 g ->
  plane (fun x y => f x y + c * g x y) = plane f + c * plane g.
Proof.
intros df dg; unfold plane.
replace (fun x => line (fun y => f x y + c * g x y)) with (fun x => line (f x) + c * line (g x)).
  apply line_unique, line_linear; apply lines_decay; auto.
apply functional_extensionality; intros x; symmetry; apply line_unique, (line_linear (f x) (g x)); apply row_decays; auto.
Qed.

Lemma plane_le f g : decays2 f -> decays2 g -> (forall x y, f x y <= g x y) -> plane f <= plane g.
Proof.
intros df dg le; assert (lf := lines_decay f df); assert (lg := lines_decay g dg).
apply (line_le _ _ _ _ (decays_line _ lf) (decays_line _ lg)); [apply lf | apply lg|].
intros x; assert (rf := row_decays f x df); assert (rg := row_decays g x dg).
apply (line_le _ _ _ _ (decays_line _ rf) (decays_line _ rg)); [apply rf | apply rg | apply le].
Qed.

(* Shears: the inner variable is shifted. *)
Lemma plane_shear_y f s : decays2 f -> plane (fun x y => f x (y + s * x)) = plane f.
Proof.
intros df; unfold plane; f_equal; apply functional_extensionality; intros x.
assert (rf := row_decays f x df); apply line_unique, (line_shift (f x)); [apply rf | apply decays_line, rf].
Qed.

Lemma shear_bound e s x y : 0 < e ->
  exp (- e * (Rabs x + Rabs (y + s * x))) <= exp (- (e / (1 + Rabs s)) * (Rabs x + Rabs y)).
Proof.
intros pe; assert (s0 := Rabs_pos s); assert (x0 := Rabs_pos x); assert (y0 := Rabs_pos (y + s * x)).
assert (t := Rabs_triang (y + s * x) (- (s * x))); rewrite Rabs_Ropp, Rabs_mult in t.
replace (y + s * x + - (s * x)) with y in t by ring.
assert (q : e / (1 + Rabs s) * (Rabs x + Rabs y) <= e * (Rabs x + Rabs (y + s * x))).
  apply Rmult_le_reg_r with (1 + Rabs s); [lra|].
  replace (e / (1 + Rabs s) * (Rabs x + Rabs y) * (1 + Rabs s)) with (e * (Rabs x + Rabs y)) by (field; lra).
  rewrite Rmult_assoc; apply Rmult_le_compat_l; nra.
destruct (Req_dec (- e * (Rabs x + Rabs (y + s * x))) (- (e / (1 + Rabs s)) * (Rabs x + Rabs y))) as [-> | n]; [lra|].
left; apply exp_increasing; lra.
Qed.

Lemma decays2_shear_y f s : decays2 f -> decays2 (fun x y => f x (y + s * x)).
Proof.
intros [cf [c [e [pe bf]]]]; assert (c0 := c_pos f c e bf); split.
  intros x y; apply (continuity_2d_comp f (fun u _ => u)); [apply cf | apply continuity_2d_pt_id1|].
  apply continuity_2d_pt_plus; [apply continuity_2d_pt_id2|].
  apply continuity_2d_pt_mult; [apply continuity_2d_pt_const | apply continuity_2d_pt_id1].
exists c, (e / (1 + Rabs s)); split.
  assert (s0 := Rabs_pos s); apply Rdiv_lt_0_compat; lra.
intros x y; apply Rle_trans with (1 := bf _ _); apply Rmult_le_compat_l; auto; apply shear_bound; auto.
Qed.

Lemma decays2_shear_x f s : decays2 f -> decays2 (fun x y => f (x + s * y) y).
Proof.
intros df; apply (decays2_swapped (fun y x => f (x + s * y) y)), (decays2_shear_y (swapped f)), decays2_swapped, df.
Qed.

Lemma plane_shear_x f s : decays2 f -> plane (fun x y => f (x + s * y) y) = plane f.
Proof.
intros df; rewrite <- (plane_swapped _ (decays2_shear_x f s df)).
rewrite <- (plane_swapped f df); apply (plane_shear_y (swapped f)), decays2_swapped, df.
Qed.

Lemma plane_rotation f u1 u2 : decays2 f -> u1 ^ 2 + u2 ^ 2 = 1 -> u1 <> -1 ->
  plane (fun x y => f (u1 * x + u2 * y) (u1 * y - u2 * x)) = plane f.
Proof.
intros df uu n; set (t := u2 / (1 + u1)).
assert (d1 := decays2_shear_x f t df); assert (d2 := decays2_shear_y _ (- u2) d1); simpl in d2.
rewrite <- (plane_shear_x f t df), <- (plane_shear_y _ (- u2) d1), <- (plane_shear_x _ t d2).
assert (tu : t * (1 + u1) = u2) by (unfold t; field; lra).
assert (tv : u2 * t = 1 - u1).
  apply Rmult_eq_reg_r with (1 + u1); [|lra]; rewrite Rmult_assoc, tu.
  replace ((1 - u1) * (1 + u1)) with (1 - u1 ^ 2) by ring; lra.
f_equal; apply functional_extensionality; intros x; apply functional_extensionality; intros y.
replace (y + - u2 * (x + t * y)) with (u1 * y - u2 * x)
  by (transitivity (y - u2 * x - (u2 * t) * y); [rewrite tv; ring | ring]).
f_equal.
transitivity ((1 - u2 * t) * x + (t * (1 + u1)) * y); [rewrite tv, tu; ring | ring].
Qed.
