(* T15, S2: the mean under a softmax is that of the first order in the scores, but for an
   eighth of the square of their spread times the spread of what is averaged. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import Taylor T16_Definitions T16_LogSumExp.
Open Scope R_scope.

(* Weights of the sum 1. *)
Section Gruss.
Variable p : component -> R.
Hypothesis pp : forall l, 0 < p l.
Hypothesis p1 : sum p = 1.

Lemma mean_linear f g c : mean p (fun l => f l + c * g l) = mean p f + c * mean p g.
Proof. unfold mean, sum; ring. Qed.

Lemma mean_const c : mean p (fun _ => c) = c.
Proof. unfold mean, sum in *; replace c with ((p large + p medium + p small) * c) at 4 by (rewrite p1; ring);
  ring. Qed.

Lemma mean_le f g : (forall l, f l <= g l) -> mean p f <= mean p g.
Proof.
intros h; assert (q := fun l => Rmult_le_compat_l (p l) _ _ (Rlt_le _ _ (pp l)) (h l)).
assert (q1 := q large); assert (q2 := q medium); assert (q3 := q small); unfold mean, sum; lra.
Qed.

(* Distances from the mean are at most the spread, and at most half of it in the mean. *)
Lemma deviation h r l : (forall k l, Rabs (h k - h l) <= r) -> Rabs (h l - mean p h) <= r.
Proof.
intros hr; assert (e : h l - mean p h = mean p (fun k => h l - h k)).
  replace (fun k => h l - h k) with (fun k => (fun _ => h l) k + -1 * h k) by (apply functional_extensionality;
    intros; ring).
  rewrite mean_linear, mean_const; ring.
assert (b : forall k, - r <= h l - h k <= r) by (intros k; apply Rabs_le_between, hr).
assert (lower := mean_le (fun _ => - r) _ (fun k => proj1 (b k))).
assert (upper := mean_le _ (fun _ => r) (fun k => proj2 (b k))).
rewrite mean_const in lower, upper; rewrite e; apply Rabs_le; auto.
Qed.

Lemma mean_deviation d s : (forall k l, Rabs (d k - d l) <= s) ->
  mean p (fun l => Rabs (d l - mean p d)) <= s / 2.
Proof.
intros hs; assert (s0 : 0 <= s) by (assert (q := hs large large); rewrite Rminus_eq_0, Rabs_R0 in q; auto).
assert (lo : exists lo, forall l, lo <= d l <= lo + s).
  exists (Rmin (d large) (Rmin (d medium) (d small))); intros l.
  assert (b : forall k, - s <= d l - d k <= s) by (intros k; apply Rabs_le_between, hs).
  assert (b1 := b large); assert (b2 := b medium); assert (b3 := b small).
  unfold Rmin; destruct l; repeat destruct Rle_dec; lra.
destruct lo as [lo hl]; set (m := mean p d).
assert (v : mean p (fun l => (d l - m) ^ 2) <= s ^ 2 / 4).
  assert (e : mean p (fun l => (d l - m) ^ 2) = mean p (fun l => (d l - (lo + s / 2)) ^ 2) - (m - (lo + s / 2)) ^ 2).
    replace (fun l => (d l - m) ^ 2)
      with (fun l => ((d l - (lo + s / 2)) ^ 2 + (-2 * (m - (lo + s / 2))) * (d l + -1 * (fun _ => lo + s / 2) l))
        + (m - (lo + s / 2)) ^ 2 * (fun _ => 1) l) by (apply functional_extensionality; intros; ring).
    rewrite !mean_linear, !mean_const; fold m; ring.
  assert (q : mean p (fun l => (d l - (lo + s / 2)) ^ 2) <= mean p (fun _ => s ^ 2 / 4)).
    apply mean_le; intros l; assert (z := hl l); nra.
  rewrite mean_const in q; assert (z := pow2_ge_0 (m - (lo + s / 2))); lra.
destruct s0 as [s0 | <-].
  assert (q : mean p (fun l => Rabs (d l - m)) <= mean p (fun l => s / 4 + / s * (d l - m) ^ 2)).
    apply mean_le; intros l; rewrite <- (pow2_abs (d l - m)); set (x := Rabs (d l - m)).
    apply Rmult_le_reg_l with s; auto; replace (s * (s / 4 + / s * x ^ 2)) with (s ^ 2 / 4 + x ^ 2) by (field; lra).
    assert (z := pow2_ge_0 (x - s / 2)); lra.
  rewrite (mean_linear (fun _ => s / 4)), mean_const in q; apply Rle_trans with (1 := q).
  assert (t := Rmult_le_compat_l (/ s) _ _ (Rlt_le _ _ (Rinv_0_lt_compat _ s0)) v).
  replace (/ s * (s ^ 2 / 4)) with (s / 4) in t by (field; lra); lra.
assert (z : mean p (fun l => Rabs (d l - m)) <= mean p (fun _ => 0)); [|rewrite mean_const in z; lra].
apply mean_le; intros l; apply (deviation d 0 l hs).
Qed.

(* Gruss: a covariance is at most a quarter of the product of the spreads; here of (h - E h)^2
   and d. *)
Lemma third_cumulant h d r s : (forall k l, Rabs (h k - h l) <= r) -> (forall k l, Rabs (d k - d l) <= s) ->
  Rabs (mean p (fun l => (h l - mean p h) ^ 2 * (d l - mean p d))) <= r ^ 2 * s / 4.
Proof.
intros hr hs; set (m := mean p h); set (n := mean p d).
assert (zero : mean p (fun l => d l - n) = 0).
  replace (fun l => d l - n) with (fun l => d l + -1 * (fun _ => n) l) by (apply functional_extensionality; intros;
    ring).
  rewrite mean_linear, mean_const; unfold n; ring.
assert (r0 : 0 <= r) by (assert (q := hr large large); rewrite Rminus_eq_0, Rabs_R0 in q; auto).
assert (b : forall l, Rabs ((h l - m) ^ 2 - r ^ 2 / 2) <= r ^ 2 / 2).
  intros l; assert (q := deviation h r l hr); fold m in q; rewrite <- (pow2_abs (h l - m)).
  assert (z := Rabs_pos (h l - m)); apply Rabs_le; split; nra.
assert (e : mean p (fun l => (h l - m) ^ 2 * (d l - n)) = mean p (fun l => ((h l - m) ^ 2 - r ^ 2 / 2) * (d l - n))).
  replace (fun l => ((h l - m) ^ 2 - r ^ 2 / 2) * (d l - n))
    with (fun l => (h l - m) ^ 2 * (d l - n) + - (r ^ 2 / 2) * (d l - n)) by (apply functional_extensionality;
      intros; ring).
  rewrite mean_linear, zero; ring.
rewrite e; assert (w : forall l, - (r ^ 2 / 2 * Rabs (d l - n)) <= ((h l - m) ^ 2 - r ^ 2 / 2) * (d l - n)
    <= r ^ 2 / 2 * Rabs (d l - n)).
  intros l; apply Rabs_le_between; rewrite Rabs_mult; apply Rmult_le_compat_r; [apply Rabs_pos | apply b].
assert (u := mean_deviation d s hs); fold n in u.
assert (scaled : forall c, mean p (fun l => c * Rabs (d l - n)) = c * mean p (fun l => Rabs (d l - n))).
  intros c; unfold mean, sum; ring.
assert (r2 : 0 <= r ^ 2 / 2) by (assert (q := pow2_ge_0 r); lra).
assert (t := Rmult_le_compat_l _ _ _ r2 u); apply Rabs_le; split.
- apply Rle_trans with (mean p (fun l => - (r ^ 2 / 2) * Rabs (d l - n))); [rewrite scaled; lra|].
  apply mean_le; intros l; assert (q := w l); lra.
- apply Rle_trans with (mean p (fun l => r ^ 2 / 2 * Rabs (d l - n))); [|rewrite scaled; lra].
  apply mean_le; intros l; apply w.
Qed.
End Gruss.

Section Softmax.
Variable w : component -> R.
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Variables h d : component -> R.

Definition moment_at (g : component -> R) (t : R) : R := sum (fun l => w l * g l * exp (t * h l)).
Definition tilted (t : R) : component -> R := softmax w (fun l => t * h l).

Lemma moment_at_derive g (t : R) : is_derive (moment_at g) t (moment_at (fun l => g l * h l) t).
Proof. unfold moment_at, sum; auto_derive; [auto | ring]. Qed.

Lemma tilted_mean g t : mean (tilted t) g = moment_at g t / moment_at (fun _ => 1) t.
Proof.
assert (p := total_pos w wp (fun l => t * h l)); unfold total, sum in p.
unfold mean, tilted, softmax, moment_at, total, sum; field; lra.
Qed.

Lemma moment_pos t : 0 < moment_at (fun _ => 1) t.
Proof. assert (p := total_pos w wp (fun l => t * h l)); unfold total, sum in p; unfold moment_at, sum; lra. Qed.

Lemma tilted_derive g (t : R) : is_derive (fun t => mean (tilted t) g) t
  (mean (tilted t) (fun l => g l * h l) - mean (tilted t) g * mean (tilted t) h).
Proof.
apply (is_derive_ext (fun t => moment_at g t / moment_at (fun _ => 1) t)); [intros; symmetry; apply tilted_mean|].
assert (p := moment_pos t); rewrite !tilted_mean.
replace (_ - _) with ((moment_at (fun l => g l * h l) t * moment_at (fun _ => 1) t
  - moment_at g t * moment_at (fun l => 1 * h l) t) / moment_at (fun _ => 1) t ^ 2).
  apply (is_derive_div (moment_at g) (moment_at (fun _ => 1)));
    [apply moment_at_derive | apply moment_at_derive | lra].
replace (fun l => 1 * h l) with h by (apply functional_extensionality; intros; ring); field; lra.
Qed.

Theorem T15_softmax_expansion r s : (forall k l, Rabs (h k - h l) <= r) -> (forall k l, Rabs (d k - d l) <= s) ->
  Rabs (mean (softmax w h) d - mean w d - (mean w (fun l => d l * h l) - mean w d * mean w h)) <= r ^ 2 * s / 8.
Proof.
intros hr hs.
set (c := fun t => mean (tilted t) (fun l => d l * h l) - mean (tilted t) d * mean (tilted t) h).
assert (e1 : softmax w h = tilted 1).
  unfold tilted; f_equal; apply functional_extensionality; intros; ring.
assert (e0 : w = tilted 0).
  apply functional_extensionality; intros l; unfold tilted, softmax, total, sum; rewrite !Rmult_0_l, exp_0.
  unfold sum in w1; rewrite !Rmult_1_r, w1; field.
rewrite e1; pattern w at 1 2 3 4; rewrite e0.
replace (r ^ 2 * s / 8) with (r ^ 2 * s / 4 / 2) by field.
apply (expansion_unit (fun t => mean (tilted t) d) c (fun t => mean (tilted t) (fun l => (h l - mean (tilted t) h)
  ^ 2 * (d l - mean (tilted t) d)))).
- intros t; apply tilted_derive.
- intros t; unfold c.
  assert (one : sum (tilted t) = 1) by apply (softmax_sum w wp).
  set (m := mean (tilted t)).
  replace (m (fun l => (h l - m h) ^ 2 * (d l - m d))) with
    ((m (fun l => d l * h l * h l) - m (fun l => d l * h l) * m h)
     - ((m (fun l => d l * h l) - m d * m h) * m h + m d * (m (fun l => h l * h l) - m h * m h))).
    apply (is_derive_minus (fun t => mean (tilted t) (fun l => d l * h l)) (fun t => mean (tilted t) d * mean
      (tilted t) h));
      [apply tilted_derive|].
    apply (is_derive_mult (fun t => mean (tilted t) d) (fun t => mean (tilted t) h));
      [apply tilted_derive.. | intros; apply Rmult_comm].
  assert (lin := mean_linear (tilted t)); fold m in lin.
  assert (const : forall z, m (fun _ => z) = z) by (intros; apply mean_const, one).
  replace (fun l => (h l - m h) ^ 2 * (d l - m d)) with
    (fun l => ((d l * h l * h l + -2 * m h * (d l * h l)) + m h ^ 2 * (d l + - m d * (fun _ => 1) l))
      + - m d * (h l * h l + -2 * m h * h l)) by (apply functional_extensionality; intros; ring).
  rewrite !lin, const; ring.
- intros t; apply third_cumulant; auto; [intros; apply (softmax_pos w wp) | apply (softmax_sum w wp)].
Qed.
End Softmax.
