(* T16: the log-sum-exp lies above its tangents, and above them by at most twice the square
   of the spread of the increment. *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import T16_Definitions.
Open Scope R_scope.

Lemma exp_above_tangent x : 1 + x <= exp x.
Proof.
destruct (Req_dec x 0) as [-> | n]; [rewrite exp_0; lra | left; apply exp_ineq1; exact n].
Qed.

Lemma exp_quadratic x : exp x <= x + exp (2 * x ^ 2).
Proof.
destruct (Rle_lt_dec (/ 2) x) as [h | h].
  assert (exp x <= exp (2 * x ^ 2)).
    destruct (Req_dec x (2 * x ^ 2)) as [<- | n]; [lra | left; apply exp_increasing; nra].
  lra.
assert (p : 0 < exp (- x)) by apply exp_pos.
assert (t := exp_above_tangent (- x)); assert (q := exp_above_tangent (2 * x ^ 2)).
assert (e : exp x * exp (- x) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
assert (px := exp_pos x).
assert (exp x * (1 - x) <= 1) by nra.
assert (1 <= (1 + x + 2 * x ^ 2) * (1 - x)) by nra.
assert (exp x <= 1 + x + 2 * x ^ 2) by nra.
lra.
Qed.

Section LogSumExp.
Variable w : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.

Definition total (s : component -> R) : R := sum (fun l => w l * exp (s l)).
Definition lse (s : component -> R) : R := ln (total s).
Definition softmax (s : component -> R) (l : component) : R := w l * exp (s l) / total s.
(* At the matrix h e1 e1^T, where the scores of (t, y) are h t a l. *)
Definition posterior (a : component -> R) (h t : R) : component -> R := softmax (fun l => h * (t * a l)).

Lemma total_pos s : 0 < total s.
Proof.
unfold total, sum.
assert (h : forall l, 0 < w l * exp (s l)) by (intros l; apply Rmult_lt_0_compat; [apply wp | apply exp_pos]).
assert (h1 := h large); assert (h2 := h medium); assert (h3 := h small); lra.
Qed.

Lemma softmax_pos s l : 0 < softmax s l.
Proof.
unfold softmax; apply Rdiv_lt_0_compat; [|apply total_pos].
apply Rmult_lt_0_compat; [apply wp | apply exp_pos].
Qed.

Lemma softmax_sum s : sum (softmax s) = 1.
Proof.
assert (t := total_pos s); unfold sum, softmax.
replace (_ + _ + _) with (total s / total s) by (unfold total at 1, sum; field; lra).
field; lra.
Qed.

Definition mean (p d : component -> R) : R := sum (fun l => p l * d l).

Lemma total_ratio s s0 :
  total s = total s0 * mean (softmax s0) (fun l => exp (s l - s0 l)).
Proof.
assert (t := total_pos s0); unfold mean, softmax, sum.
assert (e : forall l, exp (s l) = exp (s0 l) * exp (s l - s0 l)).
  intros l; rewrite <- exp_plus; f_equal; ring.
unfold total at 1, sum; rewrite !e; field; lra.
Qed.

Lemma lse_ratio s s0 :
  lse s = lse s0 + ln (mean (softmax s0) (fun l => exp (s l - s0 l))).
Proof.
assert (t := total_pos s0); assert (ts := total_pos s).
unfold lse; rewrite (total_ratio s s0), ln_mult; auto.
rewrite total_ratio with (s0 := s0) in ts; nra.
Qed.

Lemma lse_tangent s s0 :
  lse s0 + mean (softmax s0) (fun l => s l - s0 l) <= lse s.
Proof.
rewrite (lse_ratio s s0); apply Rplus_le_compat_l.
set (d := fun l => s l - s0 l); set (m := mean _ d).
assert (ps := softmax_sum s0); unfold sum in ps.
assert (pp := softmax_pos s0).
rewrite <- (ln_exp m) at 1; apply ln_le; [apply exp_pos|].
assert (b : forall l, exp m * (1 + (d l - m)) <= exp (d l)).
  intros l; replace (exp (d l)) with (exp m * exp (d l - m)) by (rewrite <- exp_plus; f_equal; ring).
  apply Rmult_le_compat_l; [left; apply exp_pos | apply exp_above_tangent].
assert (c : forall l, softmax s0 l * (exp m * (1 + (d l - m))) <= softmax s0 l * exp (d l)).
  intros l; apply Rmult_le_compat_l; [left; apply pp | apply b].
assert (c1 := c large); assert (c2 := c medium); assert (c3 := c small).
unfold mean at 1, sum; fold (d large) (d medium) (d small).
assert (em : m = softmax s0 large * d large + softmax s0 medium * d medium + softmax s0 small * d small).
  reflexivity.
replace (exp m) with
  (softmax s0 large * (exp m * (1 + (d large - m))) + softmax s0 medium * (exp m * (1 + (d medium - m)))
   + softmax s0 small * (exp m * (1 + (d small - m)))); [unfold d in *; lra|].
replace (_ + _ + _) with (exp m * ((softmax s0 large + softmax s0 medium + softmax s0 small) * (1 - m)
  + (softmax s0 large * d large + softmax s0 medium * d medium + softmax s0 small * d small))) by ring.
rewrite ps, <- em; ring.
Qed.

Lemma lse_above s s0 r : (forall k l, Rabs ((s k - s0 k) - (s l - s0 l)) <= r) ->
  lse s <= lse s0 + mean (softmax s0) (fun l => s l - s0 l) + 2 * r ^ 2.
Proof.
intros hr; rewrite (lse_ratio s s0), Rplus_assoc; apply Rplus_le_compat_l.
set (d := fun l => s l - s0 l); set (m := mean _ d).
assert (ps := softmax_sum s0); unfold sum in ps.
assert (pp := softmax_pos s0).
assert (em : m = softmax s0 large * d large + softmax s0 medium * d medium + softmax s0 small * d small).
  reflexivity.
assert (p1 := pp large); assert (p2 := pp medium); assert (p3 := pp small).
assert (dm : forall l, (d l - m) ^ 2 <= r ^ 2).
  intros l; assert (k1 := hr l large); assert (k2 := hr l medium); assert (k3 := hr l small).
  fold (d l) (d large) in k1; fold (d l) (d medium) in k2; fold (d l) (d small) in k3.
  apply Rabs_def2_le in k1 || apply Rabs_le_between in k1; apply Rabs_le_between in k2; apply Rabs_le_between in k3.
  replace (d l - m) with (softmax s0 large * (d l - d large) + softmax s0 medium * (d l - d medium)
    + softmax s0 small * (d l - d small)) by (rewrite em; replace (d l) with (d l * 1) at 4 by ring; rewrite <- ps; ring).
  set (z := _ + _ + _); assert (- r <= z <= r); [|nra].
  assert (r = (softmax s0 large + softmax s0 medium + softmax s0 small) * r) by (rewrite ps; ring).
  unfold z; split; nra.
rewrite <- (ln_exp (m + 2 * r ^ 2)); apply ln_le.
  unfold mean, sum; assert (q : forall l, 0 < softmax s0 l * exp (d l)) by (intros l; apply Rmult_lt_0_compat; [apply pp|apply exp_pos]).
  assert (q1 := q large); assert (q2 := q medium); assert (q3 := q small); unfold d in *; lra.
assert (b : forall l, softmax s0 l * exp (d l) <= softmax s0 l * (exp m * ((d l - m) + exp (2 * r ^ 2)))).
  intros l; apply Rmult_le_compat_l; [left; apply pp|].
  replace (exp (d l)) with (exp m * exp (d l - m)) by (rewrite <- exp_plus; f_equal; ring).
  apply Rmult_le_compat_l; [left; apply exp_pos|].
  apply Rle_trans with (1 := exp_quadratic (d l - m)); apply Rplus_le_compat_l.
  destruct (Req_dec (2 * (d l - m) ^ 2) (2 * r ^ 2)) as [-> | n]; [lra|].
  left; apply exp_increasing; assert (g := dm l); lra.
assert (b1 := b large); assert (b2 := b medium); assert (b3 := b small).
unfold mean at 1, sum; fold (d large) (d medium) (d small); rewrite exp_plus.
apply Rle_trans with (softmax s0 large * (exp m * ((d large - m) + exp (2 * r ^ 2)))
  + softmax s0 medium * (exp m * ((d medium - m) + exp (2 * r ^ 2)))
  + softmax s0 small * (exp m * ((d small - m) + exp (2 * r ^ 2)))); [unfold d in *; lra|].
right; replace (_ + _ + _) with (exp m * ((softmax s0 large + softmax s0 medium + softmax s0 small)
  * (exp (2 * r ^ 2) - m)
  + (softmax s0 large * d large + softmax s0 medium * d medium + softmax s0 small * d small))) by ring.
rewrite ps, <- em; ring.
Qed.

(* Its size: lse(0) = 0, and it lies between weighted means of the scores. *)
Lemma lse_size s : Rabs (lse s) <= Rabs (s large) + Rabs (s medium) + Rabs (s small).
Proof.
assert (z : lse (fun _ => 0) = 0).
  unfold lse, total, sum; rewrite exp_0, !Rmult_1_r; unfold sum in w1; rewrite w1; apply ln_1.
assert (t1 := lse_tangent s (fun _ => 0)); assert (t2 := lse_tangent (fun _ => 0) s).
rewrite z in *; unfold mean, sum in *.
assert (bound : forall p x, 0 < p -> p <= 1 -> - Rabs x <= p * x <= Rabs x).
  intros p x; intros p0 p1; unfold Rabs; destruct (Rcase_abs x); split; nra.
assert (b : forall q, sum (softmax q) = 1 -> forall l, - Rabs (s l) <= softmax q l * s l <= Rabs (s l)).
  intros q qs l.
  assert (p1 := softmax_pos q large); assert (p2 := softmax_pos q medium); assert (p3 := softmax_pos q small).
  unfold sum in qs; apply bound; [apply softmax_pos | destruct l; lra].
assert (u1 := b _ (softmax_sum (fun _ => 0)) large); assert (u2 := b _ (softmax_sum (fun _ => 0)) medium).
assert (u3 := b _ (softmax_sum (fun _ => 0)) small).
assert (v1 := b _ (softmax_sum s) large); assert (v2 := b _ (softmax_sum s) medium).
assert (v3 := b _ (softmax_sum s) small).
apply Rabs_le; split; lra.
Qed.
End LogSumExp.
