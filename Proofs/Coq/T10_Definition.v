(* T10 from the definition, for any number of dimensions d, of components K and of rows r, any shared covariance
   Sigma, weights, means and pairs: for every y orthogonal to the means, every critical encoder A and every minimising
   one has A Sigma y = 0, that is, its rows lie in Sigma^-1 span{mu_k}. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality Lia.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Many.
Open Scope R_scope.

(* An encoder is its rows. *)
Definition encoder := nat -> vector.
Definition inner (r d : nat) (A : encoder) (x y : vector) : R := sum r (fun j => dot d (A j) x * dot d (A j) y).
Definition moved (A D : encoder) (t : R) : encoder := fun j => plus (A j) (times t (D j)).

(* L = - E s(x, x') + E_x log E_y exp s(x, y) for the scores s: E k is the mean under the component k, of weight w k,
   and pairs are of the components k and l with probability p k l. *)
Definition infonce (K : nat) (p : nat -> nat -> R) (w : nat -> R) (E : nat -> (vector -> R) -> R)
    (s : vector -> vector -> R) : R :=
  - sum K (fun k => sum K (fun l => p k l * E k (fun x => E l (fun y => s x y))))
  + sum K (fun k => w k * E k (fun x => ln (sum K (fun l => w l * E l (fun y => exp (s x y)))))).

(* Components of one covariance V V^T and the means V (nu k). *)
Definition apply (d : nat) (V : nat -> vector) (x : vector) : vector := fun i => dot d (V i) x.
Definition transposed (d : nat) (V : nat -> vector) (y : vector) : vector := fun i => sum d (fun m => y m * V m i).
Definition gaussian (d : nat) (V nu : nat -> vector) (k : nat) (f : vector -> R) : R :=
  standard d (fun z => f (apply d V (plus z (nu k)))).
Definition whitened (d : nat) (nu : nat -> vector) (k : nat) (f : vector -> R) : R :=
  standard d (fun z => f (plus z (nu k))).

(* All directional derivatives are 0. *)
Definition critical (L : encoder -> R) (A : encoder) : Prop := forall D, is_derive (fun t => L (moved A D t)) 0 0.

Section LogSumExp.
Variables (K : nat) (w : nat -> R).
Hypothesis wp : forall k, (k < K)%nat -> 0 < w k.
Hypothesis w1 : sum K w = 1.

Definition lse (s : nat -> R) : R := ln (sum K (fun l => w l * exp (s l))).
Definition softmax (s : nat -> R) (l : nat) : R := w l * exp (s l - lse s).
Definition mean (q b : nat -> R) : R := sum K (fun l => q l * b l).

Lemma total_pos s : 0 < sum K (fun l => w l * exp (s l)).
Proof.
assert (p : forall l, (l < K)%nat -> 0 < w l * exp (s l)) by (intros; apply Rmult_lt_0_compat; [auto | apply exp_pos]).
destruct K as [|n]; [simpl in w1; lra|]; assert (q := p O ltac:(lia)).
apply Rlt_le_trans with (1 := q), (sum_term (S n) (fun l => w l * exp (s l))); [intros; left; auto | lia].
Qed.

Lemma softmax_sum s : sum K (softmax s) = 1.
Proof.
assert (t := total_pos s); rewrite (sum_ext K _ (fun l => exp (- lse s) * (w l * exp (s l)))).
  rewrite sum_scale, exp_Ropp; unfold lse; rewrite exp_ln; auto; field; lra.
intros l _; unfold softmax, Rminus; rewrite exp_plus; ring.
Qed.

Lemma softmax_pos s l : (l < K)%nat -> 0 <= softmax s l.
Proof. intros h; apply Rmult_le_pos; left; [auto | apply exp_pos]. Qed.

Lemma lse_tangent s s0 : lse s0 + mean (softmax s0) (fun l => s l - s0 l) <= lse s.
Proof.
set (m := mean _ _); assert (t := total_pos s).
assert (h : sum K (fun l => softmax s0 l * (1 + (s l - s0 l - m))) <= sum K (fun l => w l * exp (s l - lse s0 - m))).
  apply sum_le; intros l hl; replace (s l - lse s0 - m) with ((s0 l - lse s0) + (s l - s0 l - m)) by ring.
  rewrite exp_plus, <- Rmult_assoc; apply Rmult_le_compat_l; [apply softmax_pos; auto | apply exp_ineq1_le].
replace (sum K (fun l => softmax s0 l * _)) with 1 in h.
  rewrite (sum_ext K _ (fun l => exp (- lse s0 - m) * (w l * exp (s l)))), sum_scale in h.
    assert (q : ln 1 <= ln (exp (- lse s0 - m) * sum K (fun l => w l * exp (s l)))).
      apply ln_le; [lra | auto].
    rewrite ln_1, ln_mult, ln_exp in q; [unfold lse at 2; lra | apply exp_pos | auto].
  intros l _; replace (s l - lse s0 - m) with ((- lse s0 - m) + s l) by ring; rewrite exp_plus; ring.
rewrite (sum_ext K (fun l => softmax s0 l * _) (fun l => (1 - m) * softmax s0 l + 1 * (softmax s0 l * (s l - s0 l))))
  by (intros; ring).
rewrite sum_linear, sum_scale, softmax_sum; change (sum K (fun l => softmax s0 l * (s l - s0 l))) with m; ring.
Qed.

Lemma lse_lipschitz s s' : Rabs (lse s - lse s') <= sum K (fun l => Rabs (s l - s' l)).
Proof.
assert (one : forall s s', lse s - lse s' <= sum K (fun l => Rabs (s l - s' l))).
  intros u v; assert (t := lse_tangent v u); assert (q : mean (softmax u) (fun l => - (v l - u l))
      <= sum K (fun l => Rabs (u l - v l))).
    apply sum_le; intros l hl; assert (p := softmax_pos u l hl); assert (o := softmax_sum u).
    assert (b := sum_term K (softmax u) l (softmax_pos u) hl); assert (a := Rle_abs (u l - v l)).
    assert (a0 := Rabs_pos (u l - v l)); nra.
  replace (mean (softmax u) (fun l => - (v l - u l))) with (-1 * mean (softmax u) (fun l => v l - u l)) in q; [lra|].
  unfold mean; rewrite <- sum_scale; apply sum_ext; intros; ring.
assert (p := one s s'); assert (q := one s' s).
rewrite (sum_ext K _ (fun l => Rabs (s l - s' l))) in q by (intros; apply Rabs_minus_sym); apply Rabs_le; lra.
Qed.

(* The mean of b grows with b. *)
Lemma mean_grows s b c : 0 <= c -> mean (softmax s) b <= mean (softmax (fun l => s l + c * b l)) b.
Proof.
intros c0; set (s' := fun l => s l + c * b l); assert (e : forall q c, mean q (fun l => c * b l) = c * mean q b).
  intros q a; unfold mean; rewrite <- sum_scale; apply sum_ext; intros; ring.
assert (t := lse_tangent s' s); assert (t' := lse_tangent s s').
replace (fun l => s' l - s l) with (fun l => c * b l) in t by (apply functional_extensionality; intros; unfold s';
  ring).
replace (fun l => s l - s' l) with (fun l => - c * b l) in t' by (apply functional_extensionality; intros; unfold s';
  ring).
rewrite e in t, t'; destruct c0 as [c0 | <-]; [apply Rmult_le_reg_l with c; lra|].
right; do 2 f_equal; unfold s'; apply functional_extensionality; intros; ring.
Qed.
End LogSumExp.

Section Encoder.
Variables (d K r : nat) (w : nat -> R) (nu : nat -> vector).
Hypothesis wp : forall k, (k < K)%nat -> 0 < w k.
Hypothesis w1 : sum K w = 1.
Notation E k f := (standard d (fun z => f (plus z (nu k)))).
Notation inner := (inner r d).

(* H x for the Gram matrix H of A *)
Definition image (A : encoder) (x : vector) : vector := fun i => sum r (fun j => dot d (A j) x * A j i).

Lemma inner_image A x y : inner A x y = dot d (image A x) y.
Proof.
unfold inner, dot at 3, image; rewrite (sum_ext d _ (fun i => sum r (fun j => dot d (A j) x * A j i * y i))).
  rewrite sum_swap; apply sum_ext; intros j _; unfold dot at 2; rewrite <- sum_scale; apply sum_ext; intros; ring.
intros i _; rewrite (Rmult_comm (sum r _)), <- sum_scale; apply sum_ext; intros; ring.
Qed.

Lemma innerC A x y : inner A x y = inner A y x.
Proof. apply sum_ext; intros; ring. Qed.

Lemma inner_linear A x y z c : inner A x (plus y (times c z)) = inner A x y + c * inner A x z.
Proof. rewrite !inner_image; apply dot_linear. Qed.

Lemma inner_plus A x y z : inner A x (plus y z) = inner A x y + inner A x z.
Proof. rewrite !inner_image; apply dot_plus. Qed.

Lemma image_square A x : dot d (image A x) (image A x) = sum r (fun j => dot d (A j) x * dot d (image A (A j)) x).
Proof.
rewrite <- inner_image; apply sum_ext; intros j _; f_equal.
rewrite dotC, <- inner_image, innerC, inner_image; auto.
Qed.

Lemma tame_mean_dot a m : tame d (fun z => dot d a (plus z m)).
Proof. apply (tame_shift d (dot d a)), tame_dot. Qed.

Lemma product a b m : standard d (fun z => dot d a (plus z m) * dot d b (plus z m)) = dot d a m * dot d b m + dot d a b.
Proof.
rewrite <- (standard_second d a b); set (u := dot d a); set (v := dot d b).
assert (tu : tame d u) by apply tame_dot; assert (tv : tame d v) by apply tame_dot.
transitivity (standard d (fun z => u m * v m + 1 * (u z * v z + u m * v z + v m * u z))).
  f_equal; apply functional_extensionality; intros z; unfold u, v; rewrite !dot_plus; ring.
rewrite standard_affine by auto using tame_linear, tame_mult.
rewrite (standard_linear d (fun z => u z * v z + u m * v z) u) by auto using tame_linear, tame_mult.
rewrite (standard_linear d (fun z => u z * v z) v) by auto using tame_mult.
unfold u, v; rewrite !standard_first; ring.
Qed.

Lemma tame_square A m : tame d (fun z => dot d (image A (plus z m)) (image A (plus z m))).
Proof.
replace (fun z => dot d (image A (plus z m)) (image A (plus z m)))
  with (fun z => sum r (fun j => dot d (A j) (plus z m) * dot d (image A (A j)) (plus z m)))
  by (apply functional_extensionality; intros; symmetry; apply image_square).
apply (tame_sum d r (fun j z => dot d (A j) (plus z m) * dot d (image A (A j)) (plus z m))); intros; apply tame_mult;
  apply tame_mean_dot.
Qed.

(* Of scores that are linear in x, here the inner products with vectors c l. *)
Lemma lipschitz_lse (c : nat -> vector) : lipschitz d (fun x => lse K w (fun l => dot d (c l) x)).
Proof.
exists (sum K (fun l => size d (c l))); split; [apply sum_pos; intros; apply size_pos|]; intros x y.
apply Rle_trans with (1 := lse_lipschitz K w wp w1 _ _); rewrite Rmult_comm, <- sum_scale; apply sum_le; intros l _.
replace (dot d (c l) x - dot d (c l) y) with (dot d (c l) (plus x (times (-1) y))) by (rewrite dot_linear; ring).
rewrite Rmult_comm; apply dot_size.
Qed.

Lemma tame_softmax_mean (c : nat -> vector) b :
  tame d (fun x => mean K (softmax K w (fun l => dot d (c l) x)) b).
Proof.
apply (tame_sum d K (fun l x => softmax K w (fun l => dot d (c l) x) l * b l)); intros l _.
apply (tame_mult d (fun x => softmax K w (fun l => dot d (c l) x) l) (fun _ => b l)); [|apply tame_const].
apply tame_scale, tame_exp.
replace (fun x => dot d (c l) x - lse K w (fun l => dot d (c l) x))
  with (fun x => dot d (c l) x + -1 * lse K w (fun l => dot d (c l) x)) by (apply functional_extensionality; intros;
    ring).
apply (lipschitz_linear d (dot d (c l)) (fun x => lse K w (fun l => dot d (c l) x)));
  [apply lipschitz_dot | apply lipschitz_lse].
Qed.

Definition scores (A : encoder) (x : vector) (l : nat) : R := inner A x (nu l).

Lemma scores_dot A x : scores A x = fun l => dot d (image A (nu l)) x.
Proof. apply functional_extensionality; intros l; unfold scores; rewrite innerC; apply inner_image. Qed.

Lemma tame_lse A : tame d (fun x => lse K w (scores A x)).
Proof.
replace (fun x => lse K w (scores A x)) with (fun x => lse K w (fun l => dot d (image A (nu l)) x)).
  apply lipschitz_tame, lipschitz_lse.
apply functional_extensionality; intros; rewrite scores_dot; auto.
Qed.

Variable p : nat -> nat -> R.
Notation L A := (infonce K p w (whitened d nu) (inner A)).

(* The loss in closed form. *)
Lemma infonce_closed A : L A = - sum K (fun k => sum K (fun l => p k l * inner A (nu k) (nu l)))
  + sum K (fun k => w k * (/ 2 * E k (fun x => dot d (image A x) (image A x)) + E k (fun x => lse K w (scores A x)))).
Proof.
assert (linear : forall x l, E l (fun y => inner A x y) = inner A x (nu l)).
  intros x l; replace (fun z => inner A x (plus z (nu l))) with (fun z => inner A x (nu l) + 1 * dot d (image A x) z).
    rewrite standard_affine, standard_first by apply tame_dot; ring.
  apply functional_extensionality; intros z; rewrite inner_plus, (inner_image A x z); ring.
assert (pair : forall k l, E k (fun x => E l (fun y => inner A x y)) = inner A (nu k) (nu l)).
  intros k l; replace (fun z => standard d (fun z' => inner A (plus z (nu k)) (plus z' (nu l))))
    with (fun z => inner A (nu l) (plus z (nu k))) by (apply functional_extensionality; intros; rewrite linear;
      apply innerC).
  rewrite linear; apply innerC.
assert (logs : forall x, ln (sum K (fun l => w l * E l (fun y => exp (inner A x y))))
    = / 2 * dot d (image A x) (image A x) + lse K w (scores A x)).
  intros x; rewrite (sum_ext K _ (fun l => exp (dot d (image A x) (image A x) / 2) * (w l * exp (scores A x l)))).
    rewrite sum_scale, ln_mult, ln_exp; [unfold lse; field | apply exp_pos | apply total_pos; auto].
  intros l _; replace (fun z => exp (inner A x (plus z (nu l))))
    with (fun z => exp (scores A x l) * exp (dot d (image A x) z)).
    rewrite standard_scale, standard_exponential by apply tame_exp, lipschitz_dot; ring.
  apply functional_extensionality; intros z; rewrite inner_plus, <- exp_plus, (inner_image A x z); f_equal;
    unfold scores; ring.
unfold infonce, whitened; f_equal; [f_equal; do 2 (apply sum_ext; intros); rewrite pair; auto|].
apply sum_ext; intros k _; f_equal.
rewrite <- standard_scale by apply tame_square.
rewrite <- standard_plus; [|apply tame_scale, tame_square | apply (tame_shift d (fun x => lse K w (scores A x))),
  tame_lse].
f_equal; apply functional_extensionality; intros z; apply logs.
Qed.

(* The encoder that sees v, orthogonal to the means, 1 + t |v|^2 times as large. *)
Variable v : vector.
Hypothesis orthogonal : forall k, (k < K)%nat -> dot d v (nu k) = 0.
Variable A : encoder.
Definition seen : encoder := fun j => times (dot d (A j) v) v.
Notation At t := (moved A seen t).
Notation h := (image A).
Let s := dot d v v.
Let q := inner A v v.

Lemma dot_moved t j x : dot d (At t j) x = dot d (A j) x + t * (dot d (A j) v * dot d v x).
Proof.
unfold moved; rewrite (dotC d _ x), dot_linear, (dotC d x (A j)); unfold seen; rewrite (dotC d x), dot_times; auto.
Qed.

Lemma inner_moved t x y : inner (At t) x y = inner A x y + t * (dot d v x * inner A v y + dot d v y * inner A v x)
  + t ^ 2 * (dot d v x * dot d v y * q).
Proof.
unfold q, T10_Definition.inner.
rewrite (sum_ext r _ (fun j => dot d (A j) x * dot d (A j) y + 1 * (t * dot d v x * (dot d (A j) v * dot d (A j) y)
  + 1 * (t * dot d v y * (dot d (A j) v * dot d (A j) x) + t ^ 2 * dot d v x * dot d v y * (dot d (A j) v * dot d (A j)
    v)))))
  by (intros; rewrite !dot_moved; ring).
rewrite sum_linear, sum_linear, sum_linear, !sum_scale; ring.
Qed.

Lemma scores_moved t x l : (l < K)%nat -> scores (At t) x l = scores A x l + t * dot d v x * inner A v (nu l).
Proof. intros hl; unfold scores; rewrite inner_moved, orthogonal by auto; ring. Qed.
Let n := dot d (h v) (h v).
Let growth t := 2 * t + t ^ 2 * s.

Lemma square_moved t x : dot d (image (At t) x) (image (At t) x) = dot d (h x) (h x)
  + (2 * t * (dot d v x * dot d (h (h v)) x) + t ^ 2 * n * (dot d v x * dot d v x)
  + growth t * (dot d (plus (h v) (times (t * q) v)) x * dot d (plus (h v) (times (t * q) v)) x)).
Proof.
set (b := dot d (plus (h v) (times (t * q) v)) x); set (y := plus (h x) (times (t * dot d v x) (h v))).
assert (be : b = inner A v x + t * dot d v x * q).
  unfold b; rewrite dotC, dot_linear, dotC, <- inner_image, (dotC d x v); ring.
assert (e : image (At t) x = plus y (times (t * b) v)).
  apply functional_extensionality; intros i; unfold y, plus, times; rewrite be.
  unfold image, q, T10_Definition.inner.
  rewrite (sum_ext r _ (fun j => dot d (A j) x * A j i + 1 * (t * dot d v x * (dot d (A j) v * A j i)
    + 1 * (t * v i * (dot d (A j) v * dot d (A j) x) + t ^ 2 * dot d v x * v i * (dot d (A j) v * dot d (A j) v)))))
    by (intros; rewrite dot_moved; unfold moved, seen, plus, times; ring).
  rewrite sum_linear, sum_linear, sum_linear, !sum_scale; ring.
assert (vy : dot d v y = b).
  unfold y; rewrite dot_linear, (dotC d v (h x)), (dotC d v (h v)), <- !inner_image, be, (innerC A x); unfold q; ring.
assert (yy : dot d y y = dot d (h x) (h x) + 2 * t * (dot d v x * dot d (h (h v)) x) + t ^ 2 * n * (dot d v x * dot d v
  x)).
  unfold y; rewrite dot_linear, (dotC d _ (h x)), (dotC d _ (h v)), !dot_linear, (dotC d (h v) (h x)).
  rewrite <- (inner_image A x (h v)), (innerC A x), (inner_image A (h v) x); unfold n; ring.
rewrite e, dot_linear, (dotC d _ y), (dotC d _ v), !dot_linear, (dotC d y v), vy, yy; unfold growth, s; ring.
Qed.

Lemma squares t k : (k < K)%nat -> E k (fun x => dot d (image (At t) x) (image (At t) x))
  = E k (fun x => dot d (h x) (h x)) + growth t * (2 * n + inner A v (nu k) ^ 2 + growth t * q ^ 2).
Proof.
intros hk; set (u := plus (h v) (times (t * q) v)).
assert (tp : forall a b, tame d (fun z => dot d a (plus z (nu k)) * dot d b (plus z (nu k))))
  by (intros; apply tame_mult; apply tame_mean_dot).
set (f1 := fun z => dot d v (plus z (nu k)) * dot d (h (h v)) (plus z (nu k))).
set (f2 := fun z => dot d v (plus z (nu k)) * dot d v (plus z (nu k))).
set (f3 := fun z => dot d u (plus z (nu k)) * dot d u (plus z (nu k))).
assert (t1 : tame d f1) by apply tp; assert (t2 : tame d f2) by apply tp; assert (t3 : tame d f3) by apply tp.
transitivity (E k (fun x => dot d (h x) (h x))
  + (2 * t * standard d f1 + t ^ 2 * n * standard d f2 + growth t * standard d f3)).
  rewrite <- (standard_scale d f1), <- standard_linear by auto using tame_scale.
  rewrite <- standard_linear by auto using tame_scale, tame_linear.
  rewrite <- standard_plus; [|apply tame_square | auto using tame_scale, tame_linear].
  f_equal; apply functional_extensionality; intros z; rewrite square_moved; unfold f1, f2, f3; fold u; ring.
unfold f1, f2, f3; rewrite !product, orthogonal by auto.
assert (e1 : dot d v (h (h v)) = n) by (unfold n; rewrite dotC, <- inner_image, innerC, inner_image; auto).
assert (e2 : dot d u (nu k) = inner A v (nu k)).
  unfold u; rewrite dotC, dot_linear, (dotC d _ v), orthogonal, dotC, <- inner_image by auto; ring.
assert (e3 : dot d u u = n + growth t * q ^ 2).
  assert (hv : dot d (h v) v = q) by (rewrite <- inner_image; auto).
  unfold u; rewrite dot_linear, (dotC d _ (h v)), (dotC d _ v), !dot_linear, (dotC d v (h v)), hv;
    unfold growth, n, s; ring.
rewrite e1, e2, e3; unfold growth; fold s; ring.
Qed.

(* The logarithms grow with what is seen of v. *)
Lemma logs_grow t t' k : (k < K)%nat -> 0 <= 1 + t * s -> t <= t' ->
  E k (fun x => lse K w (scores (At t) x)) <= E k (fun x => lse K w (scores (At t') x)).
Proof.
intros hk t0 tt; set (b := fun l => inner A v (nu l)).
set (g := fun x => mean K (softmax K w (scores (At t) x)) b).
assert (tg : tame d g).
  unfold g; replace (fun x => mean K (softmax K w (scores (At t) x)) b)
    with (fun x => mean K (softmax K w (fun l => dot d (image (At t) (nu l)) x)) b).
    apply tame_softmax_mean.
  apply functional_extensionality; intros x; rewrite scores_dot; auto.
assert (slope : 0 <= standard d (fun z => dot d v z * g (plus z (nu k)))).
  apply (standard_grows d v (fun z => g (plus z (nu k)))); [apply (tame_shift d g), tg|]; intros z c c0.
  assert (m := mean_grows K w wp w1 (scores (At t) (plus z (nu k))) b (c * (1 + t * s)) ltac:(apply Rmult_le_pos;
    auto)).
  apply Rle_trans with (1 := m); right; unfold g, mean.
  assert (e : forall l, (l < K)%nat -> scores (At t) (plus (plus z (times c v)) (nu k)) l
      = scores (At t) (plus z (nu k)) l + c * (1 + t * s) * b l).
    intros l hl; rewrite !scores_moved by auto; unfold scores; rewrite (innerC A _ (nu l)), inner_plus, inner_linear.
    rewrite (innerC A (plus z (nu k))), inner_plus, dot_plus, dot_linear, dot_plus, (innerC A (nu l) v); fold (b l) s;
      ring.
  assert (same : lse K w (scores (At t) (plus (plus z (times c v)) (nu k)))
      = lse K w (fun l => scores (At t) (plus z (nu k)) l + c * (1 + t * s) * b l)).
    unfold lse; f_equal; apply sum_ext; intros l hl; rewrite e by auto; auto.
  apply sum_ext; intros l hl; unfold softmax; rewrite same, e by auto; auto.
set (f := fun z => dot d v z * g (plus z (nu k))) in slope.
assert (tf : tame d f) by (apply tame_mult; [apply tame_dot | apply (tame_shift d g), tg]).
assert (tl : forall c, tame d (fun z => lse K w (scores (At c) (plus z (nu k)))))
  by (intros c; apply (tame_shift d (fun x => lse K w (scores (At c) x))), tame_lse).
apply Rle_trans with (standard d (fun z => lse K w (scores (At t) (plus z (nu k))) + (t' - t) * f z)).
  rewrite standard_linear by auto; assert (0 <= (t' - t) * standard d f) by (apply Rmult_le_pos; lra); lra.
apply standard_monotone; auto using tame_linear; intros z.
assert (q0 := lse_tangent K w wp w1 (scores (At t') (plus z (nu k))) (scores (At t) (plus z (nu k)))).
replace ((t' - t) * f z) with (mean K (softmax K w (scores (At t) (plus z (nu k))))
  (fun l => scores (At t') (plus z (nu k)) l - scores (At t) (plus z (nu k)) l)); auto.
unfold f, g, mean; rewrite <- Rmult_assoc, <- sum_scale; apply sum_ext; intros l hl.
rewrite !scores_moved, dot_plus, orthogonal by auto; unfold b; ring.
Qed.

Lemma moved_0 : At 0 = A.
Proof. apply functional_extensionality; intros j; apply functional_extensionality; intros i;
  unfold moved, plus, times; ring. Qed.

Lemma pairs_moved t : sum K (fun k => sum K (fun l => p k l * inner (At t) (nu k) (nu l)))
  = sum K (fun k => sum K (fun l => p k l * inner A (nu k) (nu l))).
Proof. do 2 (apply sum_ext; intros); rewrite inner_moved, !orthogonal by auto; ring. Qed.

Lemma n_pos : 0 <= n.
Proof. apply square_pos. Qed.

Lemma s_pos : 0 <= s.
Proof. apply square_pos. Qed.

Lemma weights c : sum K (fun k => w k * c) = c.
Proof. rewrite (sum_ext K _ (fun k => c * w k)), sum_scale, w1 by (intros; ring); ring. Qed.

(* T10 (2), in the direction v: at every encoder. *)
Theorem T10_seen_costs t : 0 <= t -> L A + 2 * t * n <= L (At t).
Proof.
intros t0; rewrite !infonce_closed, pairs_moved, Rplus_assoc; apply Rplus_le_compat_l.
rewrite <- (weights (2 * t * n)), <- (Rmult_1_l (sum K (fun k => w k * (2 * t * n)))), <- sum_linear; apply sum_le;
  intros k hk.
rewrite squares by auto; assert (g := logs_grow 0 t k hk ltac:(lra) t0); rewrite moved_0 in g.
assert (n0 := n_pos); assert (s0 := s_pos); assert (q2 := pow2_ge_0 q); assert (i2 := pow2_ge_0 (inner A v (nu k))).
assert (g0 : 2 * t <= growth t) by (assert (0 <= t ^ 2 * s) by (apply Rmult_le_pos; [apply pow2_ge_0 | auto]);
  unfold growth; lra).
rewrite Rmult_1_l, <- Rmult_plus_distr_l; apply Rmult_le_compat_l; [left; auto|].
assert (0 <= growth t * (inner A v (nu k) ^ 2 + growth t * q ^ 2)).
  apply Rmult_le_pos; [lra | apply Rplus_le_le_0_compat; auto; apply Rmult_le_pos; lra].
assert (2 * t * n <= growth t * n) by (apply Rmult_le_compat_r; auto); lra.
Qed.

(* The encoder that does not see v at all. *)
Lemma unseen_is_less : 0 < s -> L (At (- / s)) + / (2 * s) * n <= L A.
Proof.
intros s0; rewrite !infonce_closed, pairs_moved, Rplus_assoc; apply Rplus_le_compat_l.
rewrite <- (weights (/ (2 * s) * n)), <- (Rmult_1_l (sum K (fun k => w k * (/ (2 * s) * n)))), <- sum_linear;
  apply sum_le; intros k hk.
assert (i0 : 0 < / s) by (apply Rinv_0_lt_compat; auto).
rewrite squares by auto; assert (g := logs_grow (- / s) 0 k hk ltac:(right; field; lra) ltac:(lra));
  rewrite moved_0 in g.
assert (gr : growth (- / s) = - / s) by (unfold growth; field; lra); rewrite gr.
assert (i2 := pow2_ge_0 (inner A v (nu k))).
assert (c : / s * q ^ 2 <= n).
  apply Rmult_le_reg_l with s; auto; rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra.
  unfold q, n, s; rewrite inner_image, Rmult_comm; apply cauchy_schwarz.
rewrite Rmult_1_l, <- Rmult_plus_distr_l; apply Rmult_le_compat_l; [left; auto|].
assert (0 <= / s * inner A v (nu k) ^ 2) by (apply Rmult_le_pos; lra).
assert (/ s * (/ s * q ^ 2) <= / s * n) by (apply Rmult_le_compat_l; lra).
replace (/ (2 * s) * n) with (/ 2 * (/ s * n)) by (field; lra); lra.
Qed.

Lemma blind : n = 0 -> forall j, (j < r)%nat -> dot d (A j) v = 0.
Proof.
intros n0 j hj; assert (c := cauchy_schwarz d (h v) v); fold n s in c; rewrite n0, Rmult_0_l, <- inner_image in c.
assert (z : inner A v v = 0) by (assert (0 <= inner A v v ^ 2) by apply pow2_ge_0; nra).
assert (t := sum_term r (fun j => dot d (A j) v * dot d (A j) v) j ltac:(intros; nra) hj); simpl in t.
unfold T10_Definition.inner in z; nra.
Qed.

Lemma blind_direction : is_derive (fun t => L (At t)) 0 0 \/ (forall t, L A <= L (At t)) ->
  forall j, (j < r)%nat -> dot d (A j) v = 0.
Proof.
intros hyp; apply blind; destruct n_pos as [n0 | n0]; auto; exfalso; destruct hyp as [crit | least].
- assert (c := proj1 (is_derive_Reals _ _ _) crit n n0); destruct c as [[e pe] c]; simpl in c.
  assert (q0 := c (e / 2) ltac:(lra) ltac:(rewrite Rabs_pos_eq; lra)); rewrite Rplus_0_l, moved_0, Rminus_0_r in q0.
  assert (t := T10_seen_costs (e / 2) ltac:(lra)); apply Rabs_lt_between in q0.
  assert (u := Rmult_lt_compat_r (e / 2) _ _ ltac:(lra) (proj2 q0)).
  unfold Rdiv in u at 1; rewrite Rmult_assoc, Rinv_l, Rmult_1_r in u by lra; nra.
- assert (s0 : 0 < s).
    destruct s_pos as [s0 | s0]; auto; exfalso.
    assert (z : forall x, dot d x v = 0).
      intros x; assert (c := cauchy_schwarz d x v); fold s in c; rewrite <- s0 in c; nra.
    assert (hz : n = 0); [|lra].
    assert (iz : forall y, inner A v y = 0).
      intros y; unfold T10_Definition.inner; apply sum_zero; intros; rewrite z; ring.
    unfold n; rewrite <- inner_image; apply iz.
  assert (u := unseen_is_less s0); assert (m := least (- / s)).
  assert (0 < / (2 * s) * n) by (apply Rmult_lt_0_compat; auto; apply Rinv_0_lt_compat; lra); lra.
Qed.
End Encoder.

Section Covariance.
Variables (d K r : nat) (w : nat -> R) (p : nat -> nat -> R) (V nu : nat -> vector).
Hypothesis wp : forall k, (k < K)%nat -> 0 < w k.
Hypothesis w1 : sum K w = 1.
Notation L A := (infonce K p w (gaussian d V nu) (inner r d A)).

Lemma apply_transposed a x : dot d a (apply d V x) = dot d (transposed d V a) x.
Proof.
unfold dot at 1, transposed, apply; rewrite (sum_ext d _ (fun m => sum d (fun i => a m * V m i * x i))).
  rewrite sum_swap; apply sum_ext; intros i _; rewrite Rmult_comm, <- sum_scale; apply sum_ext; intros; ring.
intros m _; unfold dot; rewrite <- sum_scale; apply sum_ext; intros; ring.
Qed.

Lemma transposed_linear a b c : transposed d V (plus a (times c b)) = plus (transposed d V a) (times c (transposed d V
  b)).
Proof.
apply functional_extensionality; intros i; unfold transposed, plus, times; rewrite <- sum_linear; apply sum_ext;
  intros; ring.
Qed.

Definition whitened_encoder (A : encoder) : encoder := fun j => transposed d V (A j).

Lemma loss_whitened A : L A = infonce K p w (whitened d nu) (inner r d (whitened_encoder A)).
Proof.
replace (inner r d (whitened_encoder A)) with (fun x y => inner r d A (apply d V x) (apply d V y)); [reflexivity|].
do 2 (apply functional_extensionality; intros ?); unfold inner; apply sum_ext; intros; rewrite !apply_transposed; auto.
Qed.

Theorem T10_blind_outside A y : critical (fun A => L A) A \/ (forall C, L A <= L C) ->
  (forall k, (k < K)%nat -> dot d y (apply d V (nu k)) = 0) ->
  forall j, (j < r)%nat -> dot d (A j) (apply d V (transposed d V y)) = 0.
Proof.
intros hyp orthogonal j hj; rewrite apply_transposed; set (v := transposed d V y).
set (D := fun j => times (dot d (whitened_encoder A j) v) y).
assert (e : forall t, L (moved A D t) = infonce K p w (whitened d nu)
    (inner r d (moved (whitened_encoder A) (seen d v (whitened_encoder A)) t))).
  intros t; rewrite loss_whitened; do 2 f_equal; apply functional_extensionality; intros i.
  unfold whitened_encoder at 1, moved; rewrite transposed_linear; do 2 f_equal; unfold seen, D.
  apply functional_extensionality; intros m; unfold transposed, times, v, transposed; rewrite <- sum_scale.
  apply sum_ext; intros; ring.
refine (blind_direction d K r w nu wp w1 p v _ (whitened_encoder A) _ j hj).
  intros k hk; unfold v; rewrite <- apply_transposed; auto.
destruct hyp as [crit | least]; [left | right].
- apply is_derive_ext with (2 := crit D); intros t; apply e.
- intros t; rewrite <- loss_whitened, <- e; apply least.
Qed.
End Covariance.
