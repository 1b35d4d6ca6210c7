(* Integrals over the real line, the improper Riemann integrals of Coquelicot, of continuous
   functions that decay exponentially. They exist, and are limits of integrals over bounded
   intervals with a known error. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

Notation is_line f l := (is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) l).
Definition line (f : R -> R) : R := RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty).

Definition everywhere (f : R -> R) : Prop := forall t, continuous f t.
Definition below (c e : R) (f : R -> R) : Prop := forall t, Rabs (f t) <= c * exp (- e * Rabs t).
Definition decays (f : R -> R) : Prop := everywhere f /\ exists c e, 0 < e /\ below c e f.

Lemma distances a b c p q : Rabs (a - b) <= p -> Rabs (b - c) <= q -> Rabs (a - c) <= p + q.
Proof. intros h k; apply Rabs_le_between in h; apply Rabs_le_between in k; apply Rabs_le; lra. Qed.

Lemma integrable f a b : everywhere f -> ex_RInt f a b.
Proof. intros cf; apply (ex_RInt_continuous (V := R_CompleteNormedModule)); auto. Qed.

(* The integral over the line is the limit along all intervals that exceed [-m, m]. *)
Lemma is_line_limit f l : everywhere f ->
  (forall eps : posreal, exists m, forall a b, a < - m -> m < b -> Rabs (RInt f a b - l) < eps) ->
  is_line f l.
Proof.
intros cf h P [eps hP]; destruct (h eps) as [m hm].
exists (fun a => a < - m) (fun b => m < b); [exists (- m); auto | exists m; auto|].
intros a b ha hb; exists (RInt (V := R_CompleteNormedModule) f a b); split; [apply (RInt_correct f), integrable; auto|].
apply hP, hm; auto.
Qed.

Lemma limit_is_line f l : is_line f l ->
  forall eps : posreal, exists m, forall a b, a < - m -> m < b -> Rabs (RInt f a b - l) < eps.
Proof.
intros h eps; destruct (h (fun y => Rabs (y - l) < eps) ltac:(exists eps; auto)) as [P Q [m1 hP] [m2 hQ] pq].
exists (Rmax (- m1) m2); intros a b ha hb.
assert (x1 := Rmax_l (- m1) m2); assert (x2 := Rmax_r (- m1) m2).
destruct (pq a b (hP a ltac:(lra)) (hQ b ltac:(lra))) as [y [iy hy]]; simpl in iy.
rewrite (is_RInt_unique _ _ _ _ iy); apply hy.
Qed.

Lemma line_unique f l : is_line f l -> line f = l.
Proof. exact (is_RInt_gen_unique (V := R_CompleteNormedModule) f l). Qed.

Lemma integral_of_exponential e a b : 0 < e ->
  is_RInt (fun t => exp (- e * t)) a b ((exp (- e * a) - exp (- e * b)) / e).
Proof.
intros pe; replace (_ / e) with (minus (- exp (- e * b) / e) (- exp (- e * a) / e))
  by (unfold minus, plus, opp; simpl; field; lra).
apply (is_RInt_derive (fun t => - exp (- e * t) / e)).
- intros t _; auto_derive; auto; field; lra.
- intros t _; apply continuity_pt_filterlim; reg.
Qed.

Section Tail.
Variables (f : R -> R) (c e : R).
Hypothesis cf : everywhere f.
Hypothesis pe : 0 < e.
Hypothesis bf : below c e f.

Lemma coefficient_pos : 0 <= c.
Proof.
assert (b := bf 0); rewrite Rabs_R0, Rmult_0_r, exp_0 in b; assert (p := Rabs_pos (f 0)); lra.
Qed.

