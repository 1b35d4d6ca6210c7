(* T12 from the definition, for any number of dimensions d, of components K and of rows r >= d, with covariance I, any
   weights, means and pairs: every second-order point is a global minimiser, and all of them have one Gram matrix. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality Lia PeanoNat.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Normal_Density Normal_Many T10_Definition.
Open Scope R_scope.

(* More vectors than dimensions are linearly dependent. *)
Definition skip (m j : nat) : nat := if (j <? m)%nat then j else S j.
Definition unskip (m i : nat) : nat := if (i <? m)%nat then i else pred i.

Lemma unskip_skip m j : unskip m (skip m j) = j.
Proof.
unfold unskip, skip; destruct (Nat.ltb_spec j m) as [h | h]; [destruct (Nat.ltb_spec j m); lia|].
destruct (Nat.ltb_spec (S j) m); lia.
Qed.

Lemma skip_other m j : skip m j <> m.
Proof. unfold skip; destruct (Nat.ltb_spec j m); lia. Qed.

Lemma sum_skip r : forall f m, (m <= r)%nat -> sum (S r) f = f m + sum r (fun j => f (skip m j)).
Proof.
induction r as [|r IH]; intros f m h.
  assert (m = O) as -> by lia; reflexivity.
destruct m as [|m]; [reflexivity|].
transitivity (f O + sum (S r) (fun j => f (S j))); [reflexivity|]; rewrite (IH (fun j => f (S j)) m) by lia.
transitivity (f (S m) + (f O + sum r (fun j => f (skip (S m) (S j))))); [|reflexivity].
rewrite (sum_ext r (fun j => f (skip (S m) (S j))) (fun j => f (S (skip m j)))); [ring|].
intros j _; f_equal; unfold skip; destruct (Nat.ltb_spec (S j) (S m)); destruct (Nat.ltb_spec j m); lia.
Qed.

Lemma dependent d : forall r (A : nat -> vector), (d < r)%nat ->
  exists u, (exists j, (j < r)%nat /\ u j <> 0) /\ forall i, (i < d)%nat -> sum r (fun j => u j * A j i) = 0.
Proof.
induction d as [|d IH]; intros r A h.
  exists (fun _ => 1); split; [exists O; split; [lia | lra] | intros; lia].
destruct (IH r A ltac:(lia)) as [u0 [n0 z0]].
destruct (Req_dec (sum r (fun j => u0 j * A j d)) 0) as [e | n].
  exists u0; split; auto; intros i hi; destruct (Nat.eq_dec i d) as [-> |]; auto; apply z0; lia.
assert (pivot : exists m, (m < r)%nat /\ A m d <> 0).
  apply Classical_Prop.NNPP; intros none; apply n, sum_zero; intros j hj.
  destruct (Req_dec (A j d) 0) as [-> | b]; [ring|]; exfalso; apply none; exists j; auto.
destruct pivot as [m [hm am]]; destruct r as [|r]; [lia|].
destruct (IH r (fun j => plus (A (skip m j)) (times (- (A (skip m j) d / A m d)) (A m))) ltac:(lia)) as [u [[j [hj uj]]
  z]].
set (c := sum r (fun j => u j * (A (skip m j) d / A m d))).
exists (fun i => if Nat.eq_dec i m then - c else u (unskip m i)); split.
- exists (skip m j); split; [unfold skip; destruct (Nat.ltb_spec j m); lia|].
  destruct (Nat.eq_dec (skip m j) m) as [e |]; [destruct (skip_other m j e) | rewrite unskip_skip; auto].
- intros i hi; rewrite (sum_skip r _ m) by lia; destruct (Nat.eq_dec m m) as [_ |]; [|contradiction].
  rewrite (sum_ext r _ (fun j => u j * A (skip m j) i)).
    assert (e : i = d \/ (i < d)%nat) by lia; destruct e as [-> | e].
      unfold c; replace (- _ * A m d) with (- (A m d * sum r (fun j => u j * (A (skip m j) d / A m d)))) by ring.
      rewrite <- sum_scale, (sum_ext r (fun j => A m d * _) (fun j => u j * A (skip m j) d)); [ring | intros; field;
        auto].
    assert (q := z i e); unfold c.
    rewrite (sum_ext r _ (fun j => u j * A (skip m j) i + - A m i * (u j * (A (skip m j) d / A m d)))) in q
      by (intros; unfold plus, times; ring).
    rewrite sum_linear in q; lra.
  intros k _; destruct (Nat.eq_dec (skip m k) m) as [e |]; [destruct (skip_other m k e) | rewrite unskip_skip; auto].
Qed.

Lemma standard_sum d n : forall f, (forall j, (j < n)%nat -> tame d (f j)) ->
  standard d (fun x => sum n (fun j => f j x)) = sum n (fun j => standard d (f j)).
Proof.
induction n as [|n IH]; intros f h; simpl; [apply standard_const|].
rewrite standard_plus; [f_equal; apply (IH (fun j => f (S j))); intros; apply h; lia | apply h; lia|].
apply (tame_sum d n (fun j => f (S j))); intros; apply h; lia.
Qed.

(* What is nowhere much below 0. *)
Lemma first_order_zero g c : (forall t, Rabs t <= 1 -> 0 <= t * g + c * t ^ 2) -> g = 0.
Proof.
intros h; apply Rle_antisym.
- assert (0 <= - g); [|lra]; apply (not_negative _ c); intros t ht.
  assert (q := h (- t) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; lra)); apply Rmult_le_reg_l with t; [lra|].
  replace (t * (- g + c * t)) with (- t * g + c * (- t) ^ 2) by ring; lra.
