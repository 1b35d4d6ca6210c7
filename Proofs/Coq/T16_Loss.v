(* T16: the loss in closed form; it is convex, and between its tangent at a matrix of rank
   one and that tangent with a square added. *)
From Coq Require Import Reals Lra Psatz FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Contrastive Require Import T16_Laws T16_LogSumExp.
Open Scope R_scope.

Lemma funext2 (f g : R -> R -> R) : (forall x y, f x y = g x y) -> f = g.
Proof. intros e; apply functional_extensionality; intros x; apply functional_extensionality; auto. Qed.

Lemma sum_ext f g : (forall k, f k = g k) -> sum f = sum g.
Proof. intros e; unfold sum; rewrite !e; reflexivity. Qed.

Lemma sum_le f g : (forall k, f k <= g k) -> sum f <= sum g.
Proof. intros h; unfold sum; assert (h1 := h large); assert (h2 := h medium); assert (h3 := h small); lra. Qed.

Lemma moderate_const c : moderate (fun _ _ => c).
Proof.
split; [intros x y; apply continuity_2d_pt_const|].
exists (Rabs c); intros x y; assert (p := Rabs_pos c); nra.
Qed.

Lemma moderate_x : moderate (fun x _ => x).
Proof.
split; [intros x y; apply continuity_2d_pt_id1|].
exists 1; intros x y; apply Rabs_le; split; nra.
Qed.

Lemma moderate_y : moderate (fun _ y => y).
Proof.
split; [intros x y; apply continuity_2d_pt_id2|].
exists 1; intros x y; apply Rabs_le; split; nra.
Qed.

Lemma moderate_product (f g : R -> R -> R) :
  (forall x y, continuity_2d_pt f x y) -> (forall x y, continuity_2d_pt g x y) ->
  (exists c, forall x y, Rabs (f x y * g x y) <= c * (1 + x ^ 2 + y ^ 2)) ->
  moderate (fun x y => f x y * g x y).
Proof. intros cf cg b; split; auto; intros x y; apply continuity_2d_pt_mult; auto. Qed.

Lemma moderate_plus f g : moderate f -> moderate g -> moderate (fun x y => f x y + g x y).
Proof.
intros [cf [c hc]] [cg [e he]]; split; [intros x y; apply continuity_2d_pt_plus; auto|].
exists (c + e); intros x y; apply Rle_trans with (1 := Rabs_triang _ _).
rewrite Rmult_plus_distr_r; apply Rplus_le_compat; auto.
Qed.

Lemma moderate_scale c f : moderate f -> moderate (fun x y => c * f x y).
Proof.
intros [cf [e he]]; split; [intros x y; apply continuity_2d_pt_mult; auto; apply continuity_2d_pt_const|].
exists (Rabs c * e); intros x y; rewrite Rabs_mult, Rmult_assoc.
apply Rmult_le_compat_l; [apply Rabs_pos | auto].
Qed.

Lemma moderate_square_x : moderate (fun x _ => x ^ 2).
Proof.
split.
  intros x y; apply (continuity_2d_pt_ext (fun u _ => u * u)); [intros; ring|].
  apply continuity_2d_pt_mult; apply continuity_2d_pt_id1.
exists 1; intros x y; apply Rabs_le; split; nra.
Qed.

Lemma moderate_square_y : moderate (fun _ y => y ^ 2).
Proof.
split.
  intros x y; apply (continuity_2d_pt_ext (fun _ v => v * v)); [intros; ring|].
  apply continuity_2d_pt_mult; apply continuity_2d_pt_id2.
exists 1; intros x y; apply Rabs_le; split; nra.
Qed.

Lemma moderate_xy : moderate (fun x y => x * y).
Proof.
apply moderate_product; [intros; apply continuity_2d_pt_id1 | intros; apply continuity_2d_pt_id2|].
exists 1; intros x y; apply Rabs_le; split; nra.
Qed.

(* c1 x + c2 y and its like *)
Definition quadratic c0 c1 c2 c3 c4 c5 (x y : R) : R :=
  c0 + c1 * x + c2 * y + c3 * x ^ 2 + c4 * (x * y) + c5 * y ^ 2.

Lemma moderate_quadratic c0 c1 c2 c3 c4 c5 : moderate (quadratic c0 c1 c2 c3 c4 c5).
Proof.
unfold quadratic; repeat apply moderate_plus; try apply moderate_scale;
  auto using moderate_const, moderate_x, moderate_y, moderate_square_x, moderate_square_y, moderate_xy.
