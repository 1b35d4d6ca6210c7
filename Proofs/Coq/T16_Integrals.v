(* T16: the mixture of row c of the fixtures in T16_OptimumNeedNotSpan.md, and its integrals,
   enclosed by interval arithmetic (coq-interval). *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Contrastive Require Import Normal_Density T16_Definitions T16_LogSumExp.
Open Scope R_scope.

Definition weight (k : component) : R :=
  match k with large => 76 / 100 | medium => 23 / 100 | small => 1 / 100 end.
(* (0, 0), (1, -3), (-6, 9), less their mean (.17, -.6) *)
Definition mean1 (k : component) : R :=
  match k with large => 0 | medium => 1 | small => -6 end - 17 / 100.
Definition mean2 (k : component) : R :=
  match k with large => 0 | medium => -3 | small => 9 end + 60 / 100.

(* Coordinates along and across (89, 3960) / 3961, nearly the row that is learned *)
Definition a (k : component) : R := 89 / 3961 * mean1 k + 3960 / 3961 * mean2 k.
Definition b (k : component) : R := 89 / 3961 * mean2 k - 3960 / 3961 * mean1 k.
Definition h : R := 614 / 10000.

Definition na t := mean (posterior weight a h t) a.
Definition nb t := mean (posterior weight a h t) b.

(* M (1 + t^2) + s g(t), which is not negative: s is 1 or -1 *)
Definition lifted (M s : R) (g : R -> R) (t : R) : R := M * (1 + t ^ 2) + s * g t.

(* The same with two exponentials and numbers for the integrator. *)
Definition ratio (c0 c1 c2 t : R) : R :=
  let e := 23 * exp (- 11791 / 3961 * 614 / 10000 * t) in
  let f := exp (35106 / 3961 * 614 / 10000 * t) in
  (76 * c0 + c1 * e + c2 * f) / (76 + e + f).

Lemma a_large : a large = 236087 / 396100.
Proof. unfold a, mean1, mean2; field. Qed.
Lemma a_medium : a medium = - 943013 / 396100.
Proof. unfold a, mean1, mean2; field. Qed.
Lemma a_small : a small = 3746687 / 396100.
Proof. unfold a, mean1, mean2; field. Qed.
Lemma b_large : b large = 72660 / 396100.
Proof. unfold b, mean1, mean2; field. Qed.
Lemma b_medium : b medium = - 350040 / 396100.
Proof. unfold b, mean1, mean2; field. Qed.
Lemma b_small : b small = 2528760 / 396100.
Proof. unfold b, mean1, mean2; field. Qed.

Lemma mean_ratio c t : mean (posterior weight a h t) c = ratio (c large) (c medium) (c small) t.
Proof.
unfold mean, posterior, softmax, total, sum, ratio, weight, h; rewrite a_large, a_medium, a_small.
assert (e1 : exp (614 / 10000 * (t * (- 943013 / 396100)))
  = exp (614 / 10000 * (t * (236087 / 396100))) * exp (- 11791 / 3961 * 614 / 10000 * t)).
  rewrite <- exp_plus; f_equal; field.
assert (e2 : exp (614 / 10000 * (t * (3746687 / 396100)))
  = exp (614 / 10000 * (t * (236087 / 396100))) * exp (35106 / 3961 * 614 / 10000 * t)).
  rewrite <- exp_plus; f_equal; field.
rewrite e1, e2.
assert (p := exp_pos (614 / 10000 * (t * (236087 / 396100)))).
assert (q := exp_pos (- 11791 / 3961 * 614 / 10000 * t)); assert (r := exp_pos (35106 / 3961 * 614 / 10000 * t)).
set (x := exp (614 / 10000 * (t * (236087 / 396100)))) in *.
set (y := exp (- 11791 / 3961 * 614 / 10000 * t)) in *; set (z := exp (35106 / 3961 * 614 / 10000 * t)) in *.
field; split; nra.
Qed.

Lemma na_ratio : na = ratio (236087 / 396100) (- 943013 / 396100) (3746687 / 396100).
Proof.
apply functional_extensionality; intros t; unfold na; rewrite mean_ratio, a_large, a_medium, a_small; reflexivity.
Qed.
Lemma nb_ratio : nb = ratio (72660 / 396100) (- 350040 / 396100) (2528760 / 396100).
Proof.
apply functional_extensionality; intros t; unfold nb; rewrite mean_ratio, b_large, b_medium, b_small; reflexivity.
Qed.

Ltac enclose width :=
  unfold lifted, normal_density, bell; rewrite ?na_ratio, ?nb_ratio, ?a_large, ?a_medium, ?a_small, ?b_large, ?b_medium, ?b_small;
  unfold ratio; cbv beta zeta;
  integral with (i_fuel 200, i_degree 7, i_width width, i_prec 40).

Lemma along_large_plus : 12021494 / 1000000 <= RInt (fun t => lifted 5 1 (fun t => na t * t) t * normal_density (t - a large)) (-5) 6.
Proof. enclose (-15)%Z. Qed.
Lemma along_large_minus : 11530933 / 1000000 <= RInt (fun t => lifted 5 (-1) (fun t => na t * t) t * normal_density (t - a large)) (-5) 6.
Proof. enclose (-15)%Z. Qed.
Lemma cross_large_plus : 11924778 / 1000000 <= RInt (fun t => lifted 5 1 (fun t => nb t * t + b large * na t) t * normal_density (t - a large)) (-5) 6.
Proof. enclose (-15)%Z. Qed.
Lemma cross_large_minus : 11627648 / 1000000 <= RInt (fun t => lifted 5 (-1) (fun t => nb t * t + b large * na t) t * normal_density (t - a large)) (-5) 6.
Proof. enclose (-15)%Z. Qed.
Lemma across_large_plus : 16546582 / 1000000 <= RInt (fun t => lifted 7 1 nb t * normal_density (t - a large)) (-5) 6.
Proof. enclose (-15)%Z. Qed.
Lemma along_medium_plus : 39254437 / 1000000 <= RInt (fun t => lifted 5 1 (fun t => na t * t) t * normal_density (t - a medium)) (-8) 3.
Proof. enclose (-15)%Z. Qed.
Lemma along_medium_minus : 37424947 / 1000000 <= RInt (fun t => lifted 5 (-1) (fun t => na t * t) t * normal_density (t - a medium)) (-8) 3.
Proof. enclose (-15)%Z. Qed.
Lemma cross_medium_plus : 92689232 / 1000000 <= RInt (fun t => lifted 12 1 (fun t => nb t * t + b medium * na t) t * normal_density (t - a medium)) (-8) 3.
Proof. enclose (-15)%Z. Qed.
Lemma cross_medium_minus : 91341377 / 1000000 <= RInt (fun t => lifted 12 (-1) (fun t => nb t * t + b medium * na t) t * normal_density (t - a medium)) (-8) 3.
Proof. enclose (-15)%Z. Qed.
Lemma across_medium_minus : 53814542 / 1000000 <= RInt (fun t => lifted 7 (-1) nb t * normal_density (t - a medium)) (-8) 3.
Proof. enclose (-15)%Z. Qed.
Lemma along_small_plus : 519808922 / 1000000 <= RInt (fun t => lifted 5 1 (fun t => na t * t) t * normal_density (t - a small)) (4) 15.
Proof. enclose (-10)%Z. Qed.
Lemma along_small_minus : 394900911 / 1000000 <= RInt (fun t => lifted 5 (-1) (fun t => na t * t) t * normal_density (t - a small)) (4) 15.
Proof. enclose (-10)%Z. Qed.
Lemma cross_small_plus : 5937274323 / 1000000 <= RInt (fun t => lifted 64 1 (fun t => nb t * t + b small * na t) t * normal_density (t - a small)) (4) 15.
Proof. enclose (-10)%Z. Qed.
Lemma cross_small_minus : 5771082356 / 1000000 <= RInt (fun t => lifted 64 (-1) (fun t => nb t * t + b small * na t) t * normal_density (t - a small)) (4) 15.
Proof. enclose (-10)%Z. Qed.
Lemma across_small_plus : 644627622 / 1000000 <= RInt (fun t => lifted 7 1 nb t * normal_density (t - a small)) (4) 15.
Proof. enclose (-13)%Z. Qed.