Lemma right_tail m u v : 0 <= m -> m <= u -> u <= v -> Rabs (RInt f u v) <= c / e * exp (- e * m).
Proof.
intros m0 mu uv.
assert (i := integral_of_exponential e u v pe).
apply Rle_trans with (RInt (fun t => c * exp (- e * t)) u v).
  apply Rle_trans with (RInt (fun t => Rabs (f t)) u v).
    apply (abs_RInt_le f); auto; apply integrable; auto.
  apply RInt_le; auto.
  - apply integrable; intros t; apply (continuous_comp f Rabs); [apply cf | apply continuous_Rabs].
  - exists (scal c ((exp (- e * u) - exp (- e * v)) / e)); apply (is_RInt_scal (fun t => exp (- e * t))); auto.
  - intros t ht; assert (b := bf t); rewrite (Rabs_pos_eq t) in b by lra; exact b.
rewrite (is_RInt_unique _ _ _ (c * ((exp (- e * u) - exp (- e * v)) / e))).
  2: apply (is_RInt_scal (fun t => exp (- e * t))); auto.
assert (p := exp_pos (- e * v)); assert (c0 := coefficient_pos).
assert (q : exp (- e * u) <= exp (- e * m)).
  destruct (Req_dec u m) as [-> | n]; [lra | left; apply exp_increasing; nra].
unfold Rdiv; rewrite Rmult_assoc, (Rmult_comm (/ e)); apply Rmult_le_compat_l; auto.
apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; auto | lra].
Qed.
End Tail.

Lemma everywhere_opp f : everywhere f -> everywhere (fun t => f (- t)).
Proof. intros cf t; apply (continuous_comp Ropp f); [apply (continuous_opp (fun t : R => t)), continuous_id | apply cf]. Qed.

Lemma far_tail f c e m u v : everywhere f -> 0 < e -> below c e f -> 0 <= m ->
  m <= u /\ m <= v \/ u <= - m /\ v <= - m -> Rabs (RInt f u v) <= c / e * exp (- e * m).
Proof.
intros cf pe bf m0.
assert (right_side : forall g, everywhere g -> below c e g -> forall u v, m <= u -> m <= v ->
    Rabs (RInt g u v) <= c / e * exp (- e * m)).
  intros g cg bg x y hx hy; destruct (Rle_dec x y) as [o | o].
    apply right_tail; auto.
  rewrite <- (opp_RInt_swap g) by (apply integrable; auto); unfold opp; simpl; rewrite Rabs_Ropp.
  apply right_tail; auto; lra.
intros [[hu hv] | [hu hv]]; [auto|].
assert (s := RInt_comp_lin f (-1) 0 (- u) (- v) (integrable _ _ _ cf)).
replace (-1 * - u + 0) with u in s by ring; replace (-1 * - v + 0) with v in s by ring.
rewrite <- s, (RInt_ext _ (fun t => opp (f (- t)))).
  2: intros t _; unfold scal, opp; simpl; unfold mult; simpl; replace (-1 * t + 0) with (- t) by ring; ring.
rewrite (RInt_opp (fun t => f (- t))) by (apply integrable, everywhere_opp; auto).
unfold opp; simpl; rewrite Rabs_Ropp; apply right_side; try lra.
  apply everywhere_opp; auto.
intros t; rewrite <- (Rabs_Ropp t); apply bf.
Qed.

Lemma two_intervals f c e m a b a' b' : everywhere f -> 0 < e -> below c e f -> 0 <= m ->
  a <= - m -> a' <= - m -> m <= b -> m <= b' ->
  Rabs (RInt f a b - RInt f a' b') <= 2 * c / e * exp (- e * m).