- apply (not_negative _ c); intros t ht; assert (q := h t ltac:(rewrite Rabs_pos_eq; lra)).
  apply Rmult_le_reg_l with t; [lra|]; replace (t * (g + c * t)) with (t * g + c * t ^ 2) by ring; lra.
Qed.

Section LogSumExp.
Variables (K : nat) (w : nat -> R).
Hypothesis wp : forall k, (k < K)%nat -> 0 < w k.
Hypothesis w1 : sum K w = 1.

Lemma lse_above s e : lse K w (fun l => s l + e l) <= lse K w s + mean K (softmax K w s) e
  + sum K (fun l => e l ^ 2 * exp (Rabs (e l))).
Proof.
assert (t := total_pos K w wp w1 s); set (m := mean K _ e); set (q := sum K (fun l => e l ^ 2 * exp (Rabs (e l)))).
assert (point : sum K (fun l => w l * exp (s l + e l)) <= exp (lse K w s) * (1 + (m + q))).
  assert (h : sum K (fun l => softmax K w s l * exp (e l)) <= 1 + (m + q)).
    rewrite <- (softmax_sum K w wp w1 s) at 1; unfold m, mean, q; rewrite <- (Rmult_1_l (sum K (fun l => e l ^ 2 * _))).
    rewrite <- sum_linear, <- (Rmult_1_l (sum K (fun l => softmax K w s l * e l + _))), <- sum_linear.
    apply sum_le; intros l hl; assert (r := exp_remainder (e l)); assert (p := softmax_pos K w wp s l hl).
    assert (p1 := sum_term K (softmax K w s) l (softmax_pos K w wp s) hl); rewrite (softmax_sum K w wp w1) in p1.
    assert (e0 : 0 <= e l ^ 2 * exp (Rabs (e l))) by lra; nra.
  apply Rle_trans with (exp (lse K w s) * sum K (fun l => softmax K w s l * exp (e l))).
    right; rewrite <- sum_scale; apply sum_ext; intros l _; unfold softmax, Rminus; rewrite !exp_plus, exp_Ropp.
    field; apply Rgt_not_eq, exp_pos.
  apply Rmult_le_compat_l; [left; apply exp_pos | auto].
assert (p := total_pos K w wp w1 (fun l => s l + e l)); unfold lse at 1.
apply Rle_trans with (ln (exp (lse K w s) * exp (m + q))).
  apply ln_le; auto; apply Rle_trans with (1 := point); apply Rmult_le_compat_l; [left;
    apply exp_pos | apply exp_ineq1_le].
rewrite ln_mult, !ln_exp by apply exp_pos; lra.
Qed.
End LogSumExp.

Section Encoder.
Variables (d K r : nat) (w : nat -> R) (nu : nat -> vector).
Hypothesis wp : forall k, (k < K)%nat -> 0 < w k.
Hypothesis w1 : sum K w = 1.
Variable p : nat -> nat -> R.
Notation E k f := (standard d (fun z => f (plus z (nu k)))).
Notation L A := (infonce K p w (whitened d nu) (inner r d A)).

(* Second-order points, local minima among them: along every line the loss falls by no more than a multiple of t^3. *)
Definition second_order (A : encoder) : Prop := forall D, exists c, forall t, Rabs t <= 1 ->
  L A - c * Rabs t ^ 3 <= L (moved A D t).

Variable A : encoder.
Notation h := (image d r A).
Notation score x := (scores d r nu A x).
Notation P x := (softmax K w (score x)).

(* The gradient at A, for bilinear forms whose means exist. *)
Definition proper (s : vector -> vector -> R) : Prop :=
  (forall k l, tame d (fun z => s (plus z (nu k)) (nu l))) /\
  (forall k, tame d (fun z => s (plus z (nu k)) (h (plus z (nu k))))).
Definition slope (s : vector -> vector -> R) (x : vector) : R := s x (h x) + mean K (P x) (fun l => s x (nu l)).
Definition gradient (s : vector -> vector -> R) : R :=
  - sum K (fun k => sum K (fun l => p k l * s (nu k) (nu l))) + sum K (fun k => w k * E k (slope s)).

Lemma tame_softmax k l : tame d (fun z => P (plus z (nu k)) l).
Proof.
apply (tame_shift d (fun x => P x l)).
replace (fun x => P x l) with (fun x => softmax K w (fun l => dot d (h (nu l)) x) l)
  by (apply functional_extensionality; intros; rewrite scores_dot; auto).
apply tame_scale, tame_exp.
replace (fun x => dot d (h (nu l)) x - lse K w (fun l => dot d (h (nu l)) x))
  with (fun x => dot d (h (nu l)) x + -1 * lse K w (fun l => dot d (h (nu l)) x))
  by (apply functional_extensionality; intros; ring).
apply (lipschitz_linear d (dot d (h (nu l))) (fun x => lse K w (fun l => dot d (h (nu l)) x)));
  [apply lipschitz_dot | apply lipschitz_lse; auto].
Qed.

Lemma tame_slope s k : proper s -> tame d (fun z => slope s (plus z (nu k))).
Proof.
intros [s1 s2]; apply tame_plus; auto; apply (tame_sum d K (fun l z => P (plus z (nu k)) l * s (plus z (nu k)) (nu l))).
intros l _; apply (tame_mult d (fun z => P (plus z (nu k)) l)); auto using tame_softmax.
Qed.