Qed.

Section Expectation.
Variables (m1 m2 : R) (E : (R -> R -> R) -> R).
Hypothesis G : gaussian_law m1 m2 E.

Lemma E_plus f g : moderate f -> moderate g -> E (fun x y => f x y + g x y) = E f + E g.
Proof.
intros mf mg; rewrite <- (Rmult_1_l (E g)), <- (linear _ _ _ G f g 1); auto.
f_equal; apply funext2; intros; ring.
Qed.

Lemma E_scale c f : moderate f -> E (fun x y => c * f x y) = c * E f.
Proof.
intros mf.
assert (z : E (fun _ _ => 0) = 0).
  assert (l := linear _ _ _ G _ _ 1 (moderate_const 0) (moderate_const 0)).
  cbv beta in l; replace (0 + 1 * 0) with 0 in l by ring; lra.
replace (fun x y => c * f x y) with (fun x y => 0 + c * f x y) by (apply funext2; intros; ring).
assert (l := linear _ _ _ G _ _ c (moderate_const 0) mf); cbv beta in l; rewrite l, z; ring.
Qed.

Lemma E_const c : E (fun _ _ => c) = c.
Proof.
replace (fun _ _ : R => c) with (fun x y : R => c * (fun _ _ => 1) x y) by (apply funext2; intros; ring).
rewrite E_scale, (mass _ _ _ G); [ring | apply moderate_const].
Qed.

Lemma E_quadratic c0 c1 c2 c3 c4 c5 : E (quadratic c0 c1 c2 c3 c4 c5)
  = c0 + c1 * m1 + c2 * m2 + c3 * (1 + m1 ^ 2) + c4 * (m1 * m2) + c5 * (1 + m2 ^ 2).
Proof.
assert (mc := moderate_const c0); assert (mx := moderate_scale c1 _ moderate_x).
assert (my := moderate_scale c2 _ moderate_y); assert (mxx := moderate_scale c3 _ moderate_square_x).
assert (mxy := moderate_scale c4 _ moderate_xy); assert (myy := moderate_scale c5 _ moderate_square_y).
unfold quadratic.
rewrite (E_plus _ _ (moderate_plus _ _ (moderate_plus _ _ (moderate_plus _ _ (moderate_plus _ _ mc mx) my) mxx) mxy) myy).
rewrite (E_plus _ _ (moderate_plus _ _ (moderate_plus _ _ (moderate_plus _ _ mc mx) my) mxx) mxy).
rewrite (E_plus _ _ (moderate_plus _ _ (moderate_plus _ _ mc mx) my) mxx).
rewrite (E_plus _ _ (moderate_plus _ _ mc mx) my), (E_plus _ _ mc mx), E_const.
rewrite (E_scale c1 _ moderate_x), (E_scale c2 _ moderate_y), (E_scale c3 _ moderate_square_x),
  (E_scale c4 _ moderate_xy), (E_scale c5 _ moderate_square_y).
rewrite (mean_x _ _ _ G), (mean_y _ _ _ G), (square_x _ _ _ G), (square_y _ _ _ G), (product _ _ _ G).
reflexivity.
Qed.
End Expectation.

Section Loss.
Variables (w a b : component -> R) (E : component -> (R -> R -> R) -> R).
Hypothesis wp : forall k, 0 < w k.
Hypothesis w1 : sum w = 1.
Hypothesis centred_a : sum (fun k => w k * a k) = 0.
Hypothesis centred_b : sum (fun k => w k * b k) = 0.
Hypothesis G : forall k, gaussian_law (a k) (b k) (E k).

Definition scores (H : symmetric) (x y : R) (l : component) : R := form H x y (a l) (b l).

Lemma moderate_lse H : moderate (fun x y => lse w (scores H x y)).
Proof.
assert (c : forall l x y, continuity_2d_pt (fun x y => scores H x y l) x y).
  intros l x y; unfold scores.
  destruct (moderate_quadratic 0 (xx H * a l + xy H * b l) (xy H * a l + yy H * b l) 0 0 0) as [q _].
  apply continuity_2d_pt_ext with (2 := q x y); intros; unfold quadratic, form; ring.
