(* T16: an orthonormal pair of axes turns Gaussian laws and the loss into the same of the
   turned mixture. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import T16_Laws T16_LogSumExp T16_Loss.
Open Scope R_scope.

Section Rotation.
Variables (u1 u2 : R).
Hypothesis unit_vector : u1 ^ 2 + u2 ^ 2 = 1.

Lemma moderate_rotated f : moderate f -> moderate (fun x y => f (u1 * x + u2 * y) (u1 * y - u2 * x)).
Proof.
assert (b1 : Rabs u1 <= 1) by (apply Rabs_le; split; nra).
assert (b2 : Rabs u2 <= 1) by (apply Rabs_le; split; nra).
intros [cf [c hc]]; split.
  intros x y eps; destruct (cf (u1 * x + u2 * y) (u1 * y - u2 * x) eps) as [d hd].
  assert (d2 : 0 < d / 2) by (assert (0 < d) by apply cond_pos; lra).
  exists (mkposreal _ d2); intros p q hp hq; simpl in hp, hq.
  assert (bound : forall s t m n, Rabs s <= 1 -> Rabs t <= 1 -> Rabs m < d / 2 -> Rabs n < d / 2 ->
      Rabs (s * m + t * n) < d).
    intros s t m n hs ht hm hn; apply Rle_lt_trans with (1 := Rabs_triang _ _); rewrite !Rabs_mult.
    assert (0 <= Rabs m) by apply Rabs_pos; assert (0 <= Rabs n) by apply Rabs_pos; nra.
  apply hd.
    replace (_ - _) with (u1 * (p - x) + u2 * (q - y)) by ring; apply bound; auto.
  replace (_ - _) with (u1 * (q - y) + - u2 * (p - x)) by ring; apply bound; auto; rewrite Rabs_Ropp; auto.
exists c; intros x y; apply Rle_trans with (1 := hc _ _); right; f_equal.
replace (x ^ 2) with ((u1 ^ 2 + u2 ^ 2) * x ^ 2) by (rewrite unit_vector; ring).
replace (y ^ 2) with ((u1 ^ 2 + u2 ^ 2) * y ^ 2) by (rewrite unit_vector; ring).
ring.
Qed.

Definition rotated (E : (R -> R -> R) -> R) (f : R -> R -> R) : R :=
  E (fun x y => f (u1 * x + u2 * y) (u1 * y - u2 * x)).

Lemma law_rotated m1 m2 E : gaussian_law m1 m2 E ->
  gaussian_law (u1 * m1 + u2 * m2) (u1 * m2 - u2 * m1) (rotated E).
Proof.
intros G.
assert (one : forall z, (u1 ^ 2 + u2 ^ 2) * z = z) by (intros z; rewrite unit_vector; ring).
assert (q : forall c0 c1 c2 c3 c4 c5 f, (forall x y, f x y = quadratic c0 c1 c2 c3 c4 c5 x y) ->
    E f = c0 + c1 * m1 + c2 * m2 + c3 * (1 + m1 ^ 2) + c4 * (m1 * m2) + c5 * (1 + m2 ^ 2)).
  intros; rewrite <- (E_quadratic _ _ _ G); f_equal; apply funext2; auto.
split; unfold rotated.
- intros f g c mf mg; apply (linear _ _ _ G _ _ c (moderate_rotated f mf) (moderate_rotated g mg)).
- intros f g mf mg le; apply (monotone _ _ _ G); auto using moderate_rotated.
- apply (mass _ _ _ G).
- rewrite (q 0 u1 u2 0 0 0) by (intros; unfold quadratic; ring); ring.
- rewrite (q 0 (- u2) u1 0 0 0) by (intros; unfold quadratic; ring); ring.
- rewrite (q 0 0 0 (u1 ^ 2) (2 * u1 * u2) (u2 ^ 2)) by (intros; unfold quadratic; ring).
  assert (e := unit_vector); nra.
- rewrite (q 0 0 0 (u2 ^ 2) (- 2 * u1 * u2) (u1 ^ 2)) by (intros; unfold quadratic; ring).
  assert (e := unit_vector); nra.
- rewrite (q 0 0 0 (- u1 * u2) (u1 ^ 2 - u2 ^ 2) (u1 * u2)) by (intros; unfold quadratic; ring); ring.
- intros s t.
  replace (fun x y => exp (s * (u1 * x + u2 * y) + t * (u1 * y - u2 * x)))
    with (fun x y => exp ((s * u1 - t * u2) * x + (s * u2 + t * u1) * y))
    by (apply funext2; intros; f_equal; ring).
  rewrite (exponential _ _ _ G); f_equal.
  rewrite <- (one (s ^ 2 + t ^ 2)); field.
- intros v1 v2 f lo hi uv hl cf pf bf.
  replace (fun x y => f (v1 * (u1 * x + u2 * y) + v2 * (u1 * y - u2 * x)))
    with (fun x y => f ((v1 * u1 - v2 * u2) * x + (v1 * u2 + v2 * u1) * y))
    by (apply funext2; intros; f_equal; ring).
  replace (v1 * (u1 * m1 + u2 * m2) + v2 * (u1 * m2 - u2 * m1))
    with ((v1 * u1 - v2 * u2) * m1 + (v1 * u2 + v2 * u1) * m2) by ring.
  apply (marginal _ _ _ G); auto.
  replace (_ + _) with ((u1 ^ 2 + u2 ^ 2) * (v1 ^ 2 + v2 ^ 2)) by ring; rewrite one; auto.
- intros v1 v2 f uv cf bf.
  assert (i := independent _ _ _ G (v1 * u1 - v2 * u2) (v1 * u2 + v2 * u1) f).
  replace (fun x y => f (v1 * (u1 * x + u2 * y) + v2 * (u1 * y - u2 * x)))
    with (fun x y => f ((v1 * u1 - v2 * u2) * x + (v1 * u2 + v2 * u1) * y))
    by (apply funext2; intros; f_equal; ring).
  replace (fun x y => f (v1 * (u1 * x + u2 * y) + v2 * (u1 * y - u2 * x)) * (v1 * (u1 * y - u2 * x) - v2 * (u1 * x + u2 * y)))
    with (fun x y => f ((v1 * u1 - v2 * u2) * x + (v1 * u2 + v2 * u1) * y) * ((v1 * u1 - v2 * u2) * y - (v1 * u2 + v2 * u1) * x))
    by (apply funext2; intros; f_equal; [f_equal; ring | ring]).
  rewrite i; auto; [f_equal; ring|].
  replace (_ + _) with ((u1 ^ 2 + u2 ^ 2) * (v1 ^ 2 + v2 ^ 2)) by ring; rewrite one; auto.
Qed.

(* K in the turned coordinates is [back K] in the original ones. *)
Definition back (K : symmetric) : symmetric := Symmetric
  (xx K * u1 ^ 2 - 2 * xy K * (u1 * u2) + yy K * u2 ^ 2)
  (xx K * (u1 * u2) + xy K * (u1 ^ 2 - u2 ^ 2) - yy K * (u1 * u2))
  (xx K * u2 ^ 2 + 2 * xy K * (u1 * u2) + yy K * u1 ^ 2).
Definition forth (H : symmetric) : symmetric := Symmetric
  (xx H * u1 ^ 2 + 2 * xy H * (u1 * u2) + yy H * u2 ^ 2)
  (- xx H * (u1 * u2) + xy H * (u1 ^ 2 - u2 ^ 2) + yy H * (u1 * u2))
  (xx H * u2 ^ 2 - 2 * xy H * (u1 * u2) + yy H * u1 ^ 2).

Lemma form_back K x y x' y' : form (back K) x y x' y'
  = form K (u1 * x + u2 * y) (u1 * y - u2 * x) (u1 * x' + u2 * y') (u1 * y' - u2 * x').
Proof. unfold form, back; simpl; ring. Qed.

Lemma back_forth H : back (forth H) = H.
Proof.
assert (one : forall z, (u1 ^ 2 + u2 ^ 2) ^ 2 * z = z) by (intros z; rewrite unit_vector; ring).
destruct H as [p q r]; unfold back, forth; simpl xx; simpl xy; simpl yy.
f_equal; [transitivity ((u1 ^ 2 + u2 ^ 2) ^ 2 * p) | transitivity ((u1 ^ 2 + u2 ^ 2) ^ 2 * q)
  | transitivity ((u1 ^ 2 + u2 ^ 2) ^ 2 * r)]; solve [ring | apply one].
Qed.

Lemma psd_back K : psd K -> psd (back K).
Proof. intros p x y; rewrite form_back; apply p. Qed.

Lemma psd_forth H : psd H -> psd (forth H).
Proof.
intros p x y; replace (form (forth H) x y x y) with
  (form H (u1 * x - u2 * y) (u2 * x + u1 * y) (u1 * x - u2 * y) (u2 * x + u1 * y)); [apply p|].
unfold form, forth; simpl; ring.
Qed.

Lemma det_forth H : det (forth H) = det H.
Proof.
rewrite <- (Rmult_1_l (det H)); replace 1 with ((u1 ^ 2 + u2 ^ 2) ^ 2) by (rewrite unit_vector; ring).
unfold det, forth; simpl; ring.
Qed.

Lemma loss_back w E K : loss w (fun k => rotated (E k)) K = loss w E (back K).
Proof.
unfold loss, rotated; f_equal; [f_equal|].
  apply sum_ext; intros k; apply sum_ext; intros l; f_equal; f_equal; apply funext2; intros x y.
  f_equal; apply funext2; intros; rewrite form_back; reflexivity.
apply sum_ext; intros k; f_equal; f_equal; apply funext2; intros x y; f_equal.
apply sum_ext; intros l; f_equal; f_equal; apply funext2; intros; rewrite form_back; reflexivity.
Qed.
End Rotation.