Lemma proper_linear s t c : proper s -> proper t -> proper (fun x y => s x y + c * t x y).
Proof.
intros [s1 s2] [t1 t2]; split; intros.
- apply (tame_linear d (fun z => s (plus z (nu k)) (nu l)) (fun z => t (plus z (nu k)) (nu l))); auto.
- apply (tame_linear d (fun z => s (plus z (nu k)) (h (plus z (nu k)))) (fun z => t (plus z (nu k)) (h (plus z (nu
  k))))); auto.
Qed.

Lemma gradient_linear s t c : proper s -> proper t ->
  gradient (fun x y => s x y + c * t x y) = gradient s + c * gradient t.
Proof.
intros ps pt; unfold gradient.
rewrite (sum_ext K (fun k => w k * E k (slope (fun x y => s x y + c * t x y)))
  (fun k => w k * E k (slope s) + c * (w k * E k (slope t)))).
- rewrite sum_linear.
  rewrite (sum_ext K (fun k => sum K (fun l => p k l * (s (nu k) (nu l) + c * t (nu k) (nu l))))
    (fun k => sum K (fun l => p k l * s (nu k) (nu l)) + c * sum K (fun l => p k l * t (nu k) (nu l)))).
    rewrite sum_linear; ring.
  intros k _; rewrite <- sum_linear; apply sum_ext; intros; ring.
- intros k _; replace (E k (slope (fun x y => s x y + c * t x y))) with (E k (slope s) + c * E k (slope t)); [ring|].
  rewrite <- standard_linear by auto using tame_slope; f_equal; apply functional_extensionality; intros z.
  unfold slope, mean; set (x := plus z (nu k)).
  rewrite (sum_ext K (fun l => P x l * (s x (nu l) + c * t x (nu l))) (fun l => P x l * s x (nu l) + c * (P x l * t x
    (nu l))))
    by (intros; ring).
  rewrite sum_linear; ring.
Qed.

Definition bilinear (n : nat) (a b : nat -> vector) (x y : vector) : R := sum n (fun j => dot d (a j) x * dot d (b j)
  y).

Lemma dot_image a x : dot d a (h x) = dot d (h a) x.
Proof. rewrite dotC, <- inner_image, innerC, inner_image; auto. Qed.

Lemma proper_bilinear n a b : proper (bilinear n a b).
Proof.
split; intros.
- apply (tame_sum d n (fun j z => dot d (a j) (plus z (nu k)) * dot d (b j) (nu l))); intros j _.
  apply tame_mult; [apply tame_mean_dot | apply tame_const].
- replace (fun z => bilinear n a b (plus z (nu k)) (h (plus z (nu k))))
    with (fun z => sum n (fun j => dot d (a j) (plus z (nu k)) * dot d (h (b j)) (plus z (nu k)))).
    apply (tame_sum d n (fun j z => dot d (a j) (plus z (nu k)) * dot d (h (b j)) (plus z (nu k)))); intros j _.
    apply tame_mult; apply tame_mean_dot.
  apply functional_extensionality; intros z; apply sum_ext; intros; rewrite dot_image; auto.
Qed.

Lemma proper_inner C : proper (inner r d C).
Proof. exact (proper_bilinear r C C). Qed.

(* The rest of the loss of C beyond the first order at A. *)
Definition beyond (C : encoder) (x : vector) : R :=
  (/ 2 * dot d (image d r C x) (image d r C x) + lse K w (scores d r nu C x))
  + -1 * (/ 2 * dot d (h x) (h x) + lse K w (score x)) + -1 * (slope (inner r d C) x + -1 * slope (inner r d A) x).

Lemma tame_log C k : tame d (fun z => / 2 * dot d (image d r C (plus z (nu k))) (image d r C (plus z (nu k)))
  + lse K w (scores d r nu C (plus z (nu k)))).
Proof.
apply tame_plus; [apply tame_scale, tame_square|].
apply (tame_shift d (fun x => lse K w (scores d r nu C x))), tame_lse; auto.
Qed.

Lemma tame_beyond C k : tame d (fun z => beyond C (plus z (nu k))).
Proof.
unfold beyond; apply (tame_linear d (fun z => _ + -1 * _)); [apply tame_linear; apply tame_log|].
apply tame_linear; apply tame_slope, proper_inner.
Qed.

Lemma expansion C : L C = L A + (gradient (inner r d C) - gradient (inner r d A)) + sum K (fun k => w k * E k (beyond
  C)).
Proof.
rewrite !(infonce_closed d K r w nu wp w1 p); unfold gradient.
set (pairs := fun C => sum K (fun k => sum K (fun l => p k l * inner r d C (nu k) (nu l)))).
set (f := fun C k => / 2 * E k (fun x => dot d (image d r C x) (image d r C x))
  + E k (fun x => lse K w (scores d r nu C x))).
assert (e : forall k, f C k = f A k + (E k (slope (inner r d C)) + -1 * E k (slope (inner r d A))) + E k (beyond C)).
  intros k; assert (fE : forall C, f C k = standard d (fun z => / 2 * dot d (image d r C (plus z (nu k)))
      (image d r C (plus z (nu k))) + lse K w (scores d r nu C (plus z (nu k))))).
    intros B; unfold f; rewrite <- standard_scale by apply tame_square.
    rewrite <- standard_plus; [auto | apply tame_scale, tame_square|].
    apply (tame_shift d (fun x => lse K w (scores d r nu B x))), tame_lse; auto.
  assert (tb := tame_beyond C k); assert (tC := tame_log C k); assert (tA := tame_log A k).
  assert (sC := tame_slope _ k (proper_inner C)); assert (sA := tame_slope _ k (proper_inner A)).
  rewrite !fE; unfold beyond.
  rewrite (standard_linear d (fun z => _ + -1 * _)); [|apply tame_linear; auto | apply tame_linear; auto].
  rewrite !standard_linear by auto; ring.