split.
  intros x y; apply (continuity_1d_2d_pt_comp ln (fun x y => total w (scores H x y))).
    apply derivable_continuous_pt; exists (/ total w (scores H x y)).
    apply derivable_pt_lim_ln, total_pos; auto.
  assert (e : forall l, continuity_2d_pt (fun x y => w l * exp (scores H x y l)) x y).
    intros l; apply continuity_2d_pt_mult; [apply continuity_2d_pt_const|].
    apply (continuity_1d_2d_pt_comp exp (fun x y => scores H x y l)); auto.
    apply derivable_continuous_pt, derivable_pt_exp.
  unfold total, sum; repeat apply continuity_2d_pt_plus; apply e.
assert (g : forall l, exists c, forall x y, Rabs (scores H x y l) <= c * (1 + x ^ 2 + y ^ 2)).
  intros l.
  destruct (moderate_quadratic 0 (xx H * a l + xy H * b l) (xy H * a l + yy H * b l) 0 0 0) as [_ [d hd]].
  exists d; intros x y; replace (scores H x y l) with
    (quadratic 0 (xx H * a l + xy H * b l) (xy H * a l + yy H * b l) 0 0 0 x y); auto.
  unfold scores, quadratic, form; ring.
destruct (g large) as [d1 h1], (g medium) as [d2 h2], (g small) as [d3 h3].
exists (d1 + d2 + d3); intros x y; apply Rle_trans with (1 := lse_size w wp w1 (scores H x y)).
assert (q1 := h1 x y); assert (q2 := h2 x y); assert (q3 := h3 x y); lra.
Qed.

Definition log_part (H : symmetric) : R :=
  sum (fun k => w k * E k (fun x y => lse w (scores H x y))).

Definition square_part (H : symmetric) : R :=
  / 2 * (sum (fun k => w k * ((xx H * a k + xy H * b k) ^ 2 + (xy H * a k + yy H * b k) ^ 2))
    + xx H ^ 2 + 2 * xy H ^ 2 + yy H ^ 2).

Definition pair_part (H : symmetric) : R := / 2 * sum (fun k => w k * form H (a k) (b k) (a k) (b k)).

Lemma loss_closed H : loss w E H = - pair_part H + square_part H + log_part H.
Proof.
assert (f1 : forall l x y, E l (fun x' y' => form H x y x' y') = form H x y (a l) (b l)).
  intros l x y; replace (fun x' y' => form H x y x' y')
    with (quadratic 0 (xx H * x + xy H * y) (xy H * x + yy H * y) 0 0 0)
    by (apply funext2; intros; unfold quadratic, form; ring).
  rewrite (E_quadratic _ _ _ (G l)); unfold form; ring.
assert (f2 : forall k l, E k (fun x y => E l (fun x' y' => form H x y x' y')) = form H (a k) (b k) (a l) (b l)).
  intros k l; replace (fun x y => E l (fun x' y' => form H x y x' y'))
    with (quadratic 0 (xx H * a l + xy H * b l) (xy H * a l + yy H * b l) 0 0 0)
    by (apply funext2; intros; rewrite f1; unfold quadratic, form; ring).
  rewrite (E_quadratic _ _ _ (G k)); unfold form; ring.
pose (q := quadratic 0 0 0 (/ 2 * (xx H ^ 2 + xy H ^ 2)) (xx H * xy H + xy H * yy H) (/ 2 * (xy H ^ 2 + yy H ^ 2))).
assert (f3 : forall x y, ln (sum (fun l => w l * E l (fun x' y' => exp (form H x y x' y'))))
    = q x y + lse w (scores H x y)).
  intros x y.
  rewrite (sum_ext _ (fun l => exp (q x y) * (w l * exp (scores H x y l)))).
    unfold lse, total; replace (sum _) with (exp (q x y) * sum (fun l => w l * exp (scores H x y l)))
      by (unfold sum; ring).
    rewrite ln_mult, ln_exp; [reflexivity | apply exp_pos | apply (total_pos w wp)].
  intros l; replace (fun x' y' => exp (form H x y x' y'))
    with (fun x' y' => exp ((xx H * x + xy H * y) * x' + (xy H * x + yy H * y) * y'))
    by (apply funext2; intros; f_equal; unfold form; ring).
  rewrite (exponential _ _ _ (G l)); transitivity (w l * exp (q x y + scores H x y l)).
    f_equal; f_equal; unfold q, quadratic, scores, form; field.
  rewrite exp_plus; ring.
unfold loss; rewrite (sum_ext _ (fun k => sum (fun l => coupling w k l * form H (a k) (b k) (a l) (b l)))).
  2: intros k; apply sum_ext; intros l; rewrite f2; reflexivity.
