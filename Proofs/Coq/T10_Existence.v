(* For any number of dimensions, components and rows population InfoNCE has a minimising encoder: the loss grows
   without bound, and does not jump up. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality Lia PeanoNat Classical.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Density Normal_Many T10_Definition T12_Definition.
Open Scope R_scope.

(* A function of n numbers c 0 x, ..., c (n - 1) x of a point x, each of them in [-b, b] wherever the function is nearly
   least: near some values of these numbers it is so. *)
Section Cluster.
Variables (X : Type) (L : X -> R) (m b : R) (c : nat -> X -> R).
Hypothesis approached : forall e, 0 < e -> exists x, L x < m + e.
Hypothesis bounded : forall x i, L x < m + 1 -> - b <= c i x <= b.

Lemma cluster n : exists a : nat -> R, forall e, 0 < e -> exists x, L x < m + e /\ forall i,
  (i < n)%nat -> Rabs (c i x - a i) < e.
Proof.
induction n as [|n [a h]].
  exists (fun _ => 0); intros e pe; destruct (approached e pe) as [x hx]; exists x; split; auto; intros; lia.
(* Left of t nothing is near a and nearly least. *)
set (T := fun t => exists e, 0 < e /\ forall x, L x < m + e -> (forall i,
  (i < n)%nat -> Rabs (c i x - a i) < e) -> t <= c n x).
assert (b0 : - b <= b) by (destruct (approached 1 ltac:(lra)) as [x hx]; assert (q := bounded x O hx); lra).
destruct (completeness T) as [s [up least]].
- exists b; intros t [e [pe ht]]; destruct (h (Rmin e 1) ltac:(apply Rmin_pos; lra)) as [x [hx near]].
  assert (x1 := Rmin_l e 1); assert (x2 := Rmin_r e 1).
  assert (q := ht x ltac:(lra) ltac:(intros i hi; assert (r := near i hi); lra)).
  assert (r := bounded x n ltac:(lra)); lra.
- exists (- b), 1; split; [lra|]; intros x hx _; apply bounded; auto.
- exists (fun i => if Nat.eq_dec i n then s else a i); intros e pe; apply NNPP; intros none.
  assert (t : exists t, T t /\ s - e < t).
    apply NNPP; intros k; assert (q : s <= s - e); [apply least | lra].
    intros u hu; apply Rnot_lt_le; intros lt; apply k; exists u; auto.
  destruct t as [t [[e' [pe' ht]] lt]].
  assert (bad : T (s + e)).
    exists (Rmin e e'); split; [apply Rmin_pos; auto|]; intros x hx near; assert (x1 := Rmin_l e e');
      assert (x2 := Rmin_r e e').
    apply Rnot_lt_le; intros small; apply none; exists x; split; [lra|]; intros i hi.
    destruct (Nat.eq_dec i n) as [-> | ni]; [|assert (q := near i ltac:(lia)); lra].
    assert (q := ht x ltac:(lra) ltac:(intros i hi'; assert (q := near i hi'); lra)); apply Rabs_lt_between; lra.
  assert (q := up _ bad); lra.
Qed.
End Cluster.

Section Existence.
Variables (d K r : nat) (w : nat -> R) (nu : nat -> vector).
Hypothesis wp : forall k, (k < K)%nat -> 0 < w k.
Hypothesis w1 : sum K w = 1.
Variable p : nat -> nat -> R.
Notation E k f := (standard d (fun z => f (plus z (nu k)))).
Notation L A := (infonce K p w (whitened d nu) (inner r d A)).
Notation gradient A := (gradient d K r w nu p A).

(* |A|^2 *)
Definition square (A : encoder) : R := sum r (fun j => dot d (A j) (A j)).