change (- pairs C + sum K (fun k => w k * f C k) = - pairs A + sum K (fun k => w k * f A k)
  + (- pairs C + sum K (fun k => w k * E k (slope (inner r d C)))
     - (- pairs A + sum K (fun k => w k * E k (slope (inner r d A))))) + sum K (fun k => w k * E k (beyond C))).
rewrite (sum_ext K (fun k => w k * f C k) (fun k => (w k * f A k + 1 * (w k * E k (slope (inner r d C))
  + -1 * (w k * E k (slope (inner r d A))))) + 1 * (w k * E k (beyond C)))) by (intros; rewrite e; ring).
rewrite sum_linear, sum_linear, sum_linear; ring.
Qed.

Definition apart (C : encoder) (x : vector) : vector := plus (image d r C x) (times (-1) (h x)).

Lemma dot_apart C x y : dot d (apart C x) y = inner r d C x y - inner r d A x y.
Proof. unfold apart; rewrite dotC, dot_linear, !(dotC d y), <- !inner_image; ring. Qed.

Lemma beyondE C x : beyond C x = / 2 * dot d (apart C x) (apart C x)
  + (lse K w (scores d r nu C x) - lse K w (score x) - mean K (P x) (fun l => scores d r nu C x l - score x l)).
Proof.
rewrite dot_apart; unfold apart at 1 2; rewrite !inner_linear.
unfold beyond, slope.
replace (mean K (P x) (fun l => scores d r nu C x l - score x l))
  with (mean K (P x) (fun l => inner r d C x (nu l)) - mean K (P x) (fun l => inner r d A x (nu l))).
  rewrite !(inner_image d r C x), !(inner_image d r A x), (dotC d (h x) (image d r C x)); field.
unfold mean; replace (sum K (fun l => P x l * (scores d r nu C x l - score x l)))
  with (sum K (fun l => P x l * inner r d C x (nu l) + -1 * (P x l * inner r d A x (nu l))))
  by (apply sum_ext; intros; unfold scores; ring).
rewrite sum_linear; ring.
Qed.

Lemma beyond_below C x : / 2 * dot d (apart C x) (apart C x) <= beyond C x.
Proof. rewrite beyondE; assert (t := lse_tangent K w wp w1 (scores d r nu C x) (score x)); lra. Qed.

Lemma beyond_above C x m n t : 0 <= t <= 1 -> (forall l, (l < K)%nat -> 0 <= m l) -> (forall l,
  (l < K)%nat -> Rabs (scores d r nu C x l - score x l) <= t * m l) ->
  dot d (apart C x) (apart C x) <= 2 * t ^ 2 * n ->
  beyond C x <= t ^ 2 * (n + sum K (fun l => m l * m l * exp (m l))).
Proof.
intros ht m0 hm hn; rewrite beyondE; assert (u := lse_above K w wp w1 (score x) (fun l => scores d r nu C x l - score x
  l)); cbv beta in u.
replace (lse K w (fun l => score x l + (scores d r nu C x l - score x l))) with (lse K w (scores d r nu C x)) in u
  by (f_equal; apply functional_extensionality; intros; ring).
assert (q : sum K (fun l => (scores d r nu C x l - score x l) ^ 2 * exp (Rabs (scores d r nu C x l - score x l)))
    <= t ^ 2 * sum K (fun l => m l * m l * exp (m l))).
  rewrite <- sum_scale; apply sum_le; intros l hl; assert (b := hm l hl);
    set (e := scores d r nu C x l - score x l) in *.
  assert (b0 := Rabs_pos e); assert (ml := m0 l hl); assert (b1 : Rabs e <= m l) by nra.
  rewrite <- (pow2_abs e), <- Rmult_assoc; apply Rmult_le_compat; [apply pow2_ge_0 | left; apply exp_pos | nra|].
  apply exp_le; auto.
assert (s := Rmult_plus_distr_l (t ^ 2) n (sum K (fun l => m l * m l * exp (m l)))); lra.
Qed.

(* Along A + t D: the terms of first and second order of the Gram matrix. *)
Section Line.
Variable D : encoder.
Definition cross (x y : vector) : R := bilinear r A D x y + 1 * bilinear r D A x y.
Definition across (x : vector) : vector := fun i => sum r (fun j => dot d (A j) x * D j i) + sum r (fun j => dot d (D
  j) x * A j i).

Lemma dot_rows B C x y : dot d (fun i => sum r (fun j => dot d (B j) x * C j i)) y = bilinear r B C x y.
Proof.
unfold bilinear, dot at 1; rewrite (sum_ext d _ (fun i => sum r (fun j => dot d (B j) x * C j i * y i))).
  rewrite sum_swap; apply sum_ext; intros j _; unfold dot at 3; rewrite <- sum_scale; apply sum_ext; intros; ring.
intros i _; rewrite (Rmult_comm (sum r _)), <- sum_scale; apply sum_ext; intros; ring.
Qed.

Lemma dot_across x y : dot d (across x) y = cross x y.
Proof.
unfold cross; rewrite <- (dot_rows A D), <- (dot_rows D A); unfold dot at 1.
rewrite (sum_ext d _ (fun i => sum r (fun j => dot d (A j) x * D j i) * y i + 1 * (sum r (fun j => dot d (D j) x * A j
  i) * y i)))
  by (intros; unfold across; ring).
