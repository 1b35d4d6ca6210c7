(* The normal law with covariance I in d dimensions: an expectation is d integrals over the line, one
   inside the other. Proved of it, for functions that are Lipschitz up to a factor of exponential growth:
   it is linear and monotone; its first, second and exponential moments; and that a shift of the argument
   is a factor exp(a . z - |a|^2 / 2), from which the mean of z against a function that grows along v is
   not negative in the direction v. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality Lia.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Line Normal_Density Normal_Tame Normal_Law.
Open Scope R_scope.

(* Vectors are functions of the index, of which the first d values count. *)
Definition vector := nat -> R.
Fixpoint sum (n : nat) (f : nat -> R) : R := match n with O => 0 | S m => f O + sum m (fun i => f (S i)) end.
Definition dot (d : nat) (x y : vector) : R := sum d (fun i => x i * y i).
Definition plus (x y : vector) : vector := fun i => x i + y i.
Definition times (c : R) (x : vector) : vector := fun i => c * x i.
Definition cons (t : R) (v : vector) : vector := fun i => match i with O => t | S j => v j end.
Definition rest (x : vector) : vector := fun i => x (S i).
Definition size (d : nat) (x : vector) : R := sum d (fun i => Rabs (x i)).

Lemma sum_ext n : forall f g, (forall i, (i < n)%nat -> f i = g i) -> sum n f = sum n g.
Proof. induction n as [|n IH]; intros f g e; simpl; auto; rewrite (e O) by lia; f_equal; apply IH; intros; apply e;
  lia. Qed.

Lemma sum_le n : forall f g, (forall i, (i < n)%nat -> f i <= g i) -> sum n f <= sum n g.
Proof.
induction n as [|n IH]; intros f g h; simpl; [lra|]; apply Rplus_le_compat; [apply h; lia | apply IH; intros; apply h;
  lia].
Qed.

Lemma sum_linear n : forall f g c, sum n (fun i => f i + c * g i) = sum n f + c * sum n g.
Proof. induction n as [|n IH]; intros f g c; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_scale n c : forall f, sum n (fun i => c * f i) = c * sum n f.
Proof. induction n as [|n IH]; intros f; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_zero n f : (forall i, (i < n)%nat -> f i = 0) -> sum n f = 0.
Proof. intros z; rewrite (sum_ext n f (fun i => 0 * f i)) by (intros; rewrite z by auto; ring); rewrite sum_scale;
  ring. Qed.

Lemma sum_pos n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= sum n f.
Proof. intros p; rewrite <- (sum_zero n (fun _ => 0)) by auto; apply sum_le, p. Qed.

Lemma sum_swap m n : forall f, sum m (fun i => sum n (f i)) = sum n (fun j => sum m (fun i => f i j)).
Proof.
induction m as [|m IH]; intros f; simpl; [symmetry; apply sum_zero; auto|].
rewrite IH, <- (Rmult_1_l (sum n (fun j => sum m (fun i => f (S i) j)))), <- sum_linear; apply sum_ext; intros; ring.
Qed.

Lemma sum_abs n f : Rabs (sum n f) <= sum n (fun i => Rabs (f i)).
Proof.
revert f; induction n as [|n IH]; intros f; simpl; [rewrite Rabs_R0; lra|].
apply Rle_trans with (1 := Rabs_triang _ _); apply Rplus_le_compat_l, IH.
Qed.

(* One term of a sum of what is not negative. *)
Lemma sum_term n : forall f i, (forall i, (i < n)%nat -> 0 <= f i) -> (i < n)%nat -> f i <= sum n f.
Proof.
induction n as [|n IH]; intros f i p h; [lia|]; simpl; destruct i as [|i].
  assert (q := sum_pos n (fun i => f (S i)) ltac:(intros; apply p; lia)); lra.
assert (q := IH (fun i => f (S i)) i ltac:(intros; apply p; lia) ltac:(lia)); assert (p0 := p O ltac:(lia));
  simpl in q; lra.
Qed.

Lemma dotC d x y : dot d x y = dot d y x.
Proof. apply sum_ext; intros; ring. Qed.

Lemma dot_linear d x y z c : dot d x (plus y (times c z)) = dot d x y + c * dot d x z.
Proof. unfold dot; rewrite <- sum_linear; apply sum_ext; intros; unfold plus, times; ring. Qed.

Lemma dot_plus d x y z : dot d x (plus y z) = dot d x y + dot d x z.
Proof. rewrite <- (Rmult_1_l (dot d x z)), <- dot_linear; apply sum_ext; intros; unfold plus, times; ring. Qed.

Lemma dot_times d c x y : dot d (times c x) y = c * dot d x y.
Proof. unfold dot; rewrite <- sum_scale; apply sum_ext; intros; unfold times; ring. Qed.

Lemma square_pos d x : 0 <= dot d x x.
Proof. apply sum_pos; intros; nra. Qed.

Lemma cauchy_schwarz d x y : dot d x y ^ 2 <= dot d x x * dot d y y.
Proof.
assert (p : forall c, 0 <= dot d x x - 2 * c * dot d x y + c ^ 2 * dot d y y).
  intros c; assert (q := square_pos d (plus x (times (- c) y))).
  rewrite dot_linear, (dotC d _ x), (dotC d _ y), !dot_linear, (dotC d y x) in q; lra.
destruct (Rtotal_order (dot d y y) 0) as [n | [z | n]].
- assert (q := square_pos d y); lra.
- assert (q := p ((dot d x x + 1) / (2 * dot d x y))); destruct (Req_dec (dot d x y) 0) as [e | e]; [rewrite e; nra|].
  rewrite z in q; replace (2 * ((dot d x x + 1) / (2 * dot d x y)) * dot d x y) with (dot d x x + 1) in q by (field;
    auto); lra.
- assert (q := p (dot d x y / dot d y y)); apply Rmult_le_reg_r with (/ dot d y y); [apply Rinv_0_lt_compat; auto|].
  replace (dot d x x * dot d y y * / dot d y y) with (dot d x x) by (field; lra).
  replace (_ - _ + _) with (dot d x x - dot d x y ^ 2 * / dot d y y) in q by (field; lra); lra.
Qed.

Lemma size_pos d x : 0 <= size d x.
Proof. apply sum_pos; intros; apply Rabs_pos. Qed.

Lemma size_plus d x y : size d (plus x y) <= size d x + size d y.
Proof.
unfold size; rewrite <- (Rmult_1_l (sum d (fun i => Rabs (y i)))), <- sum_linear; apply sum_le; intros i _.
rewrite Rmult_1_l; apply Rabs_triang.
Qed.

Lemma dot_size d x y : Rabs (dot d x y) <= size d x * size d y.
Proof.
apply Rle_trans with (1 := sum_abs _ _); rewrite Rmult_comm; unfold size at 2; rewrite <- sum_scale; apply sum_le.
intros i h; rewrite Rabs_mult, Rmult_comm; apply Rmult_le_compat_r; [apply Rabs_pos|].
apply (sum_term d (fun i => Rabs (y i))); auto; intros; apply Rabs_pos.
Qed.

Lemma cons_plus t v a : plus (cons t v) a = cons (t + a O) (plus v (rest a)).
Proof. apply functional_extensionality; intros [|i]; reflexivity. Qed.

(* Functions that are Lipschitz, and those that are so up to a factor of exponential growth. *)
Definition gap (d : nat) (x y : vector) : R := size d (plus x (times (-1) y)).
Definition lipschitz (d : nat) (f : vector -> R) : Prop :=
  exists c, 0 <= c /\ forall x y, Rabs (f x - f y) <= c * gap d x y.
Definition tame (d : nat) (f : vector -> R) : Prop := exists c k, 0 <= c /\ 0 <= k /\
  forall x y, Rabs (f x - f y) <= c * exp (k * (size d x + size d y)) * gap d x y.

Lemma gap_pos d x y : 0 <= gap d x y.
Proof. apply size_pos. Qed.

Lemma gap_le d x y : gap d x y <= size d x + size d y.
Proof.
apply Rle_trans with (1 := size_plus _ _ _); apply Rplus_le_compat_l; right; apply sum_ext; intros; unfold times.
replace (-1 * y i) with (- y i) by ring; apply Rabs_Ropp.
Qed.

Lemma gap_0 d x : gap d x (fun _ => 0) = size d x.
Proof. apply sum_ext; intros; unfold plus, times; f_equal; ring. Qed.

Lemma lipschitz_tame d f : lipschitz d f -> tame d f.
Proof.
intros [c [c0 h]]; exists c, 0; split; [auto | split; [lra|]]; intros x y; rewrite Rmult_0_l, exp_0, Rmult_1_r; apply h.
Qed.

Lemma lipschitz_dot d a : lipschitz d (dot d a).
Proof.
exists (size d a); split; [apply size_pos|]; intros x y; unfold gap.
replace (dot d a x - dot d a y) with (dot d a (plus x (times (-1) y))) by (rewrite dot_linear; ring); apply dot_size.
Qed.

Lemma lipschitz_linear d f g c : lipschitz d f -> lipschitz d g -> lipschitz d (fun x => f x + c * g x).
Proof.
intros [p [p0 hp]] [q [q0 hq]]; exists (p + Rabs c * q); split.
  assert (t := Rmult_le_pos _ _ (Rabs_pos c) q0); lra.
intros x y; replace (_ - _) with ((f x - f y) + c * (g x - g y)) by ring; apply Rle_trans with (1 := Rabs_triang _ _).
rewrite Rabs_mult; assert (t := Rmult_le_compat_l _ _ _ (Rabs_pos c) (hq x y)); assert (s := hp x y); lra.
Qed.

Lemma lipschitz_abs d f : lipschitz d f -> lipschitz d (fun x => Rabs (f x)).
Proof. intros [c [c0 h]]; exists c; split; auto; intros x y; apply Rle_trans with (2 := h x y), Rabs_triang_inv2. Qed.

Lemma lipschitz_size d : lipschitz d (size d).
Proof.
exists 1; split; [lra|]; intros x y; rewrite Rmult_1_l; unfold gap, size.
replace (sum d (fun i => Rabs (x i)) - sum d (fun i => Rabs (y i)))
  with (sum d (fun i => Rabs (x i) + -1 * Rabs (y i))) by (rewrite sum_linear; ring).
apply Rle_trans with (1 := sum_abs _ _), sum_le; intros i _; unfold plus, times.
replace (Rabs (x i) + -1 * Rabs (y i)) with (Rabs (x i) - Rabs (y i)) by ring.
replace (x i + -1 * y i) with (x i - y i) by ring; apply Rabs_triang_inv2.
Qed.

Lemma exp_difference a b : Rabs (exp a - exp b) <= exp (Rabs a + Rabs b) * Rabs (a - b).
Proof.
assert (one : forall a b, exp a - exp b <= exp (Rabs a + Rabs b) * Rabs (a - b)).
  intros x y; assert (t := exp_ineq1_le (y - x)); assert (p := exp_pos x).
  replace (exp x - exp y) with (exp x * (1 - exp (y - x))) by (rewrite Rmult_minus_distr_l, <- exp_plus; do 2 f_equal;
    ring).
  assert (q := Rle_abs (x - y)); assert (r := Rabs_pos (y)).
  apply Rle_trans with (exp x * Rabs (x - y)); [apply Rmult_le_compat_l; lra|].
  apply Rmult_le_compat_r; [apply Rabs_pos | apply exp_le; assert (s := Rle_abs x); lra].
assert (p := one a b); assert (q := one b a); rewrite (Rplus_comm (Rabs b)), (Rabs_minus_sym b) in q.
apply Rabs_le; lra.
Qed.

Lemma tame_exp d f : lipschitz d f -> tame d (fun x => exp (f x)).
Proof.
intros [c [c0 h]]; exists (c * exp (2 * Rabs (f (fun _ => 0)))), c; split; [apply Rmult_le_pos; auto; left;
  apply exp_pos|].
split; auto; intros x y; apply Rle_trans with (1 := exp_difference _ _).
assert (b : forall x, Rabs (f x) <= Rabs (f (fun _ => 0)) + c * size d x).
  intros z; assert (q := h z (fun _ => 0)); rewrite gap_0 in q.
  assert (t := Rabs_triang (f z - f (fun _ => 0)) (f (fun _ => 0))).
  replace (f z - f (fun _ => 0) + f (fun _ => 0)) with (f z) in t by ring; lra.
replace (c * exp _ * exp _ * gap d x y) with (exp (2 * Rabs (f (fun _ => 0)) + c * (size d x + size d y)) * (c * gap d
  x y))
  by (rewrite exp_plus; ring).
apply Rmult_le_compat; [left; apply exp_pos | apply Rabs_pos | apply exp_le | apply h].
assert (b1 := b x); assert (b2 := b y); lra.
Qed.

Lemma tame_const d c : tame d (fun _ => c).
Proof.
apply lipschitz_tame; exists 0; split; [lra|]; intros; rewrite Rminus_eq_0, Rabs_R0; lra.
Qed.

Lemma tame_growth d f : tame d f -> exists c k, 0 <= c /\ 0 <= k /\ forall x, Rabs (f x) <= c * exp (k * size d x).
Proof.
intros [c [k [c0 [k0 h]]]]; exists (Rabs (f (fun _ => 0)) + c), (k + 1); split;
  [assert (q := Rabs_pos (f (fun _ => 0))); lra|].
split; [lra|]; intros x; assert (q := h x (fun _ => 0)); rewrite gap_0 in q.
replace (size d (fun _ => 0)) with 0 in q by (symmetry; apply sum_zero; intros; apply Rabs_R0); rewrite Rplus_0_r in q.
assert (s0 := size_pos d x); assert (t := Rabs_triang (f x - f (fun _ => 0)) (f (fun _ => 0))).
replace (f x - f (fun _ => 0) + f (fun _ => 0)) with (f x) in t by ring.
assert (e1 : 1 <= exp ((k + 1) * size d x)) by (assert (z := exp_ineq1_le ((k + 1) * size d x)); nra).
assert (e2 : exp (k * size d x) * size d x <= exp ((k + 1) * size d x)).
  rewrite Rmult_plus_distr_r, exp_plus, Rmult_1_l; apply Rmult_le_compat_l; [left; apply exp_pos|].
  assert (z := exp_ineq1_le (size d x)); lra.
assert (n := Rabs_pos (f (fun _ => 0))); assert (u := Rmult_le_compat_l _ _ _ c0 e2); nra.
Qed.

Lemma tame_linear d f g c : tame d f -> tame d g -> tame d (fun x => f x + c * g x).
Proof.
intros [p [k [p0 [k0 hp]]]] [q [l [q0 [l0 hq]]]]; exists (p + Rabs c * q), (k + l).
assert (cq := Rmult_le_pos _ _ (Rabs_pos c) q0); split; [lra | split; [lra|]]; intros x y.
replace (_ - _) with ((f x - f y) + c * (g x - g y)) by ring; apply Rle_trans with (1 := Rabs_triang _ _).
rewrite Rabs_mult; assert (s0 := size_pos d x); assert (s1 := size_pos d y); assert (g0 := gap_pos d x y).
assert (larger : forall r i, 0 <= r -> i <= k + l -> r * exp (i * (size d x + size d y)) * gap d x y
    <= r * exp ((k + l) * (size d x + size d y)) * gap d x y).
  intros r i r0 hi; apply Rmult_le_compat_r; auto; apply Rmult_le_compat_l; auto; apply exp_le, Rmult_le_compat_r; lra.
assert (h1 := larger p k p0 ltac:(lra)); assert (h2 := larger q l q0 ltac:(lra)); assert (h3 := hp x y).
assert (h4 := Rmult_le_compat_l _ _ _ (Rabs_pos c) (Rle_trans _ _ _ (hq x y) h2)); lra.
Qed.

Lemma tame_scale d c f : tame d f -> tame d (fun x => c * f x).
Proof.
intros tf; replace (fun x => c * f x) with (fun x => (fun _ => 0) x + c * f x)
  by (apply functional_extensionality; intros; ring).
apply tame_linear; auto using tame_const.
Qed.

Lemma tame_plus d f g : tame d f -> tame d g -> tame d (fun x => f x + g x).
Proof.
intros tf tg; replace (fun x => f x + g x) with (fun x => f x + 1 * g x) by (apply functional_extensionality; intros;
  ring).
apply tame_linear; auto.
Qed.

Lemma tame_sum d n : forall f, (forall j, (j < n)%nat -> tame d (f j)) -> tame d (fun x => sum n (fun j => f j x)).
Proof.
induction n as [|n IH]; intros f h; simpl; [apply tame_const|].
apply tame_plus; [apply h; lia | apply (IH (fun j => f (S j))); intros; apply h; lia].
Qed.

Lemma tame_mult d f g : tame d f -> tame d g -> tame d (fun x => f x * g x).
Proof.
intros tf tg; destruct (tame_growth d f tf) as [a [i [a0 [i0 ha]]]];
  destruct (tame_growth d g tg) as [b [j [b0 [j0 hb]]]].
destruct tf as [p [k [p0 [k0 hp]]]]; destruct tg as [q [l [q0 [l0 hq]]]].
exists (p * b + a * q), (k + l + i + j).
split; [assert (s := Rmult_le_pos _ _ p0 b0); assert (t := Rmult_le_pos _ _ a0 q0); lra | split; [lra|]]; intros x y.
replace (_ - _) with ((f x - f y) * g x + f y * (g x - g y)) by ring; apply Rle_trans with (1 := Rabs_triang _ _).
rewrite !Rabs_mult; assert (s0 := size_pos d x); assert (s1 := size_pos d y); assert (g0 := gap_pos d x y).
set (m := size d x + size d y) in *; rewrite (Rmult_plus_distr_r (p * b)), (Rmult_plus_distr_r (p * b * _)).
apply Rplus_le_compat.
- apply Rle_trans with (p * exp (k * m) * gap d x y * (b * exp (j * size d x))).
    apply Rmult_le_compat; auto using Rabs_pos; apply hp.
  replace (p * exp (k * m) * gap d x y * (b * exp (j * size d x)))
    with (p * b * exp (k * m + j * size d x) * gap d x y) by (rewrite exp_plus; ring).
  apply Rmult_le_compat_r; auto; apply Rmult_le_compat_l; [apply Rmult_le_pos; auto | apply exp_le; unfold m; nra].
- apply Rle_trans with (a * exp (i * size d y) * (q * exp (l * m) * gap d x y)).
    apply Rmult_le_compat; auto using Rabs_pos; apply hq.
  replace (a * exp (i * size d y) * (q * exp (l * m) * gap d x y))
    with (a * q * exp (i * size d y + l * m) * gap d x y) by (rewrite exp_plus; ring).
  apply Rmult_le_compat_r; auto; apply Rmult_le_compat_l; [apply Rmult_le_pos; auto | apply exp_le; unfold m; nra].
Qed.

Lemma tame_abs d f : tame d f -> tame d (fun x => Rabs (f x)).
Proof.
intros [c [k [c0 [k0 h]]]]; exists c, k; repeat split; auto; intros x y;
  apply Rle_trans with (2 := h x y), Rabs_triang_inv2.
Qed.

Lemma tame_shift d f a : tame d f -> tame d (fun x => f (plus x a)).
Proof.
intros [c [k [c0 [k0 h]]]]; exists (c * exp (2 * k * size d a)), k; split; [apply Rmult_le_pos; auto; left;
  apply exp_pos|].
split; auto; intros x y; apply Rle_trans with (1 := h _ _).
replace (gap d (plus x a) (plus y a)) with (gap d x y) by (apply sum_ext; intros; unfold plus, times; f_equal; ring).
apply Rmult_le_compat_r; [apply gap_pos|]; rewrite Rmult_assoc, <- exp_plus; apply Rmult_le_compat_l; auto;
  apply exp_le.
assert (p := size_plus d x a); assert (q := size_plus d y a); nra.
Qed.

(* In the first coordinate. *)
Lemma tame1_lipschitz f c k : 0 <= c -> 0 <= k ->
  (forall s t, Rabs (f s - f t) <= c * exp (k * (Rabs s + Rabs t)) * Rabs (s - t)) -> tame1 f.
Proof.
intros c0 k0 h; split.
- intros t; apply continuity_pt_filterlim; intros eps pe; set (C := c * exp (k * (2 * Rabs t + 1)) + 1).
  assert (C0 : 0 < C).
    assert (q := Rmult_le_pos _ _ c0 (Rlt_le _ _ (exp_pos (k * (2 * Rabs t + 1))))); unfold C; lra.
  exists (Rmin 1 (eps / C)); split; [apply Rmin_pos; [lra | apply Rdiv_lt_0_compat; auto]|].
  intros s [_ hs]; simpl in *; unfold R_dist in *; assert (x1 := Rmin_l 1 (eps / C)); assert (x2 := Rmin_r 1 (eps / C)).
  apply Rle_lt_trans with (1 := h s t); apply Rle_lt_trans with (C * Rabs (s - t)).
    apply Rmult_le_compat_r; [apply Rabs_pos|]; apply Rle_trans with (c * exp (k * (2 * Rabs t + 1))); [|unfold C; lra].
    apply Rmult_le_compat_l; auto; apply exp_le, Rmult_le_compat_l; auto.
    assert (q := Rabs_triang (s - t) t); replace (s - t + t) with s in q by ring; lra.
  assert (e : C * (eps / C) = eps) by (field; lra); rewrite <- e; apply Rmult_lt_compat_l; lra.
- exists (Rabs (f 0) + c), (k + 1); split; [assert (q := Rabs_pos (f 0)); lra | split; [lra|]]; intros t.
  assert (q := h t 0); rewrite Rabs_R0, Rplus_0_r, Rminus_0_r in q.
  assert (s := Rabs_triang (f t - f 0) (f 0)); replace (f t - f 0 + f 0) with (f t) in s by ring.
  assert (t0 := Rabs_pos t); assert (f0 := Rabs_pos (f 0)).
  assert (e1 : 1 <= exp ((k + 1) * Rabs t)) by (assert (z := exp_ineq1_le ((k + 1) * Rabs t)); nra).
  assert (e2 : exp (k * Rabs t) * Rabs t <= exp ((k + 1) * Rabs t)).
    rewrite Rmult_plus_distr_r, exp_plus, Rmult_1_l; apply Rmult_le_compat_l; [left; apply exp_pos|].
    assert (z := exp_ineq1_le (Rabs t)); lra.
  assert (u := Rmult_le_compat_l _ _ _ c0 e2); nra.
Qed.

Lemma tame_slice d f t : tame (S d) f -> tame d (fun v => f (cons t v)).
Proof.
intros [c [k [c0 [k0 h]]]]; exists (c * exp (2 * k * Rabs t)), k; split; [apply Rmult_le_pos; auto; left;
  apply exp_pos|].
split; auto; intros x y; assert (q := h (cons t x) (cons t y)); unfold gap, size in q; simpl in q.
unfold plus at 1, times at 1 in q; simpl in q; replace (t + -1 * t) with 0 in q by ring;
  rewrite Rabs_R0, Rplus_0_l in q.
apply Rle_trans with (1 := q); fold (size d x) (size d y); apply Rmult_le_compat_r; [apply gap_pos|].
rewrite Rmult_assoc, <- exp_plus; apply Rmult_le_compat_l; auto; apply exp_le; lra.
Qed.

(* The expectation under the standard normal law of d coordinates. *)
Fixpoint standard (d : nat) (f : vector -> R) : R :=
  match d with O => f (fun _ => 0) | S e => normal1 0 (fun t => standard e (fun v => f (cons t v))) end.

Lemma standard_linear_monotone d :
  (forall f g c, tame d f -> tame d g -> standard d (fun x => f x + c * g x) = standard d f + c * standard d g) /\
  (forall f g, tame d f -> tame d g -> (forall x, f x <= g x) -> standard d f <= standard d g) /\
  (forall f, tame (S d) f -> tame1 (fun t => standard d (fun v => f (cons t v)))).
Proof.
assert (outer : forall d,
  (forall f g c, tame d f -> tame d g -> standard d (fun x => f x + c * g x) = standard d f + c * standard d g) ->
  (forall f g, tame d f -> tame d g -> (forall x, f x <= g x) -> standard d f <= standard d g) ->
  forall f, tame (S d) f -> tame1 (fun t => standard d (fun v => f (cons t v)))).
  intros e lin mono f tf; destruct (tf) as [c [k [c0 [k0 h]]]].
  assert (tw : tame e (fun v => exp (2 * k * size e v))).
    apply tame_exp; replace (fun v => 2 * k * size e v) with (fun v => (fun _ => 0) v + 2 * k * size e v)
      by (apply functional_extensionality; intros; ring).
    apply lipschitz_linear; [|apply lipschitz_size]; exists 0; split; [lra|]; intros; rewrite Rminus_eq_0, Rabs_R0; lra.
  set (m := standard e (fun v => exp (2 * k * size e v))).
  assert (z0 : standard e (fun _ => 0) = 0).
    assert (q := lin (fun _ => 0) (fun _ => 0) (-1) (tame_const e 0) (tame_const e 0)); cbv beta in q.
    replace (fun _ : vector => 0 + -1 * 0) with (fun _ : vector => 0) in q by (apply functional_extensionality;
      intros; ring); lra.
  assert (m0 : 0 <= m).
    rewrite <- z0; apply mono; auto using tame_const; intros; left; apply exp_pos.
  apply (tame1_lipschitz _ (c * m) k); auto; [apply Rmult_le_pos; auto|]; intros s t.
  set (b := c * exp (k * (Rabs s + Rabs t)) * Rabs (s - t)).
  assert (point : forall v, Rabs (f (cons s v) - f (cons t v)) <= b * exp (2 * k * size e v)).
    intros v; assert (q := h (cons s v) (cons t v)); unfold gap, size in q; simpl in q.
    rewrite (sum_zero e (fun i => Rabs (plus (cons s v) (times (-1) (cons t v)) (S i)))) in q
      by (intros; unfold plus, times; simpl; rewrite <- Rabs_R0; f_equal; ring).
    unfold plus, times in q; simpl in q; replace (s + -1 * t) with (s - t) in q by ring; rewrite Rplus_0_r in q.
    apply Rle_trans with (1 := q); right; unfold b; fold (size e v).
    replace (k * _) with (k * (Rabs s + Rabs t) + 2 * k * size e v) by ring; rewrite exp_plus; ring.
  assert (ts := tame_slice e f s tf); assert (tt := tame_slice e f t tf).
  replace (c * m * exp (k * (Rabs s + Rabs t)) * Rabs (s - t)) with (b * m) by (unfold b; ring).
  assert (u : standard e (fun v => f (cons s v)) <= standard e (fun v => f (cons t v) + b * exp (2 * k * size e v))).
    apply mono; auto using tame_linear; intros v; assert (q := point v); apply Rabs_le_between in q; lra.
  assert (l : standard e (fun v => f (cons t v)) <= standard e (fun v => f (cons s v) + b * exp (2 * k * size e v))).
    apply mono; auto using tame_linear; intros v; assert (q := point v); apply Rabs_le_between in q; lra.
  rewrite lin in u by auto; rewrite lin in l by auto; fold m in u, l; apply Rabs_le; lra.
induction d as [|d [lin [mono slice]]].
- assert (l : forall f g c, tame 0 f -> tame 0 g -> standard 0 (fun x => f x + c * g x) = standard 0 f + c * standard 0
  g)
    by reflexivity.
  assert (m : forall f g, tame 0 f -> tame 0 g -> (forall x, f x <= g x) -> standard 0 f <= standard 0 g) by (simpl;
    auto).
  exact (conj l (conj m (outer O l m))).
- assert (l : forall f g c, tame (S d) f -> tame (S d) g ->
      standard (S d) (fun x => f x + c * g x) = standard (S d) f + c * standard (S d) g).
    intros f g c tf tg; simpl; rewrite <- normal1_linear by auto; f_equal; apply functional_extensionality; intros t.
    apply (lin (fun v => f (cons t v)) (fun v => g (cons t v))); apply tame_slice; auto.
  assert (m : forall f g, tame (S d) f -> tame (S d) g -> (forall x,
    f x <= g x) -> standard (S d) f <= standard (S d) g).
    intros f g tf tg le; simpl; assert (sf := tame1_decays 0 _ (slice f tf));
      assert (sg := tame1_decays 0 _ (slice g tg)).
    apply (line_le _ _ _ _ (decays_line _ sf) (decays_line _ sg) (proj1 sf) (proj1 sg)); intros t.
    apply Rmult_le_compat_r; [left; apply density_pos|]; apply mono; auto using tame_slice.
  exact (conj l (conj m (outer (S d) l m))).
Qed.

Section Facts.
Variable d : nat.
Notation E := (standard d).

Lemma standard_linear f g c : tame d f -> tame d g -> E (fun x => f x + c * g x) = E f + c * E g.
Proof. apply standard_linear_monotone. Qed.

Lemma standard_monotone f g : tame d f -> tame d g -> (forall x, f x <= g x) -> E f <= E g.
Proof. apply standard_linear_monotone. Qed.

Lemma standard_slice f : tame (S d) f -> tame1 (fun t => E (fun v => f (cons t v))).
Proof. apply standard_linear_monotone. Qed.

Lemma standard_plus f g : tame d f -> tame d g -> E (fun x => f x + g x) = E f + E g.
Proof.
intros tf tg; rewrite <- (Rmult_1_l (E g)), <- standard_linear by auto; f_equal; apply functional_extensionality;
  intros; ring.
Qed.

Lemma standard_scale f c : tame d f -> E (fun x => c * f x) = c * E f.
Proof.
intros tf; assert (q := standard_linear f f (c - 1) tf tf).
replace (fun x => f x + (c - 1) * f x) with (fun x => c * f x) in q by (apply functional_extensionality; intros; ring).
rewrite q; ring.
Qed.
End Facts.

Lemma normal1_const c : normal1 0 (fun _ => c) = c.
Proof.
assert (q := normal1_linear 0 (fun _ => 1) (fun _ => 1) (c - 1) tame1_1 tame1_1); rewrite mass in q.
replace (fun _ : R => 1 + (c - 1) * 1) with (fun _ : R => c) in q by (apply functional_extensionality; intros; ring).
rewrite q; ring.
Qed.

Lemma normal1_affine b c f : tame1 f -> normal1 0 (fun t => b + c * f t) = b + c * normal1 0 f.
Proof.
intros tf; assert (t1 : tame1 (fun _ => b)) by (apply tame1_of_tame, Normal_Tame.tame_const).
rewrite (normal1_linear 0 (fun _ => b) f c t1 tf), normal1_const; auto.
Qed.

Lemma standard_const d c : standard d (fun _ => c) = c.
Proof.
induction d as [|d IH]; simpl; auto; rewrite IH; apply normal1_const.
Qed.

(* A shifted argument is a factor. *)
Lemma normal1_factor f a : tame1 f -> normal1 0 (fun t => f (t + a)) = normal1 0 (fun t => f t * exp (a * t - a ^ 2 /
  2)).
Proof.
intros tf; rewrite <- (normal1_shift a f tf); unfold normal1; f_equal; apply functional_extensionality; intros t.
rewrite Rmult_assoc; f_equal; unfold normal_density, bell, Rdiv; rewrite <- Rmult_assoc; f_equal.
rewrite <- exp_plus; f_equal; field.
Qed.

Lemma tame_factor d a : tame d (fun z => exp (dot d a z - dot d a a / 2)).
Proof.
apply tame_exp; replace (fun z => dot d a z - dot d a a / 2) with (fun z => dot d a z + -1 * (fun _ => dot d a a / 2) z)
  by (apply functional_extensionality; intros; ring).
apply lipschitz_linear; [apply lipschitz_dot|]; exists 0; split; [lra|]; intros; rewrite Rminus_eq_0, Rabs_R0; lra.
Qed.

Theorem standard_shift d : forall f a, tame d f ->
  standard d (fun z => f (plus z a)) = standard d (fun z => f z * exp (dot d a z - dot d a a / 2)).
Proof.
induction d as [|d IH]; intros f a tf.
  simpl; unfold dot; simpl; replace (0 - 0 / 2) with 0 by field; rewrite exp_0, Rmult_1_r.
  destruct tf as [c [k [_ [_ h]]]]; assert (q := h (plus (fun _ => 0) a) (fun _ => 0)); unfold gap, size in q;
    simpl in q.
  rewrite Rmult_0_r in q; apply Rabs_le_between in q; lra.
set (g := fun z => f z * exp (dot d (rest a) (rest z) - dot d (rest a) (rest a) / 2)).
assert (tg : tame (S d) g).
  apply tame_mult; auto; replace (fun z => exp (dot d (rest a) (rest z) - dot d (rest a) (rest a) / 2))
    with (fun z => exp (dot (S d) (cons 0 (rest a)) z - dot (S d) (cons 0 (rest a)) (cons 0 (rest a)) / 2)).
    apply tame_factor.
  apply functional_extensionality; intros z; f_equal; unfold dot; simpl; unfold rest; field.
transitivity (normal1 0 (fun t => standard d (fun v => g (cons (t + a O) v)))).
  simpl; f_equal; apply functional_extensionality; intros t.
  transitivity (standard d (fun v => f (cons (t + a O) (plus v (rest a))))).
    f_equal; apply functional_extensionality; intros v; rewrite cons_plus; reflexivity.
  apply (IH (fun v => f (cons (t + a O) v)) (rest a) (tame_slice d f _ tf)).
rewrite (normal1_factor (fun t => standard d (fun v => g (cons t v))) (a O) (standard_slice d g tg)); simpl.
f_equal; apply functional_extensionality; intros t.
rewrite Rmult_comm, <- standard_scale by (apply tame_slice; auto); f_equal; apply functional_extensionality; intros v.
unfold g, dot; simpl; rewrite <- Rmult_assoc, (Rmult_comm (exp _)), Rmult_assoc, <- exp_plus; do 2 f_equal.
unfold rest; simpl; field.
Qed.

Lemma standard_exponential d a : standard d (fun z => exp (dot d a z)) = exp (dot d a a / 2).
Proof.
assert (s := standard_shift d (fun _ => 1) a (tame_const d 1)); cbv beta in s; rewrite standard_const in s.
replace (fun z => 1 * exp (dot d a z - dot d a a / 2)) with (fun z => exp (- (dot d a a / 2)) * exp (dot d a z)) in s.
  2: apply functional_extensionality; intros z; rewrite <- exp_plus, Rmult_1_l; f_equal; ring.
rewrite standard_scale in s by apply tame_exp, lipschitz_dot.
set (x := standard d _) in *; rewrite exp_Ropp in s; assert (p := exp_pos (dot d a a / 2)).
apply (f_equal (Rmult (exp (dot d a a / 2)))) in s; rewrite <- Rmult_assoc, Rinv_r in s; lra.
Qed.

Lemma tame_dot d a : tame d (dot d a).
Proof. apply lipschitz_tame, lipschitz_dot. Qed.

Lemma standard_affine d b c f : tame d f -> standard d (fun z => b + c * f z) = b + c * standard d f.
Proof. intros tf; rewrite (standard_linear d (fun _ => b)), standard_const by auto using tame_const; auto. Qed.

Lemma standard_first d : forall a, standard d (dot d a) = 0.
Proof.
induction d as [|d IH]; intros a; simpl; auto.
replace (fun t => standard d (fun v => dot (S d) a (cons t v))) with (fun t => 0 + a O * t).
  rewrite (normal1_affine 0 (a O) (fun t => t)), first_moment; [ring | apply tame1_id].
apply functional_extensionality; intros t.
transitivity (standard d (fun v => a O * t + 1 * dot d (rest a) v)); [rewrite standard_affine, IH;
  [ring | apply tame_dot]|].
f_equal; apply functional_extensionality; intros v; unfold dot; simpl; unfold rest; ring.
Qed.

Lemma standard_second d : forall a b, standard d (fun z => dot d a z * dot d b z) = dot d a b.
Proof.
induction d as [|d IH]; intros a b; simpl; [unfold dot; simpl; ring|].
replace (fun t => _) with (fun t => dot d (rest a) (rest b) + a O * b O * t ^ 2).
  rewrite (normal1_affine _ _ (fun t => t ^ 2)), second_moment; [unfold dot; simpl; unfold rest;
    ring | apply tame1_square].
apply functional_extensionality; intros t; set (u := dot d (rest a)); set (v := dot d (rest b)).
assert (tu : tame d u) by apply tame_dot; assert (tv : tame d v) by apply tame_dot.
transitivity (standard d (fun z => ((u z * v z + a O * b O * t ^ 2 * (fun _ => 1) z) + a O * t * v z) + b O * t * u z)).
  rewrite (standard_linear d (fun z => u z * v z + a O * b O * t ^ 2 * 1 + a O * t * v z) u) by
    (auto using tame_linear, tame_mult, tame_const).
  rewrite (standard_linear d (fun z => u z * v z + a O * b O * t ^ 2 * 1) v) by (auto using tame_linear, tame_mult,
    tame_const).
  rewrite (standard_linear d (fun z => u z * v z) (fun _ => 1)) by auto using tame_mult, tame_const.
  unfold u, v; rewrite !standard_first, IH, standard_const; ring.
f_equal; apply functional_extensionality; intros z; unfold dot; simpl; fold (dot d (rest a) z) (dot d (rest b) z).
change (sum d (fun i => a (S i) * z i)) with (u z); change (sum d (fun i => b (S i) * z i)) with (v z); ring.
Qed.

(* What is not below - c t for small t > 0 is not negative. *)
Lemma not_negative x c : (forall t, 0 < t <= 1 -> 0 <= x + c * t) -> 0 <= x.
Proof.
intros h; apply Rnot_lt_le; intros n; assert (p := Rabs_pos c); assert (q := Rle_abs c).
set (t := - x / (- x + Rabs c + 1)); assert (e : t * (- x + Rabs c + 1) = - x) by (unfold t; field; lra).
assert (t0 : 0 < t) by (apply Rdiv_lt_0_compat; lra); assert (t1 : t <= 1) by nra.
assert (r := h t ltac:(lra)); nra.
Qed.

Lemma exp_remainder x : 0 <= exp x - 1 - x <= x ^ 2 * exp (Rabs x).
Proof.
assert (p := exp_ineq1_le x); assert (q := exp_ineq1_le (- x)); split; [lra|].
assert (e : exp x * exp (- x) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0); assert (x0 := exp_pos x).
assert (up : exp x - 1 <= x * exp x) by nra.
destruct (Rle_lt_dec 0 x) as [h | h].
  rewrite Rabs_pos_eq by auto; nra.
rewrite Rabs_left by auto; assert (1 <= exp (- x)) by lra; assert (exp x <= 1) by nra.
assert (exp x - 1 - x <= x ^ 2) by nra; nra.
Qed.

(* The mean of the noise against a function that grows along v. *)
Theorem standard_grows d v g : tame d g -> (forall z t, 0 <= t -> g z <= g (plus z (times t v))) ->
  0 <= standard d (fun z => dot d v z * g z).
Proof.
intros tg grow; set (u := dot d v); assert (lu : lipschitz d u) by apply lipschitz_dot.
assert (tu : tame d u) by apply tame_dot.
set (c := standard d (fun z => Rabs (g z) * (u z * u z * exp (Rabs (u z))))).
assert (tc : tame d (fun z => Rabs (g z) * (u z * u z * exp (Rabs (u z))))).
  apply tame_mult; [apply tame_abs; auto|]; repeat apply tame_mult; auto; apply tame_exp, lipschitz_abs, lu.
apply (not_negative _ (c / 2)); intros t ht.
assert (te : forall s, tame d (fun z => exp (s * u z))).
  intros s; apply tame_exp; replace (fun z => s * u z) with (fun z => (fun _ => 0) z + s * u z)
    by (apply functional_extensionality; intros; ring).
  apply lipschitz_linear; auto; exists 0; split; [lra|]; intros; rewrite Rminus_eq_0, Rabs_R0; lra.
assert (factor : forall s, standard d (fun z => g (plus z (times s v)))
    = exp (- (s ^ 2 * dot d v v / 2)) * standard d (fun z => g z * exp (s * u z))).
  intros s; rewrite standard_shift, <- standard_scale by auto using tame_mult; f_equal; apply functional_extensionality.
  intros z; rewrite dot_times, (dot_times d s v (times s v)), (dotC d v (times s v)), dot_times; fold u.
  change (dot d v z) with (u z); rewrite (Rmult_comm (exp (- _))), Rmult_assoc, <- exp_plus; do 2 f_equal; field.
assert (up : standard d (fun z => g (plus z (times (- t) v))) <= standard d (fun z => g (plus z (times t v)))).
  apply standard_monotone; auto using tame_shift; intros z.
  assert (q := grow (plus z (times (- t) v)) (2 * t) ltac:(lra)); apply Rle_trans with (1 := q); right; f_equal.
  apply functional_extensionality; intros i; unfold plus, times; ring.
rewrite !factor in up; replace ((- t) ^ 2) with (t ^ 2) in up by ring; apply Rmult_le_reg_l in up; [|apply exp_pos].
assert (up2 : standard d (fun z => g z * exp (t * u z)) <= standard d (fun z => (g z * exp (- t * u z)
    + 2 * t * (u z * g z)) + t ^ 2 * (Rabs (g z) * (u z * u z * exp (Rabs (u z)))))).
  apply standard_monotone; [auto using tame_mult | auto using tame_linear, tame_mult|]; intros z.
  assert (r1 := exp_remainder (t * u z)); assert (r2 := exp_remainder (- t * u z)).
  assert (m : exp (Rabs (t * u z)) <= exp (Rabs (u z))).
    apply exp_le; rewrite Rabs_mult, (Rabs_pos_eq t) by lra; assert (q := Rabs_pos (u z)); nra.
  assert (a1 : (t * u z) ^ 2 * exp (Rabs (t * u z)) <= t ^ 2 * (u z * u z * exp (Rabs (u z)))).
    replace (t ^ 2 * _) with ((t * u z) ^ 2 * exp (Rabs (u z))) by ring; apply Rmult_le_compat_l; auto; apply pow2_ge_0.
  replace (Rabs (- t * u z)) with (Rabs (t * u z)) in r2
    by (replace (- t * u z) with (- (t * u z)) by ring; rewrite Rabs_Ropp; auto).
  replace ((- t * u z) ^ 2) with ((t * u z) ^ 2) in r2 by ring.
  set (b := t ^ 2 * (u z * u z * exp (Rabs (u z)))) in *.
  assert (k : Rabs (exp (t * u z) - exp (- t * u z) - 2 * t * u z) <= b) by (apply Rabs_le; lra).
  assert (q := Rmult_le_compat_l _ _ _ (Rabs_pos (g z)) k); rewrite <- Rabs_mult in q; apply Rabs_le_between in q.
  replace (t ^ 2 * (Rabs (g z) * (u z * u z * exp (Rabs (u z))))) with (Rabs (g z) * b) by (unfold b; ring); lra.
rewrite (standard_linear d (fun z => g z * exp (- t * u z) + 2 * t * (u z * g z))),
  (standard_linear d (fun z => g z * exp (- t * u z))) in up2
  by auto using tame_linear, tame_mult.
fold c in up2; apply Rmult_le_reg_l with (2 * t); lra.
Qed.