(* The gradient at A, of a rank-one form, is bounded by the vectors' sizes. *)
Lemma gradient_bound A : exists c, 0 <= c /\ forall u v, Rabs (gradient A (fun x y => dot d u x * dot d v y)) <= c *
  (size d u * size d v).
Proof.
set (h := image d r A); set (cost := fun x => size d x * (size d (h x) + sum K (fun l => size d (nu l)))).
set (pairs := sum K (fun k => sum K (fun l => Rabs (p k l) * (size d (nu k) * size d (nu l))))).
assert (tc : forall k, tame d (fun z => cost (plus z (nu k)))).
  intros k; apply (tame_shift d cost); unfold cost; apply tame_mult; [apply lipschitz_tame, lipschitz_size|].
  apply tame_plus; [|apply tame_const]; unfold size.
  apply (tame_sum d d (fun i x => Rabs (h x i))); intros i _; apply tame_abs.
  apply (tame_sum d r (fun j x => dot d (A j) x * A j i)); intros j _.
  apply tame_mult; [apply tame_dot | apply tame_const].
exists (pairs + sum K (fun k => w k * E k cost)); split.
- apply Rplus_le_le_0_compat.
    repeat (apply sum_pos; intros); repeat apply Rmult_le_pos; auto using Rabs_pos, size_pos.
  apply sum_pos; intros k hk; apply Rmult_le_pos; [left; auto|]; rewrite <- (standard_const d 0).
  apply standard_monotone; auto using tame_const; intros z; apply Rmult_le_pos; [apply size_pos|].
  apply Rplus_le_le_0_compat; [apply size_pos | apply sum_pos; intros; apply size_pos].
- intros u v; set (q := size d u * size d v); set (s := fun x y => dot d u x * dot d v y).
  assert (q0 : 0 <= q) by (apply Rmult_le_pos; apply size_pos).
  assert (ps : proper d r nu A s).
    unfold s; replace (fun x y => dot d u x * dot d v y) with (bilinear d 1 (fun _ => u) (fun _ => v)) by
      (do 2 (apply functional_extensionality; intros ?); unfold bilinear; simpl; ring).
    apply proper_bilinear.
  assert (sb : forall x y, Rabs (s x y) <= q * (size d x * size d y)).
    intros x y; unfold s; rewrite Rabs_mult; apply Rle_trans with ((size d u * size d x) * (size d v * size d y)).
      apply Rmult_le_compat; auto using Rabs_pos, dot_size.
    unfold q; lra.
  unfold T12_Definition.gradient; rewrite Rmult_plus_distr_r; apply Rle_trans with (1 := Rabs_triang _ _);
    rewrite Rabs_Ropp.
  apply Rplus_le_compat.
  + apply Rle_trans with (1 := sum_abs _ _); unfold pairs; rewrite Rmult_comm, <- sum_scale; apply sum_le; intros k _.
    apply Rle_trans with (1 := sum_abs _ _); rewrite <- sum_scale; apply sum_le; intros l _; rewrite Rabs_mult.
    assert (i := Rmult_le_compat_l _ _ _ (Rabs_pos (p k l)) (sb (nu k) (nu l))); lra.
  + apply Rle_trans with (1 := sum_abs _ _); rewrite Rmult_comm, <- sum_scale; apply sum_le; intros k hk.
    rewrite Rabs_mult, (Rabs_pos_eq (w k)) by (left; auto); replace (q * (w k * E k cost)) with (w k * (q * E k cost))
      by ring.
    apply Rmult_le_compat_l; [left; auto|].
    assert (point : forall x, Rabs (slope d K r w nu A s x) <= q * cost x).
      intros x; unfold slope, cost, mean; apply Rle_trans with (1 := Rabs_triang _ _).
      rewrite Rmult_plus_distr_l, Rmult_plus_distr_l; apply Rplus_le_compat; [apply sb|].
      apply Rle_trans with (1 := sum_abs _ _); rewrite <- Rmult_assoc, <- sum_scale; apply sum_le; intros l hl.
      assert (p0 := softmax_pos K w wp (scores d r nu A x) l hl).
      assert (p1 := sum_term K _ l (softmax_pos K w wp (scores d r nu A x)) hl); rewrite softmax_sum in p1 by auto.
      rewrite Rabs_mult, (Rabs_pos_eq (softmax _ _ _ _)) by auto; assert (i := sb x (nu l));
        assert (j := Rabs_pos (s x (nu l))); nra.
    assert (ts := tame_slope d K r w nu wp w1 A s k ps).
    apply Rabs_le; split.
    * replace (- (q * E k cost)) with (standard d (fun z => (- q) * cost (plus z (nu k)))) by (rewrite standard_scale
      by apply tc; ring).
      apply standard_monotone; [apply tame_scale, tc | apply ts|]; intros z.
      assert (i := point (plus z (nu k))); apply Rabs_le_between in i; lra.
    * rewrite <- standard_scale by apply tc; apply standard_monotone; [apply ts | apply tame_scale, tc|]; intros z.
      assert (i := point (plus z (nu k))); apply Rabs_le_between in i; lra.
Qed.

Lemma gradient_sum A c : (forall u v, Rabs (gradient A (fun x y => dot d u x * dot d v y)) <= c * (size d u * size d
  v)) ->
  forall n a b, Rabs (gradient A (bilinear d n a b)) <= c * sum n (fun j => size d (a j) * size d (b j)).
Proof.
intros h n; induction n as [|n IH]; intros a b.
- assert (z := gradient_linear d K r w nu wp w1 p A (bilinear d 0 a b) (bilinear d 0 a b) (-1)
    (proper_bilinear d r nu A 0 a b) (proper_bilinear d r nu A 0 a b)).
  replace (fun x y => bilinear d 0 a b x y + -1 * bilinear d 0 a b x y) with (bilinear d 0 a b) in z
    by (do 2 (apply functional_extensionality; intros ?); unfold bilinear; simpl; ring).
  replace (gradient A (bilinear d 0 a b)) with 0 by lra; rewrite Rabs_R0; simpl; lra.
- replace (bilinear d (S n) a b) with (fun x y => bilinear d n (fun j => a (S j)) (fun j => b (S j)) x y
    + 1 * bilinear d 1 a b x y) by (do 2 (apply functional_extensionality; intros ?); unfold bilinear; simpl; ring).
  rewrite gradient_linear by (auto; apply proper_bilinear).
  assert (q := h (a O) (b O)); replace (fun x y => dot d (a O) x * dot d (b O) y) with (bilinear d 1 a b) in q
    by (do 2 (apply functional_extensionality; intros ?); unfold bilinear; simpl; ring).
  assert (i := IH (fun j => a (S j)) (fun j => b (S j))); rewrite Rmult_1_l;
    apply Rle_trans with (1 := Rabs_triang _ _).
  simpl; lra.
Qed.

Lemma tangent A C : L A + (gradient A (inner r d C) - gradient A (inner r d A))
  + / 2 * sum K (fun k => w k * E k (fun x => dot d (apart d r A C x) (apart d r A C x))) <= L C.
Proof.
rewrite (expansion d K r w nu wp w1 p A C), <- sum_scale; apply Rplus_le_compat_l, sum_le; intros k hk.
rewrite <- Rmult_assoc, (Rmult_comm (/ 2)), Rmult_assoc; apply Rmult_le_compat_l; [left; auto|].
rewrite <- standard_scale by apply tame_apart; apply standard_monotone;
  [apply tame_scale, tame_apart | apply tame_beyond; auto | intros; apply beyond_below; auto].
Qed.

(* The loss does not jump up. *)
Lemma semicontinuous A : exists c, 0 <= c /\ forall C e, 0 <= e <= 1 ->
  (forall j, (j < r)%nat -> size d (plus (C j) (times (-1) (A j))) <= e) -> L A <= L C + c * e.
Proof.
destruct (gradient_bound A) as [c [c0 h]]; exists (c * sum r (fun j => 2 * size d (A j) + 1)); split.
  apply Rmult_le_pos; auto; apply sum_pos; intros j _; assert (q := size_pos d (A j)); lra.
intros C e he near; set (D := fun j => plus (C j) (times (-1) (A j))).
assert (eC : moved A D 1 = C).
  apply functional_extensionality; intros j; apply functional_extensionality; intros i; unfold moved, D, plus, times;
    ring.
assert (t := tangent A C); assert (g : gradient A (inner r d C) = gradient A (inner r d A)
    + (gradient A (bilinear d r A D) + gradient A (bilinear d r D A) + gradient A (bilinear d r D D))).
  replace (inner r d C) with (fun x y => ((inner r d A x y + 1 * bilinear d r A D x y) + 1 * bilinear d r D A x y)
    + 1 * bilinear d r D D x y).
    assert (p1 := proper_inner d r nu A A); assert (p2 := proper_bilinear d r nu A r A D).
    assert (p3 := proper_bilinear d r nu A r D A); assert (p4 := proper_bilinear d r nu A r D D).
    assert (q1 := proper_linear d r nu A _ _ 1 p1 p2); assert (q2 := proper_linear d r nu A _ _ 1 q1 p3).
    rewrite (gradient_linear d K r w nu wp w1 p A _ _ 1 q2 p4), (gradient_linear d K r w nu wp w1 p A _ _ 1 q1 p3).
    rewrite (gradient_linear d K r w nu wp w1 p A _ _ 1 p1 p2); ring.
  do 2 (apply functional_extensionality; intros ?); rewrite <- eC, inner_line; unfold cross.
  change (bilinear d r D D x x0) with (inner r d D x x0); ring.
rewrite g in t.
assert (b1 := gradient_sum A c h r A D); assert (b2 := gradient_sum A c h r D A);
  assert (b3 := gradient_sum A c h r D D).
assert (total : sum r (fun j => size d (A j) * size d (D j)) + sum r (fun j => size d (D j) * size d (A j))
    + sum r (fun j => size d (D j) * size d (D j)) <= e * sum r (fun j => 2 * size d (A j) + 1)).
  rewrite <- sum_scale.
  replace (_ + _ + _) with (sum r (fun j => (size d (A j) * size d (D j) + 1 * (size d (D j) * size d (A j)))
    + 1 * (size d (D j) * size d (D j)))) by (rewrite !sum_linear; ring).
  apply sum_le; intros j hj; assert (n := near j hj); fold (D j) in n; assert (a0 := size_pos d (A j)).
  assert (d0 := size_pos d (D j)); nra.
assert (rest0 : 0 <= sum K (fun k => w k * E k (fun x => dot d (apart d r A C x) (apart d r A C x)))).
  apply sum_pos; intros k hk; apply Rmult_le_pos; [left; auto|]; rewrite <- (standard_const d 0).
  apply standard_monotone; [apply tame_const | apply tame_apart | intros; apply square_pos].
apply Rabs_le_between in b1; apply Rabs_le_between in b2; apply Rabs_le_between in b3.
assert (u := Rmult_le_compat_l c _ _ c0 total); lra.
Qed.

(* It grows without bound. *)
Let n1 := INR d + 1.

Lemma n1_pos : 1 <= n1.
Proof. unfold n1; assert (q := pos_INR d); lra. Qed.

Lemma sum_square f : sum d f ^ 2 <= n1 * sum d (fun i => f i * f i).
Proof.
assert (one : forall n, sum n (fun _ => 1 * 1) = INR n).
  induction n as [|n IH]; [reflexivity|]; rewrite S_INR; simpl; rewrite IH; ring.
assert (c := cauchy_schwarz d f (fun _ => 1)); unfold dot in c; rewrite one in c.
replace (sum d (fun i => f i * 1)) with (sum d f) in c by (apply sum_ext; intros; ring).
assert (q : 0 <= sum d (fun i => f i * f i)) by (apply sum_pos; intros; nra); unfold n1; lra.
Qed.

Definition axis (i : nat) : vector := fun j => if Nat.eq_dec j i then 1 else 0.

Lemma dot_axis x i : (i < d)%nat -> dot d x (axis i) = x i.
Proof.
assert (g : forall n x i, (i < n)%nat -> sum n (fun j => x j * axis i j) = x i).
  induction n as [|n IH]; intros y j h; [lia|]; destruct j as [|j]; simpl.
    rewrite sum_zero; [unfold axis; simpl; ring | intros; unfold axis; destruct (Nat.eq_dec (S i0) 0); [lia | ring]].
  rewrite (sum_ext n _ (fun k => (fun k => y (S k)) k * axis j k)).
    rewrite IH by lia; unfold axis; destruct (Nat.eq_dec 0 (S j)); [lia | ring].
  intros k _; unfold axis; destruct (Nat.eq_dec (S k) (S j)); destruct (Nat.eq_dec k j); try lia; ring.
intros h; apply g; auto.
Qed.

Definition nothing : encoder := fun _ _ => 0.

Lemma coercive : exists c, 0 <= c /\ forall C, L nothing - c * square C + / (2 * n1) * square C ^ 2 <= L C.
Proof.
destruct (gradient_bound nothing) as [c [c0 h]]; exists (c * n1); assert (n0 := n1_pos).
split; [apply Rmult_le_pos; lra|]; intros C; assert (t := tangent nothing C).
assert (zero : forall x y, inner r d nothing x y = 0).
  intros x y; unfold inner; apply sum_zero; intros j _; unfold nothing, dot.
  rewrite (sum_zero d (fun i => 0 * x i)) by (intros; ring); ring.
assert (g0 : gradient nothing (inner r d nothing) = 0).
  assert (q := gradient_linear d K r w nu wp w1 p nothing _ _ (-1) (proper_inner d r nu nothing nothing) (proper_inner
    d r nu nothing nothing)).
  replace (fun x y => inner r d nothing x y + -1 * inner r d nothing x y) with (inner r d nothing) in q; [lra|].
  do 2 (apply functional_extensionality; intros ?); rewrite !zero; ring.
assert (g : - (c * (n1 * square C)) <= gradient nothing (inner r d C)).
  assert (b := gradient_sum nothing c h r C C); apply Rabs_le_between in b.
  assert (q : sum r (fun j => size d (C j) * size d (C j)) <= n1 * square C).
    unfold square; rewrite <- sum_scale; apply sum_le; intros j _; assert (u := sum_square (fun i => Rabs (C j i)));
      cbv beta in u.
    replace (sum d (fun i => Rabs (C j i) * Rabs (C j i))) with (dot d (C j) (C j)) in u
      by (apply sum_ext; intros; rewrite <- Rabs_mult, Rabs_pos_eq; [auto | nra]).
    unfold size; lra.
  change (bilinear d r C C) with (inner r d C) in b; assert (u := Rmult_le_compat_l c _ _ c0 q); lra.
set (H := fun i => sum r (fun j => C j i * C j i)).
assert (trace : square C = sum d H) by (unfold square, H, dot; apply sum_swap).
assert (low : sum d (fun i => H i * H i) <= sum K (fun k => w k * E k (fun x => dot d (apart d r nothing C x) (apart d
  r nothing C x)))).
  rewrite <- (weights K w w1 (sum d (fun i => H i * H i))); apply sum_le; intros k hk; apply Rmult_le_compat_l; [left;
    auto|].
  replace (fun z => dot d (apart d r nothing C (plus z (nu k))) (apart d r nothing C (plus z (nu k))))
    with (fun z => sum d (fun i => dot d (image d r C (axis i)) (plus z (nu k)) * dot d (image d r C (axis i)) (plus z
      (nu k)))).
    rewrite (standard_sum d d (fun i z => dot d (image d r C (axis i)) (plus z (nu k)) * dot d (image d r C (axis i))
      (plus z (nu k))))
      by (intros; apply tame_mult; apply tame_mean_dot).
    apply sum_le; intros i hi; rewrite product.
    assert (e : H i = dot d (image d r C (axis i)) (axis i)).
      rewrite <- inner_image; apply sum_ext; intros j _; rewrite !dot_axis by auto; auto.
    assert (cs := cauchy_schwarz d (image d r C (axis i)) (axis i)); rewrite (dot_axis (axis i) i hi) in cs.
    replace (axis i i) with 1 in cs by (unfold axis; destruct (Nat.eq_dec i i); [auto | contradiction]);
      rewrite <- e in cs.
    assert (q := pow2_ge_0 (dot d (image d r C (axis i)) (nu k))); nra.
  apply functional_extensionality; intros z; set (x := plus z (nu k)); unfold dot at 3; apply sum_ext; intros i hi.
  rewrite <- (dot_axis (apart d r nothing C x) i hi), dot_apart, zero, (innerC d r C), inner_image; ring.
assert (cs := sum_square H); rewrite <- trace in cs.
assert (u : / (2 * n1) * square C ^ 2 <= / 2 * sum d (fun i => H i * H i)).
  apply Rmult_le_reg_l with (2 * n1); [lra|]; rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra; lra.
lra.
Qed.

Theorem T10_minimiser_exists : exists A, forall C, L A <= L C.
Proof.
destruct coercive as [c [c0 grow]]; assert (n0 := n1_pos).
assert (sq : forall C, 0 <= square C) by (intros; apply sum_pos; intros; apply square_pos).
assert (i0 : 0 < / (2 * n1)) by (apply Rinv_0_lt_compat; lra); assert (e0 : / (2 * n1) * (2 * n1) = 1) by (apply
  Rinv_l; lra).
set (bound := 2 * n1 * (c + 1) + 1).
assert (small : forall C, L C < L nothing + 1 -> square C <= bound).
  intros C hC; apply Rnot_lt_le; intros big; assert (g := grow C); assert (s0 := sq C).
  assert (big1 : c + 1 <= / (2 * n1) * square C).
    apply Rle_trans with (/ (2 * n1) * (2 * n1 * (c + 1))); [right; rewrite <- Rmult_assoc, e0; ring|].
    apply Rmult_le_compat_l; [lra|]; unfold bound in big; lra.
  assert (one : 1 <= square C) by (unfold bound in big; assert (0 <= 2 * n1 * (c + 1)) by (apply Rmult_le_pos; lra);
    lra).
  assert (square C * (c + 1) <= square C * (/ (2 * n1) * square C)) by (apply Rmult_le_compat_l; auto).
  replace (/ (2 * n1) * square C ^ 2) with (square C * (/ (2 * n1) * square C)) in g by ring; lra.
assert (low : exists m, (forall C, m <= L C) /\ forall e, 0 < e -> exists C, L C < m + e).
  destruct (completeness (fun v => exists C, v = - L C)) as [m [up least]].
  - exists (- (L nothing - c ^ 2 * n1 / 2)); intros v [C ->]; assert (g := grow C).
    assert (q := pow2_ge_0 (square C - c * n1)); assert (u : 0 <= / (2 * n1) * (square C - c * n1) ^ 2) by (apply
      Rmult_le_pos; lra).
    replace (/ (2 * n1) * (square C - c * n1) ^ 2) with (/ (2 * n1) * square C ^ 2 - / (2 * n1) * (2 * n1) * (c *
      square C)
      + / (2 * n1) * (2 * n1) * (c ^ 2 * n1 / 2)) in u by (field; lra).
    rewrite e0 in u; lra.
  - exists (- L nothing), nothing; auto.
  - exists (- m); split.
      intros C; assert (q := up (- L C) (ex_intro _ C eq_refl)); lra.
    intros e pe; apply NNPP; intros none; assert (q : m <= m - e); [|lra].
    apply least; intros v [C ->]; apply Rnot_lt_le; intros lt; apply none; exists C; lra.
destruct low as [m [lower approached]].
set (entry := fun i (C : encoder) => if (i <? r * d)%nat then C (i / d)%nat (i mod d)%nat else 0).
assert (entries : forall C i, L C < m + 1 -> - (bound + 1) <= entry i C <= bound + 1).
  intros C i hC; assert (s := small C ltac:(assert (q := lower nothing); lra)); unfold entry; assert (s0 := sq C).
  destruct (Nat.ltb_spec i (r * d)) as [hi |]; [|lra]; assert (d0 : d <> O) by (intros ->; lia).
  assert (hj : (i / d < r)%nat) by (apply Nat.div_lt_upper_bound; lia); assert (hk := Nat.mod_upper_bound i d d0).
  assert (t1 := sum_term r (fun j => dot d (C j) (C j)) _ ltac:(intros; apply square_pos) hj); simpl in t1.
  assert (t2 := sum_term d (fun k => C (i / d)%nat k * C (i / d)%nat k) _ ltac:(intros; nra) hk); simpl in t2.
  unfold square in *; unfold dot at 1 in t1; set (x := C (i / d)%nat (i mod d)%nat) in *.
  assert (x * x <= bound) by lra; split; nra.
destruct (cluster encoder (fun C => L C) m (bound + 1) entry approached entries (r * d)) as [a near].
set (A := fun j i => a (j * d + i)%nat); exists A; intros C; apply Rle_trans with (2 := lower C).
destruct (semicontinuous A) as [k [k0 jump]]; apply le_epsilon; intros e pe.
assert (pos : 0 < k * n1 + 1) by (assert (0 <= k * n1) by (apply Rmult_le_pos; lra); lra).
set (t := Rmin (/ n1) (e / (k * n1 + 1))).
assert (in1 : 0 < / n1) by (apply Rinv_0_lt_compat; lra).
assert (t0 : 0 < t) by (apply Rmin_pos; [auto | apply Rdiv_lt_0_compat; auto]).
destruct (near t t0) as [B [hB close]].
assert (t1 : n1 * t <= 1).
  apply Rle_trans with (n1 * / n1); [apply Rmult_le_compat_l; [lra | apply Rmin_l] | rewrite Rinv_r; lra].
assert (j := jump B (n1 * t) ltac:(assert (0 <= n1 * t) by (apply Rmult_le_pos; lra); lra)).
assert (t2 : (k * n1 + 1) * t <= e).
  apply Rle_trans with ((k * n1 + 1) * (e / (k * n1 + 1))); [apply Rmult_le_compat_l; [lra | apply Rmin_r] | right;
    field; lra].
assert (q : L A <= L B + k * (n1 * t)); [apply j | lra].
intros i hi; apply Rle_trans with (sum d (fun _ => t)).
  unfold size; apply sum_le; intros l hl; left; assert (idx : (i * d + l < r * d)%nat) by nia.
  assert (z := close (i * d + l)%nat idx); unfold entry in z; rewrite (proj2 (Nat.ltb_lt _ _) idx) in z.
  replace ((i * d + l) / d)%nat with i in z by (rewrite Nat.div_add_l, Nat.div_small; lia).
  replace ((i * d + l) mod d)%nat with l in z by (rewrite Nat.add_comm, Nat.mod_add, Nat.mod_small; lia).
  unfold plus, times, A; replace (B i l + -1 * a (i * d + l)%nat) with (B i l - a (i * d + l)%nat) by ring; exact z.
rewrite (sum_ext d _ (fun _ => t * 1)), sum_scale by (intros; ring).
assert (ones : sum d (fun _ => 1) = INR d).
  clear; induction d as [|n IH]; [reflexivity|]; rewrite S_INR; simpl; rewrite IH; ring.
rewrite ones; unfold n1; lra.
Qed.
End Existence.