apply sum_linear.
Qed.

Lemma inner_line t x y : inner r d (moved A D t) x y = inner r d A x y + (t * cross x y + t ^ 2 * inner r d D x y).
Proof.
assert (e : forall j x, dot d (moved A D t j) x = dot d (A j) x + t * dot d (D j) x)
  by (intros; unfold moved; rewrite dotC, dot_linear, !(dotC d x0); auto).
unfold inner, cross, bilinear.
rewrite (sum_ext r _ (fun j => dot d (A j) x * dot d (A j) y + t * (dot d (A j) x * dot d (D j) y
  + 1 * (dot d (D j) x * dot d (A j) y) + t * (dot d (D j) x * dot d (D j) y)))) by (intros; rewrite !e; ring).
rewrite !sum_linear; ring.
Qed.

Lemma square_plus t s a b : dot d (plus (times t a) (times s b)) (plus (times t a) (times s b))
  = t ^ 2 * dot d a a + 2 * t * s * dot d a b + s ^ 2 * dot d b b.
Proof.
unfold dot at 1; rewrite (sum_ext d _ (fun i => (t ^ 2 * (a i * a i) + 2 * t * s * (a i * b i)) + s ^ 2 * (b i * b i)))
  by (intros; unfold plus, times; ring).
rewrite !sum_linear, sum_scale; auto.
Qed.

Lemma apart_line t x : dot d (apart (moved A D t) x) (apart (moved A D t) x)
  <= 2 * (t ^ 2 * cross x (across x) + t ^ 4 * dot d (image d r D x) (image d r D x)).
Proof.
set (v := apart (moved A D t) x); set (u := plus (times t (across x)) (times (t ^ 2) (image d r D x))).
assert (dual : forall y, dot d v y = dot d u y).
  intros y; unfold v; rewrite dot_apart, inner_line; unfold u.
  rewrite dotC, dot_linear, (dotC d y), dot_times, (dotC d y), dot_across, <- inner_image; ring.
assert (e : dot d v v = dot d u u) by (rewrite dual, dotC, dual; auto).
set (a := across x) in *; set (b := image d r D x) in *.
assert (uu := square_plus t (t ^ 2) a b); assert (q := square_plus t (- t ^ 2) a b).
assert (p0 := square_pos d (plus (times t a) (times (- t ^ 2) b))).
rewrite <- (dot_across x a); fold a; rewrite e; unfold u; rewrite uu; lra.
Qed.

Definition room (x y : vector) : R := Rabs (cross x y) + Rabs (inner r d D x y).
Definition bound (x : vector) : R := cross x (across x) + dot d (image d r D x) (image d r D x)
  + sum K (fun l => room x (nu l) * room x (nu l) * exp (room x (nu l))).

Lemma lipschitz_bilinear a b y : lipschitz d (fun x => bilinear r a b x y).
Proof.
replace (fun x => bilinear r a b x y) with (dot d (fun i => sum r (fun j => dot d (b j) y * a j i))).
  apply lipschitz_dot.
apply functional_extensionality; intros x; rewrite dot_rows; apply sum_ext; intros; ring.
Qed.

Lemma tame_bound k : tame d (fun z => bound (plus z (nu k))).
Proof.
assert (lc : forall y, lipschitz d (fun x => cross x y))
  by (intros; apply (lipschitz_linear d (fun x => bilinear r A D x y) (fun x => bilinear r D A x y));
    apply lipschitz_bilinear).
assert (lr : forall y, lipschitz d (fun x => room x y)).
  intros y; unfold room; replace (fun x => Rabs (cross x y) + Rabs (inner r d D x y))
    with (fun x => Rabs (cross x y) + 1 * Rabs (inner r d D x y)) by (apply functional_extensionality; intros; ring).
  apply lipschitz_linear; apply lipschitz_abs; [apply lc | apply (lipschitz_bilinear D D)].
apply tame_plus; [apply tame_plus; [|apply tame_square]|].
- replace (fun z => cross (plus z (nu k)) (across (plus z (nu k)))) with (fun z =>
    sum r (fun j => dot d (A j) (plus z (nu k)) * cross (plus z (nu k)) (D j))
    + sum r (fun j => dot d (D j) (plus z (nu k)) * cross (plus z (nu k)) (A j))).
    apply tame_plus.
    + apply (tame_sum d r (fun j z => dot d (A j) (plus z (nu k)) * cross (plus z (nu k)) (D j))); intros j _.
      apply tame_mult; [apply tame_mean_dot | apply (tame_shift d (fun x => cross x (D j))), lipschitz_tame, lc].
    + apply (tame_sum d r (fun j z => dot d (D j) (plus z (nu k)) * cross (plus z (nu k)) (A j))); intros j _.
      apply tame_mult; [apply tame_mean_dot | apply (tame_shift d (fun x => cross x (A j))), lipschitz_tame, lc].
  apply functional_extensionality; intros z; set (x := plus z (nu k)); unfold cross at 3, bilinear; rewrite Rmult_1_l.
  f_equal; apply sum_ext; intros j _; f_equal; rewrite dotC, dot_across; auto.
- apply (tame_sum d K (fun l z => room (plus z (nu k)) (nu l) * room (plus z (nu k)) (nu l) * exp (room (plus z (nu k))
  (nu l)))).
  intros l _; apply (tame_shift d (fun x => room x (nu l) * room x (nu l) * exp (room x (nu l)))).
  assert (t := lipschitz_tame _ _ (lr (nu l))); repeat apply tame_mult; auto using tame_exp.
Qed.

