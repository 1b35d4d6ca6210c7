(* Taylor's formula as an inequality, to second and to third order. *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(* A function is at least its expansion from 0, if the rest of its derivative is. *)
Lemma grows f f' : (forall t, is_derive f t (f' t)) -> (forall t, 0 <= t -> 0 <= f' t) ->
  forall t, 0 <= t -> f 0 <= f t.
Proof.
intros d p t t0; destruct (MVT_gen f 0 t f') as [c [hc e]].
- intros; apply d.
- intros x _; apply continuity_pt_filterlim, (ex_derive_continuous f); eexists; apply d.
- rewrite Rmin_left, Rmax_right in hc by auto; assert (q := p c ltac:(lra)); nra.
Qed.

(* A third derivative of at most M. *)
Lemma expansion_right (f f1 f2 f3 : R -> R) (M : R) :
  (forall t, is_derive f t (f1 t)) -> (forall t, is_derive f1 t (f2 t)) -> (forall t, is_derive f2 t (f3 t)) ->
  (forall t, - M <= f3 t) -> forall x k, 0 <= k -> f x + f1 x * k + f2 x * k ^ 2 / 2 - M * k ^ 3 / 6 <= f (x + k).
Proof.
intros d d1 d2 m x.
assert (s2 : forall t, 0 <= t -> 0 <= f2 (x + t) - f2 x + M * t).
  intros t t0; refine (Rle_trans _ _ _ _ (grows (fun t => f2 (x + t) - f2 x + M * t) (fun t => f3 (x + t)
    + M) _ _ t t0)).
  - right; rewrite Rplus_0_r; ring.
  - intros u; auto_derive; [eexists; apply d2 | rewrite (is_derive_unique _ _ _ (d2 _)); ring].
  - intros u _; assert (q := m (x + u)); lra.
assert (s1 : forall t, 0 <= t -> 0 <= f1 (x + t) - f1 x - f2 x * t + M * t ^ 2 / 2).
  intros t t0; refine (Rle_trans _ _ _ _ (grows (fun t => f1 (x + t) - f1 x - f2 x * t + M * t ^ 2 / 2)
    (fun t => f2 (x + t) - f2 x + M * t) _ s2 t t0)).
  - right; rewrite Rplus_0_r; field.
  - intros u; auto_derive; [eexists; apply d1 | rewrite (is_derive_unique _ _ _ (d1 _)); field].
intros k k0; assert (q : 0 <= f (x + k) - f x - f1 x * k - f2 x * k ^ 2 / 2 + M * k ^ 3 / 6); [|lra].
refine (Rle_trans _ _ _ _ (grows (fun t => f (x + t) - f x - f1 x * t - f2 x * t ^ 2 / 2 + M * t ^ 3 / 6)
  (fun t => f1 (x + t) - f1 x - f2 x * t + M * t ^ 2 / 2) _ s1 k k0)).
- right; rewrite Rplus_0_r; field.
- intros u; auto_derive; [eexists; apply d | rewrite (is_derive_unique _ _ _ (d _)); field].
Qed.

Lemma expansion (f f1 f2 f3 : R -> R) (M : R) :
  (forall t, is_derive f t (f1 t)) -> (forall t, is_derive f1 t (f2 t)) -> (forall t, is_derive f2 t (f3 t)) ->
  (forall t, Rabs (f3 t) <= M) -> forall x k, f x + f1 x * k + f2 x * k ^ 2 / 2 - M * Rabs k ^ 3 / 6 <= f (x + k).
Proof.
intros d d1 d2 m x k.
assert (b : forall t, - M <= f3 t <= M) by (intros t; apply Rabs_le_between, m).
destruct (Rle_lt_dec 0 k) as [k0 | k0].
  rewrite Rabs_pos_eq by auto; apply (expansion_right f f1 f2 f3); auto; intros t; apply b.
rewrite Rabs_left by auto.
assert (q := expansion_right (fun t => f (- t)) (fun t => - f1 (- t)) (fun t => f2 (- t)) (fun t => - f3 (- t)) M).
assert (r : f (- - x) + - f1 (- - x) * (- k) + f2 (- - x) * (- k) ^ 2 / 2 - M * (- k) ^ 3 / 6 <= f (- (- x + - k))).
  apply q; try lra.
  - intros t; auto_derive; [eexists; apply d | rewrite (is_derive_unique _ _ _ (d _)); ring].
  - intros t; auto_derive; [eexists; apply d1 | rewrite (is_derive_unique _ _ _ (d1 _)); ring].
  - intros t; auto_derive; [eexists; apply d2 | rewrite (is_derive_unique _ _ _ (d2 _)); ring].
  - intros t; assert (z := b (- t)); lra.
rewrite Ropp_involutive in r; replace (- (- x + - k)) with (x + k) in r by ring.
apply Rle_trans with (2 := r); right; field.
Qed.

(* A second derivative of at most M, over the unit interval. *)
Lemma expansion_unit (f f1 f2 : R -> R) (M : R) :
  (forall t, is_derive f t (f1 t)) -> (forall t, is_derive f1 t (f2 t)) -> (forall t, Rabs (f2 t) <= M) ->
  Rabs (f 1 - f 0 - f1 0) <= M / 2.
Proof.
assert (one_side : forall g g1 g2 : R -> R, (forall t, is_derive g t (g1 t)) -> (forall t, is_derive g1 t (g2 t)) ->
    (forall t, - M <= g2 t) -> - (M / 2) <= g 1 - g 0 - g1 0).
  intros g g1 g2 d d1 m.
  assert (s1 : forall t, 0 <= t -> 0 <= g1 t - g1 0 + M * t).
    intros t t0; refine (Rle_trans _ _ _ _ (grows (fun t => g1 t - g1 0 + M * t) (fun t => g2 t + M) _ _ t t0)).
    - right; ring.
    - intros u; auto_derive; [eexists; apply d1 | rewrite (is_derive_unique _ _ _ (d1 _)); ring].
    - intros u _; assert (q := m u); lra.
  assert (q : 0 <= g 1 - g 0 - g1 0 * 1 + M * 1 ^ 2 / 2); [|lra].
  refine (Rle_trans _ _ _ _ (grows (fun t => g t - g 0 - g1 0 * t + M * t ^ 2 / 2)
    (fun t => g1 t - g1 0 + M * t) _ s1 1 ltac:(lra))).
  - right; field.
  - intros u; auto_derive; [eexists; apply d | rewrite (is_derive_unique _ _ _ (d _)); field].
intros d d1 m; assert (b : forall t, - M <= f2 t <= M) by (intros t; apply Rabs_le_between, m).
assert (p := one_side f f1 f2 d d1 (fun t => proj1 (b t))).
assert (q := one_side (fun t => - f t) (fun t => - f1 t) (fun t => - f2 t)); cbv beta in q.
assert (- (M / 2) <= - f 1 - - f 0 - - f1 0); [apply q | apply Rabs_le; lra].
- intros t; apply (is_derive_opp f), d.
- intros t; apply (is_derive_opp f1), d1.
- intros t; assert (z := b t); lra.
Qed.