rewrite (sum_ext (fun k => w k * E k _) (fun k => w k * (E k q + E k (fun x y => lse w (scores H x y))))).
  2: intros k; f_equal; rewrite <- (E_plus _ _ _ (G k));
     [f_equal; apply funext2; intros; apply f3 | apply moderate_quadratic | apply moderate_lse].
unfold q; rewrite (sum_ext (fun k => w k * (E k _ + _)) (fun k => w k *
   (/ 2 * (xx H ^ 2 + xy H ^ 2) * (1 + a k ^ 2) + (xx H * xy H + xy H * yy H) * (a k * b k)
    + / 2 * (xy H ^ 2 + yy H ^ 2) * (1 + b k ^ 2) + E k (fun x y => lse w (scores H x y))))).
  2: intros k; rewrite (E_quadratic _ _ _ (G k)); ring.
assert (cr : sum (fun k => sum (fun l => coupling w k l * form H (a k) (b k) (a l) (b l)))
    = pair_part H + / 2 * form H (sum (fun k => w k * a k)) (sum (fun k => w k * b k))
        (sum (fun k => w k * a k)) (sum (fun k => w k * b k))).
  unfold pair_part, coupling, form, sum, same; ring.
rewrite cr, centred_a, centred_b; unfold square_part, log_part.
unfold sum in *; unfold form.
replace (w large) with (1 - w medium - w small) by lra.
set (e1 := E large _); set (e2 := E medium _); set (e3 := E small _); field.
Qed.

Definition segment t (H K : symmetric) : symmetric :=
  Symmetric ((1 - t) * xx H + t * xx K) ((1 - t) * xy H + t * xy K) ((1 - t) * yy H + t * yy K).

Lemma loss_convex H K t : 0 <= t <= 1 ->
  loss w E (segment t H K) <= (1 - t) * loss w E H + t * loss w E K.
Proof.
intros ht; rewrite !loss_closed; set (S := segment t H K).
assert (p : pair_part S = (1 - t) * pair_part H + t * pair_part K).
  unfold pair_part, form, sum, S, segment; simpl; ring.
assert (q : square_part S <= (1 - t) * square_part H + t * square_part K).
  set (D := Symmetric (xx H - xx K) (xy H - xy K) (yy H - yy K)).
  assert (e : (1 - t) * square_part H + t * square_part K - square_part S = t * (1 - t) * square_part D).
    unfold square_part, sum, S, segment, D; simpl; ring.
  assert (0 <= square_part D).
    unfold square_part, sum; assert (w2 := wp large); assert (w3 := wp medium); assert (w4 := wp small).
    assert (n : forall u v z, 0 < u -> 0 <= u * (v ^ 2 + z ^ 2)) by (intros; nra).
    assert (n1 := n _ (xx D * a large + xy D * b large) (xy D * a large + yy D * b large) w2).
    assert (n2 := n _ (xx D * a medium + xy D * b medium) (xy D * a medium + yy D * b medium) w3).
    assert (n3 := n _ (xx D * a small + xy D * b small) (xy D * a small + yy D * b small) w4).
    nra.
  assert (0 <= t * (1 - t)) by nra; nra.
assert (r : log_part S <= (1 - t) * log_part H + t * log_part K).
  unfold log_part.
  replace ((1 - t) * _ + _) with (sum (fun k => w k * ((1 - t) * E k (fun x y => lse w (scores H x y))
    + t * E k (fun x y => lse w (scores K x y))))) by (unfold sum; ring).
  apply sum_le; intros k; apply Rmult_le_compat_l; [left; apply wp|].
  assert (mH := moderate_lse H); assert (mK := moderate_lse K).
  rewrite <- (E_scale _ _ _ (G k)), <- (E_scale _ _ _ (G k) t), <- (E_plus _ _ _ (G k));
    auto using moderate_scale.
  apply (monotone _ _ _ (G k)); [apply moderate_lse | apply moderate_plus; apply moderate_scale; auto|].
  intros x y; assert (tH := lse_tangent w wp (scores H x y) (scores S x y)).
  assert (tK := lse_tangent w wp (scores K x y) (scores S x y)).
  set (m := softmax w (scores S x y)) in *.
  assert (z : (1 - t) * mean m (fun l => scores H x y l - scores S x y l)
      + t * mean m (fun l => scores K x y l - scores S x y l) = 0).
    unfold mean, sum, scores, form, S, segment; simpl; ring.
  nra.
rewrite p; lra.
Qed.
End Loss.