(* With s = |t|; or with s = t^2, if there is no term of first order. *)
Lemma line_above : exists c, forall t s, Rabs t <= 1 -> s = Rabs t \/ s = t ^ 2 /\ (forall x y, cross x y = 0) ->
  L (moved A D t) <= L A + (t * gradient cross + t ^ 2 * gradient (inner r d D)) + c * s ^ 2.
Proof.
exists (sum K (fun k => w k * E k bound)); intros t s ht hs; rewrite expansion.
assert (t2 : t ^ 2 <= 1) by (rewrite <- (pow2_abs t); assert (q := Rabs_pos t); nra).
assert (g : gradient (inner r d (moved A D t)) - gradient (inner r d A) = t * gradient cross + t ^ 2 * gradient (inner
  r d D)).
  assert (pc : proper cross) by (apply proper_linear; apply proper_bilinear).
  assert (pt : proper (fun x y => inner r d A x y + t * cross x y)) by (apply proper_linear; auto using proper_inner).
  replace (inner r d (moved A D t)) with (fun x y => inner r d A x y + t * cross x y + t ^ 2 * inner r d D x y).
    rewrite (gradient_linear (fun x y => inner r d A x y + t * cross x y)) by auto using proper_inner.
    rewrite (gradient_linear (inner r d A)) by auto using proper_inner; ring.
  do 2 (apply functional_extensionality; intros ?); rewrite inner_line; ring.
rewrite g; apply Rplus_le_compat_l; rewrite Rmult_comm, <- sum_scale; apply sum_le; intros k hk.
replace (s ^ 2 * (w k * E k bound)) with (w k * (s ^ 2 * E k bound)) by ring; apply Rmult_le_compat_l; [left; auto|].
rewrite <- standard_scale by apply tame_bound; apply standard_monotone;
  [apply tame_beyond | apply tame_scale, tame_bound|]; intros z; set (x := plus z (nu k)).
assert (s01 : 0 <= s <= 1 /\ t ^ 4 <= s ^ 2 /\ (t ^ 2 <= s ^ 2 \/ cross x (across x) = 0)).
  assert (t0 := pow2_ge_0 t); destruct hs as [-> | [-> z0]].
    rewrite pow2_abs; repeat split; auto using Rabs_pos; [|left; lra].
    replace (t ^ 4) with (t ^ 2 * t ^ 2) by ring; nra.
  repeat split; auto; right; ring.
destruct s01 as [s1 [t4 tc]]; unfold bound; apply beyond_above; auto.
- intros; apply Rplus_le_le_0_compat; apply Rabs_pos.
- intros l _; unfold scores, room; rewrite inner_line.
  replace (_ + _ - _) with (t * cross x (nu l) + t ^ 2 * inner r d D x (nu l)) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _); rewrite !Rabs_mult, (Rabs_pos_eq (t ^ 2)) by apply pow2_ge_0.
  assert (a0 := Rabs_pos (cross x (nu l))); assert (b0 := Rabs_pos (inner r d D x (nu l))).
  destruct hs as [-> | [-> z0]]; [|rewrite z0, Rabs_R0; lra].
  assert (t ^ 2 <= Rabs t) by (rewrite <- (pow2_abs t); assert (q := Rabs_pos t); nra); nra.
- apply Rle_trans with (1 := apart_line t x); set (a := cross x (across x)) in *.
  assert (a0 : 0 <= a) by (unfold a; rewrite <- dot_across; apply square_pos).
  assert (b0 := square_pos d (image d r D x)); destruct tc as [tc | ->]; nra.
Qed.
End Line.

Section Point.
Hypothesis point : second_order A.

