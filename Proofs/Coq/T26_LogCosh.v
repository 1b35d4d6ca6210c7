(* T26: log cosh, its tangents, and its expansion to second order with a bound of the rest. *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Taylor.
Open Scope R_scope.

Definition lcosh (t : R) : R := ln ((exp t + exp (- t)) / 2).
Definition th (t : R) : R := (exp t - exp (- t)) / (exp t + exp (- t)).

Lemma cosh_pos t : 0 < exp t + exp (- t).
Proof. assert (p := exp_pos t); assert (q := exp_pos (- t)); lra. Qed.

Lemma lcosh_derive (t : R) : is_derive lcosh t (th t).
Proof.
assert (p := cosh_pos t); unfold lcosh, th; auto_derive; [lra|]; field; lra.
Qed.

Lemma th_derive (t : R) : is_derive th t (1 - th t ^ 2).
Proof. assert (p := cosh_pos t); unfold th; auto_derive; [lra|]; field; lra. Qed.

Lemma th_square_derive (t : R) : is_derive (fun t => 1 - th t ^ 2) t (- 2 * th t * (1 - th t ^ 2)).
Proof.
replace (- 2 * th t * (1 - th t ^ 2)) with (0 - INR 2 * (1 - th t ^ 2) * th t ^ 1) by (simpl; ring).
apply (is_derive_minus (fun _ => 1) (fun t => th t ^ 2)); [apply (is_derive_const 1) | apply is_derive_pow,
  th_derive].
Qed.

Lemma th_size t : - 1 < th t < 1.
Proof.
assert (p := cosh_pos t); assert (q := exp_pos t); assert (r := exp_pos (- t)); unfold th.
split; apply Rmult_lt_reg_r with (exp t + exp (- t)); auto; unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
Qed.

Lemma lcosh_0 : lcosh 0 = 0.
Proof. unfold lcosh; rewrite Ropp_0, exp_0; replace ((1 + 1) / 2) with 1 by field; apply ln_1. Qed.

Lemma th_0 : th 0 = 0.
Proof. unfold th; rewrite Ropp_0; field; assert (p := cosh_pos 0); rewrite Ropp_0 in p; lra. Qed.

Lemma lcosh_even t : lcosh (- t) = lcosh t.
Proof. unfold lcosh; rewrite Ropp_involutive, Rplus_comm; reflexivity. Qed.

Lemma th_odd t : th (- t) = - th t.
Proof. assert (p := cosh_pos t); unfold th; rewrite Ropp_involutive; field; lra. Qed.

(* log cosh is above its tangents. *)
Lemma lcosh_tangent x y : lcosh x + th x * (y - x) <= lcosh y.
Proof.
assert (right_side : forall u k, 0 <= k -> lcosh u + th u * k <= lcosh (u + k)).
  intros u k k0; assert (s : forall t, 0 <= t -> 0 <= th (u + t) - th u).
    intros t t0; refine (Rle_trans _ _ _ _ (grows (fun t => th (u + t) - th u) (fun t => 1 - th (u
      + t) ^ 2) _ _ t t0)).
    - right; rewrite Rplus_0_r; ring.
    - intros v; auto_derive; [eexists; apply th_derive | rewrite (is_derive_unique _ _ _ (th_derive _)); ring].
    - intros v _; assert (z := th_size (u + v)); nra.
  assert (q : 0 <= lcosh (u + k) - lcosh u - th u * k); [|lra].
  refine (Rle_trans _ _ _ _ (grows (fun t => lcosh (u + t) - lcosh u - th u * t) (fun t => th (u
    + t) - th u) _ s k k0)).
  - right; rewrite Rplus_0_r; ring.
  - intros v; auto_derive; [eexists; apply lcosh_derive | rewrite (is_derive_unique _ _ _ (lcosh_derive _)); ring].
destruct (Rle_lt_dec 0 (y - x)) as [h | h].
  assert (q := right_side x (y - x) h); replace (x + (y - x)) with y in q by ring; exact q.
assert (q := right_side (- x) (x - y) ltac:(lra)); rewrite lcosh_even, th_odd in q.
replace (- x + (x - y)) with (- y) in q by ring; rewrite lcosh_even in q; lra.
Qed.

Lemma lcosh_pos t : 0 <= lcosh t.
Proof. assert (q := lcosh_tangent 0 t); rewrite lcosh_0, th_0 in q; lra. Qed.

Lemma lcosh_lipschitz x y : Rabs (lcosh x - lcosh y) <= Rabs (x - y).
Proof.
assert (p := lcosh_tangent x y); assert (q := lcosh_tangent y x); assert (r := th_size x); assert (s := th_size y).
assert (t := Rle_abs (x - y)); assert (u := Rle_abs (y - x)); rewrite (Rabs_minus_sym y x) in u.
apply Rabs_le; split; destruct (Rle_lt_dec x y); nra.
Qed.

Lemma lcosh_size t : Rabs (lcosh t) <= Rabs t.
Proof. assert (l := lcosh_lipschitz t 0); rewrite lcosh_0, !Rminus_0_r in l; exact l. Qed.

Lemma lcosh_expansion x k : lcosh x + th x * k + (1 - th x ^ 2) * k ^ 2 / 2 - Rabs k ^ 3 / 6 <= lcosh (x + k).
Proof.
assert (b : forall t, Rabs (- 2 * th t * (1 - th t ^ 2)) <= 1).
  intros t; assert (s := th_size t); assert (0 <= (th t - 3 / 5) ^ 2 * (th t + 6 / 5)).
    apply Rmult_le_pos; [apply pow2_ge_0 | lra].
  assert (0 <= (- th t - 3 / 5) ^ 2 * (- th t + 6 / 5)) by (apply Rmult_le_pos; [apply pow2_ge_0 | lra]).
  apply Rabs_le; split; nra.
assert (q := expansion lcosh th (fun t => 1 - th t ^ 2) (fun t => - 2 * th t * (1 - th t ^ 2)) 1
  lcosh_derive th_derive th_square_derive b x k); cbv beta in q; lra.
Qed.

(* The slope grows. *)
Lemma th_monotone x y : x <= y -> th x <= th y.
Proof.
intros h; destruct (Req_dec x y) as [-> | n]; [lra|].
assert (p := lcosh_tangent x y); assert (q := lcosh_tangent y x); nra.
Qed.

Lemma th_pos x : 0 <= x -> 0 <= th x.
Proof. intros h; rewrite <- th_0; apply th_monotone; auto. Qed.

Lemma times_th x : 0 <= x * th x.
Proof.
destruct (Rle_lt_dec 0 x) as [h | h]; [assert (q := th_pos x h); nra|].
assert (q := th_pos (- x) ltac:(lra)); rewrite th_odd in q; nra.
Qed.

Lemma th_square_monotone c d x : 0 <= c -> c <= d -> th (c * x) ^ 2 <= th (d * x) ^ 2.
Proof.
intros c0 cd; destruct (Rle_lt_dec 0 x) as [h | h].
  apply pow_incr; split; [apply th_pos, Rmult_le_pos; lra | apply th_monotone, Rmult_le_compat_r; lra].
assert (q : th (c * - x) ^ 2 <= th (d * - x) ^ 2).
  apply pow_incr; split; [apply th_pos, Rmult_le_pos; lra | apply th_monotone, Rmult_le_compat_r; lra].
rewrite <- !Ropp_mult_distr_r, !th_odd in q; lra.
Qed.

Lemma lcosh_monotone c d x : 0 <= c -> c <= d -> lcosh (c * x) <= lcosh (d * x).
Proof.
intros c0 cd; assert (t := lcosh_tangent (c * x) (d * x)); assert (q := times_th (c * x)).
destruct (Req_dec c 0) as [-> | n]; [rewrite Rmult_0_l, lcosh_0; apply lcosh_pos|].
assert (c1 : 0 < c) by lra; assert (0 <= x * th (c * x)).
  apply Rmult_le_reg_l with c; auto; lra.
nra.
Qed.