Proof.
intros cf pe bf m0 ha ha' hb hb'.
assert (i : forall u v, ex_RInt f u v) by (intros; apply integrable; auto).
assert (s1 := RInt_Chasles f a a' b (i _ _) (i _ _)); assert (s2 := RInt_Chasles f a' b' b (i _ _) (i _ _)).
unfold plus in *; simpl in *.
replace (RInt f a b - RInt f a' b') with (RInt f a a' + RInt f b' b) by lra.
assert (t1 := far_tail f c e m a a' cf pe bf m0 ltac:(lra)).
assert (t2 := far_tail f c e m b' b cf pe bf m0 ltac:(lra)).
apply Rle_trans with (1 := Rabs_triang _ _); unfold Rdiv in *; lra.
Qed.

Lemma small_tail k e (eps : posreal) : 0 < e -> exists m, 0 <= m /\ k * exp (- e * m) < eps.
Proof.
intros pe; assert (p := cond_pos eps).
exists (Rmax 0 (Rabs k / (e * eps))); split; [apply Rmax_l|].
set (m := Rmax _ _); assert (hm : Rabs k / (e * eps) <= m) by apply Rmax_r.
assert (e0 : 0 < e * eps) by (apply Rmult_lt_0_compat; auto).
assert (km : Rabs k <= e * eps * m).
  apply (Rmult_le_compat_l (e * eps)) in hm; [|lra].
  replace (e * eps * (Rabs k / (e * eps))) with (Rabs k) in hm by (field; lra); lra.
assert (x := exp_ineq1_le (e * m)).
assert (y : exp (e * m) * exp (- e * m) = 1).
  rewrite <- exp_plus; replace (_ + _) with 0 by ring; apply exp_0.
assert (z := exp_pos (- e * m)); assert (kk := Rle_abs k).
apply Rle_lt_trans with (Rabs k * exp (- e * m)); [nra|].
assert (n : e * m * exp (- e * m) < 1) by nra.
apply Rle_lt_trans with (eps * (e * m * exp (- e * m))); nra.
Qed.

Lemma vanishes z k e : 0 < e -> (forall m, 0 <= m -> Rabs z <= k * exp (- e * m)) -> z = 0.
Proof.
intros pe h; destruct (Req_dec z 0) as [| n]; auto; exfalso.
destruct (small_tail k e (mkposreal _ (Rabs_pos_lt _ n)) pe) as [m [m0 hm]]; unfold pos in hm.
assert (q := h m m0); lra.
Qed.

Lemma decays_line f : decays f -> is_line f (line f).
Proof.
intros [cf [c [e [pe bf]]]]; apply (RInt_gen_correct (V := R_CompleteNormedModule) f).
assert (h : exists l, filterlim (fun ab => RInt f (fst ab) (snd ab))
    (filter_prod (Rbar_locally m_infty) (Rbar_locally p_infty)) (locally l)).
  apply (filterlim_locally_cauchy (U := R_CompleteSpace)); intros eps.
  destruct (small_tail (2 * c / e) e eps pe) as [m [m0 hm]].
  exists (fun ab => fst ab < - m /\ m < snd ab); split.
    exists (fun a => a < - m) (fun b => m < b); [exists (- m); auto | exists m; auto | auto].
  intros [a b] [a' b'] [ha hb] [ha' hb']; simpl in *.
  apply Rle_lt_trans with (2 := hm), two_intervals; auto; lra.
destruct h as [l h]; exists l; apply is_line_limit; auto.
intros eps; destruct (h (fun y => Rabs (y - l) < eps) ltac:(exists eps; auto)) as [P Q [m1 hP] [m2 hQ] pq].
exists (Rmax (- m1) m2); intros a b ha hb.
assert (x1 := Rmax_l (- m1) m2); assert (x2 := Rmax_r (- m1) m2).
apply (pq a b (hP a ltac:(lra)) (hQ b ltac:(lra))).
Qed.

Lemma line_tail f c e m a b : everywhere f -> 0 < e -> below c e f -> 0 <= m -> a <= - m -> m <= b ->
  Rabs (line f - RInt f a b) <= 2 * c / e * exp (- e * m).
Proof.
intros cf pe bf m0 ha hb; apply Rnot_lt_le; intros h.
assert (g : 0 < (Rabs (line f - RInt f a b) - 2 * c / e * exp (- e * m)) / 2) by lra.
assert (d : decays f) by (split; auto; exists c, e; auto).
destruct (limit_is_line f _ (decays_line f d) (mkposreal _ g)) as [n hn]; simpl in hn.
set (a' := - (Rmax m n) - 1); set (b' := Rmax m n + 1).
assert (x1 := Rmax_l m n); assert (x2 := Rmax_r m n).
assert (q := hn a' b' ltac:(unfold a'; lra) ltac:(unfold b'; lra)).
assert (r := two_intervals f c e m a' b' a b cf pe bf m0 ltac:(unfold a'; lra) ha ltac:(unfold b'; lra) hb).
rewrite Rabs_minus_sym in q.
assert (t := distances _ _ _ _ _ (Rlt_le _ _ q) r); lra.
Qed.

Lemma line_size f c e : everywhere f -> 0 < e -> below c e f -> Rabs (line f) <= 2 * c / e.
Proof.
intros cf pe bf; assert (t := line_tail f c e 0 0 0 cf pe bf ltac:(lra) ltac:(lra) ltac:(lra)).
rewrite RInt_point, Rmult_0_r, exp_0 in t; unfold zero in t; simpl in t; rewrite Rminus_0_r, Rmult_1_r in t; exact t.
Qed.

Lemma line_scale f l c : is_line f l -> is_line (fun t => c * f t) (c * l).
Proof. exact (is_RInt_gen_scal f c l). Qed.

Lemma line_linear f g c : decays f -> decays g -> is_line (fun t => f t + c * g t) (line f + c * line g).
Proof.
intros df dg; apply (is_RInt_gen_plus f (fun t => c * g t)); [apply decays_line; auto|].
apply line_scale, decays_line; auto.
Qed.

Lemma line_le f g l k : is_line f l -> is_line g k -> everywhere f -> everywhere g ->
  (forall t, f t <= g t) -> l <= k.
Proof.
intros hf hg cf cg le; apply Rnot_lt_le; intros h.
assert (p : 0 < (l - k) / 2) by lra.
destruct (limit_is_line _ _ hf (mkposreal _ p)) as [m hm]; destruct (limit_is_line _ _ hg (mkposreal _ p)) as [n hn].
simpl in hm, hn.
assert (x1 := Rmax_l m n); assert (x2 := Rmax_r m n); assert (x3 := Rmax_l 0 (Rmax m n)); assert (x4 := Rmax_r 0 (Rmax m n)).
set (z := Rmax 0 (Rmax m n)) in *.
assert (u := hm (- z - 1) (z + 1) ltac:(lra) ltac:(lra)); assert (v := hn (- z - 1) (z + 1) ltac:(lra) ltac:(lra)).
assert (w : RInt f (- z - 1) (z + 1) <= RInt g (- z - 1) (z + 1)).
  apply RInt_le; auto; [lra | apply integrable; auto | apply integrable; auto].
apply Rabs_lt_between in u; apply Rabs_lt_between in v; lra.
Qed.

(* Of a function that is not negative no bounded interval has more than the line. *)
Lemma interval_le_line f lo hi : decays f -> lo <= hi -> (forall t, 0 <= f t) -> RInt f lo hi <= line f.
Proof.
intros df o p; assert (cf := proj1 df); apply Rnot_lt_le; intros h.
assert (q : 0 < RInt f lo hi - line f) by lra.
destruct (limit_is_line _ _ (decays_line f df) (mkposreal _ q)) as [m hm]; simpl in hm.
set (z := Rmax m (Rmax (- lo) hi)); assert (x1 : m <= z) by apply Rmax_l.
assert (x2 := Rmax_l (- lo) hi); assert (x3 := Rmax_r (- lo) hi); assert (x4 : Rmax (- lo) hi <= z) by apply Rmax_r.
assert (u := hm (- z - 1) (z + 1) ltac:(lra) ltac:(lra)); apply Rabs_lt_between in u.
assert (i : forall u v, ex_RInt f u v) by (intros; apply integrable; auto).
assert (s1 := RInt_Chasles f (- z - 1) lo (z + 1) (i _ _) (i _ _)).
assert (s2 := RInt_Chasles f lo hi (z + 1) (i _ _) (i _ _)); unfold plus in *; simpl in *.
assert (n1 := RInt_ge_0 f (- z - 1) lo ltac:(lra) (i _ _) ltac:(auto)).
assert (n2 := RInt_ge_0 f hi (z + 1) ltac:(lra) (i _ _) ltac:(auto)).
lra.
Qed.

Lemma line_shift f l s : everywhere f -> is_line f l -> is_line (fun t => f (t + s)) l.
Proof.
intros cf h; apply is_line_limit.
  intros t; apply (continuous_comp (fun t => t + s) f); [|apply cf].
  apply (continuous_plus (fun t : R => t)); [apply continuous_id | apply continuous_const].
intros eps; destruct (limit_is_line _ _ h eps) as [m hm].
exists (m + Rabs s); intros a b ha hb; assert (x := Rle_abs s); assert (y := Rle_abs (- s)); rewrite Rabs_Ropp in y.
assert (q := RInt_comp_lin f 1 s a b (integrable _ _ _ cf)); rewrite !Rmult_1_l in q.
replace (RInt (fun t => f (t + s)) a b) with (RInt f (a + s) (b + s)); [apply hm; lra|].
rewrite <- q; apply RInt_ext.
intros t _; unfold scal; simpl; unfold mult; simpl; rewrite !Rmult_1_l; reflexivity.
Qed.

Lemma line_opp f l : everywhere f -> is_line f l -> is_line (fun t => f (- t)) l.
Proof.
intros cf h; apply is_line_limit; [apply everywhere_opp; auto|].
intros eps; destruct (limit_is_line _ _ h eps) as [m hm]; exists m; intros a b ha hb.
replace (RInt (fun t => f (- t)) a b) with (RInt f (- b) (- a)); [apply hm; lra|].
assert (c := RInt_comp_lin f (-1) 0 a b (integrable _ _ _ cf)).
replace (-1 * a + 0) with (- a) in c by ring; replace (-1 * b + 0) with (- b) in c by ring.
rewrite <- (opp_RInt_swap f) by (apply integrable; auto); rewrite <- c.
rewrite (RInt_ext _ (fun t => opp (f (- t)))).
  2: intros t _; unfold scal, opp; simpl; unfold mult; simpl; replace (-1 * t + 0) with (- t) by ring; ring.
rewrite (RInt_opp (fun t => f (- t))) by (apply integrable, everywhere_opp; auto); unfold opp; simpl; ring.
Qed.

Lemma line_of_derivative f f' la lb : (forall t, is_derive f t (f' t)) -> everywhere f' ->
  filterlim f (Rbar_locally m_infty) (locally la) -> filterlim f (Rbar_locally p_infty) (locally lb) ->
  is_line f' (lb - la).
Proof.
intros d cf ha hb.
assert (e : Derive f = f') by (apply functional_extensionality; intros t; apply is_derive_unique; auto).
rewrite <- e; apply is_RInt_gen_Derive; auto.
- apply filter_forall; intros ab t _; exists (f' t); auto.
- apply filter_forall; intros ab t _; rewrite e; apply cf.
Qed.

Lemma decays_limit f : decays f ->
  filterlim f (Rbar_locally m_infty) (locally 0) /\ filterlim f (Rbar_locally p_infty) (locally 0).
Proof.
intros [cf [c [e [pe bf]]]].
assert (h : forall eps : posreal, exists m, forall t, m < Rabs t -> Rabs (f t - 0) < eps).
  intros eps; destruct (small_tail c e eps pe) as [m [m0 hm]]; exists m; intros t ht.
  rewrite Rminus_0_r; apply Rle_lt_trans with (1 := bf t); apply Rle_lt_trans with (2 := hm).
  apply Rmult_le_compat_l; [apply (coefficient_pos f c e bf) | left; apply exp_increasing; nra].
split; apply filterlim_locally; intros eps; destruct (h eps) as [m hm].
  exists (- (Rmax 0 m)); intros t ht; apply hm; assert (x1 := Rmax_l 0 m); assert (x2 := Rmax_r 0 m).
  rewrite Rabs_left; lra.
exists (Rmax 0 m); intros t ht; apply hm; assert (x1 := Rmax_l 0 m); assert (x2 := Rmax_r 0 m).
rewrite Rabs_pos_eq; lra.
Qed.