Lemma cross_zero D : gradient (cross D) = 0.
Proof.
destruct (point D) as [c hc]; destruct (line_above D) as [c' above].
apply (first_order_zero _ (Rabs (gradient (inner r d D)) + Rabs c' + Rabs c)); intros t ht.
assert (u := above t (Rabs t) ht (or_introl eq_refl)); assert (l := hc t ht); rewrite pow2_abs in u.
assert (t2 := pow2_ge_0 t); assert (q1 := Rle_abs (gradient (inner r d D))); assert (q2 := Rle_abs c');
  assert (q3 := Rle_abs c).
assert (t3 : Rabs t ^ 3 <= t ^ 2) by (rewrite <- (pow2_abs t); assert (q := Rabs_pos t); nra).
assert (0 <= Rabs t ^ 3) by (apply pow_le, Rabs_pos).
assert (c * Rabs t ^ 3 <= Rabs c * t ^ 2) by (assert (c0 := Rabs_pos c); nra); nra.
Qed.

Lemma second_pos D : (forall x y, cross D x y = 0) -> 0 <= gradient (inner r d D).
Proof.
intros z; destruct (point D) as [c hc]; destruct (line_above D) as [c' above].
apply (not_negative _ (c + Rabs c')); intros t ht; assert (a : Rabs t = t) by (apply Rabs_pos_eq; lra).
assert (u := above t (t ^ 2) ltac:(lra) (or_intror (conj eq_refl z))); assert (l := hc t ltac:(lra)); rewrite a in l.
rewrite cross_zero in u; apply Rmult_le_reg_l with (t ^ 2); [nra|].
assert (q := Rle_abs c'); assert (q0 := Rabs_pos c'); assert (t3 : 0 <= t ^ 3) by (apply pow_le; lra).
assert (t4 : t ^ 4 <= t ^ 3) by (simpl; nra).
assert (c' * t ^ 4 <= Rabs c' * t ^ 3).
  apply Rle_trans with (Rabs c' * t ^ 4); [apply Rmult_le_compat_r; [apply pow_le;
    lra | auto] | apply Rmult_le_compat_l; auto].
replace ((t ^ 2) ^ 2) with (t ^ 4) in u by ring; lra.
Qed.

Hypothesis enough : (d <= r)%nat.

Lemma rank_one_pos v : 0 <= gradient (fun x y => dot d v x * dot d v y).
Proof.
assert (px : proper (fun x y => dot d v x * dot d v y)).
  replace (fun x y => dot d v x * dot d v y) with (bilinear 1 (fun _ => v) (fun _ => v)) by
    (do 2 (apply functional_extensionality; intros ?); unfold bilinear; simpl; ring).
  apply proper_bilinear.
assert (scaled : forall c, gradient (fun x y => c * (dot d v x * dot d v y)) = c * gradient (fun x y => dot d v x * dot
  d v y)).
  intros c; assert (q := gradient_linear _ _ (c - 1) px px); replace (fun x y => c * (dot d v x * dot d v y))
    with (fun x y => dot d v x * dot d v y + (c - 1) * (dot d v x * dot d v y))
    by (do 2 (apply functional_extensionality; intros ?); ring).
  rewrite q; ring.
destruct (dependent d (S r) (fun j => if Nat.eq_dec j r then v else A j) ltac:(lia)) as [u [[m [hm um]] z]].
assert (last : forall f, sum (S r) f = f r + sum r f).
  intros f; rewrite (sum_skip r f r) by lia; f_equal; apply sum_ext; intros j hj; f_equal; unfold skip.
  destruct (Nat.ltb_spec j r); lia.
assert (z' : forall x, u r * dot d v x + sum r (fun j => u j * dot d (A j) x) = 0).
  intros x; rewrite <- (sum_zero d (fun i => (u r * v i + sum r (fun j => u j * A j i)) * x i)).
    unfold dot; rewrite <- sum_scale, (sum_ext r (fun j => u j * sum d (fun i => A j i * x i))
      (fun j => sum d (fun i => u j * (A j i * x i)))) by (intros; rewrite sum_scale; auto).
    rewrite sum_swap, <- (Rmult_1_l (sum d (fun i => sum r _))), <- sum_linear; apply sum_ext; intros i _.
    rewrite Rmult_1_l, Rmult_plus_distr_r, (Rmult_comm (sum r (fun j => u j * A j i))), <- sum_scale; f_equal; [ring|].
    apply sum_ext; intros; ring.
  intros i hi; rewrite <- (Rmult_0_l (x i)); f_equal; rewrite <- (z i hi), last.
  destruct (Nat.eq_dec r r); [|contradiction]; f_equal; apply sum_ext; intros j hj; destruct (Nat.eq_dec j r);
    [lia | auto].
destruct (Req_dec (u r) 0) as [ur | ur].
- (* The rows of A are dependent: the direction u v^T. *)
  set (D := fun j => times (u j) v); set (c := sum r (fun j => u j * u j)).
  assert (c0 : 0 < c).
    assert (hmr : (m < r)%nat) by (assert (m <> r) by (intros ->; contradiction); lia).
    apply Rlt_le_trans with (u m * u m); [nra|]; apply (sum_term r (fun j => u j * u j)); auto; intros; nra.
  assert (zero : forall x, sum r (fun j => u j * dot d (A j) x) = 0) by (intros x; assert (q := z' x);
    rewrite ur in q; lra).
  assert (q := second_pos D); replace (inner r d D) with (fun x y => c * (dot d v x * dot d v y)) in q.
    rewrite scaled in q; apply Rmult_le_reg_l with c; auto; rewrite Rmult_0_r; apply q; intros x y;
      unfold cross, bilinear, D.
    rewrite (sum_ext r _ (fun j => dot d v y * (u j * dot d (A j) x))) by (intros; rewrite dot_times; ring).
    rewrite (sum_ext r (fun j => dot d (times (u j) v) x * _) (fun j => dot d v x * (u j * dot d (A j) y)))
      by (intros; rewrite dot_times; ring).
    rewrite !sum_scale, !zero; ring.
  do 2 (apply functional_extensionality; intros ?); unfold inner, D, c; rewrite Rmult_comm, <- sum_scale.
  apply sum_ext; intros; rewrite !dot_times; ring.
- (* v is a combination of them: the direction that has v v^T as its term of first order. *)
  set (D := fun j => times (- u j / (2 * u r)) v); right; symmetry.
  replace (fun x y => dot d v x * dot d v y) with (cross D); [apply cross_zero|].
  assert (e : forall x, sum r (fun j => - u j / (2 * u r) * dot d (A j) x) = dot d v x / 2).
    intros x; rewrite (sum_ext r _ (fun j => - / (2 * u r) * (u j * dot d (A j) x))) by (intros; field; auto).
    rewrite sum_scale; replace (sum r (fun j => u j * dot d (A j) x)) with (- (u r * dot d v x)) by (assert (q := z'
      x); lra).
    field; auto.
  do 2 (apply functional_extensionality; intros ?); unfold cross, bilinear, D.
  rewrite (sum_ext r _ (fun j => dot d v x0 * (- u j / (2 * u r) * dot d (A j) x))) by (intros; rewrite dot_times;
    ring).
  rewrite (sum_ext r (fun j => dot d (times _ v) x * _) (fun j => dot d v x * (- u j / (2 * u r) * dot d (A j) x0)))
    by (intros; rewrite dot_times; ring).
  rewrite !sum_scale, !e; field.
Qed.

Lemma gradient_pos n C : 0 <= gradient (bilinear n C C).
Proof.
revert C; induction n as [|n IH]; intros C.
- right; unfold gradient, slope, mean, bilinear; simpl; symmetry.
  rewrite (sum_zero K (fun k => sum K _)) by (intros; apply sum_zero; intros; ring).
  rewrite (sum_zero K (fun k => w k * _)); [ring|]; intros k _.
  replace (fun z => _) with (fun _ : vector => 0); [rewrite standard_const; ring|].
  apply functional_extensionality; intros z; rewrite sum_zero; [ring | intros; ring].
- replace (bilinear (S n) C C) with (fun x y => bilinear n (fun j => C (S j)) (fun j => C (S j)) x y
    + 1 * bilinear 1 C C x y) by (do 2 (apply functional_extensionality; intros ?); unfold bilinear; simpl; ring).
  rewrite gradient_linear by apply proper_bilinear.
  assert (q := rank_one_pos (C O)); replace (bilinear 1 C C) with (fun x y => dot d (C O) x * dot d (C O) y)
    by (do 2 (apply functional_extensionality; intros ?); unfold bilinear; simpl; ring).
  assert (i := IH (fun j => C (S j))); lra.
Qed.

Lemma gradient_self : gradient (inner r d A) = 0.
Proof.
assert (q := cross_zero A); assert (e := gradient_linear (inner r d A) (inner r d A) 1 (proper_inner A) (proper_inner
  A)).
change (gradient (cross A) = gradient (inner r d A) + 1 * gradient (inner r d A)) in e; lra.
Qed.

Lemma tame_apart C k : tame d (fun z => dot d (apart C (plus z (nu k))) (apart C (plus z (nu k)))).
Proof.
replace (fun z => dot d (apart C (plus z (nu k))) (apart C (plus z (nu k)))) with (fun z =>
  (dot d (image d r C (plus z (nu k))) (image d r C (plus z (nu k)))
    + -2 * inner r d C (plus z (nu k)) (h (plus z (nu k)))) + dot d (h (plus z (nu k))) (h (plus z (nu k)))).
  apply tame_plus; [apply tame_linear; [apply tame_square | apply (proper_inner C)] | apply tame_square].
apply functional_extensionality; intros z; set (x := plus z (nu k)); unfold apart.
assert (q := square_plus 1 (-1) (image d r C x) (h x)); replace (times 1 (image d r C x)) with (image d r C x) in q
  by (apply functional_extensionality; intros; unfold times; ring).
rewrite q, inner_image; ring.
Qed.

(* The loss of any other encoder, with the distance of the Gram matrices. *)
Lemma above C : L A + / 2 * sum K (fun k => w k * E k (fun x => dot d (apart C x) (apart C x))) <= L C.
Proof.
rewrite (expansion C), gradient_self; assert (g := gradient_pos r C); change (bilinear r C C) with (inner r d C) in g.
rewrite <- sum_scale; assert (b : sum K (fun k => / 2 * (w k * E k (fun x => dot d (apart C x) (apart C x))))
    <= sum K (fun k => w k * E k (beyond C))); [|lra].
apply sum_le; intros k hk; rewrite <- Rmult_assoc, (Rmult_comm (/ 2)), Rmult_assoc; apply Rmult_le_compat_l; [left;
  auto|].
rewrite <- standard_scale by apply tame_apart; apply standard_monotone;
  [apply tame_scale, tame_apart | apply tame_beyond | intros; apply beyond_below].
Qed.

Theorem T12_second_order_is_global C : L A <= L C.
Proof.
assert (a := above C); assert (q : 0 <= sum K (fun k => w k * E k (fun x => dot d (apart C x) (apart C x)))); [|lra].
apply sum_pos; intros k hk; apply Rmult_le_pos; [left; auto|]; rewrite <- (standard_const d 0).
apply standard_monotone; [apply tame_const | apply tame_apart | intros; apply square_pos].
Qed.

Theorem T12_one_gram_matrix C : L C <= L A -> forall x y, inner r d C x y = inner r d A x y.
Proof.
intros le x y; set (a := apart C y); assert (ae : forall x, dot d a x = inner r d C x y - inner r d A x y).
  intros u; unfold a; rewrite dot_apart, (innerC d r C), (innerC d r A); auto.
assert (aa : dot d a a * 1 <= dot d y y * sum K (fun k => w k * E k (fun x => dot d (apart C x) (apart C x)))).
  rewrite <- w1, <- !sum_scale; apply sum_le; intros k hk.
  replace (dot d y y * (w k * E k (fun x => dot d (apart C x) (apart C x)))) with
    (w k * (dot d y y * E k (fun x => dot d (apart C x) (apart C x)))) by ring.
  rewrite Rmult_comm; apply Rmult_le_compat_l; [left; auto|].
  apply Rle_trans with (standard d (fun z => dot d a (plus z (nu k)) * dot d a (plus z (nu k)))).
    rewrite product; nra.
  rewrite <- standard_scale by apply tame_apart; apply standard_monotone;
    [apply tame_mult; apply tame_mean_dot | apply tame_scale, tame_apart|]; intros z; set (u := plus z (nu k)).
  assert (c := cauchy_schwarz d (apart C u) y); rewrite dot_apart, <- ae in c; lra.
assert (u := above C); assert (y0 := square_pos d y).
assert (a0 : dot d a a = 0) by (assert (q := square_pos d a); nra).
assert (c := cauchy_schwarz d a x); rewrite a0, Rmult_0_l, ae in c; nra.
Qed.
End Point.
End Encoder.
